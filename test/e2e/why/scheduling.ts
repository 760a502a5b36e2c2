/** Pods that no node takes. */
import { persistentVolumeClaims, persistentVolumes } from '../../../src/machinery/resources.ts';
import { claim, claimed, made, pod, withContainer, selecting, deployment, type Case } from './make.ts';

const affinityTo = (app: string) => ({ labelSelector: selecting(app), topologyKey: 'kubernetes.io/hostname' });

export const cannotBeScheduled: readonly Case[] = [
  {
    why: 'pod/much-cpu',
    make: [withContainer('much-cpu', { resources: { requests: { cpu: '640' } } })],
    chain: ['insufficient-cpu'],
    says: /cannot be scheduled: the only node does not take it: too little CPU is free: it asks for 640; the largest node has \d+ in all/,
  },
  {
    why: 'pod/much-memory',
    make: [withContainer('much-memory', { resources: { requests: { memory: '9000Gi' } } })],
    chain: ['insufficient-memory'],
    says: /too little memory is free: it asks for 9000Gi/,
  },
  {
    why: 'pod/gpu',
    make: [withContainer('gpu', { resources: { limits: { 'example.com/gpu': '1' } } })],
    chain: ['insufficient-resource'],
    says: /too little example.com\/gpu is free/,
  },
  {
    why: 'pod/picky',
    make: [pod('picky', { nodeSelector: { disk: 'ssd' } })],
    chain: ['node-selector'],
    says: /lacks the label disk=ssd/,
  },
  {
    why: 'pod/affine',
    make: [
      pod('affine', {
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [{ matchExpressions: [{ key: 'zone', operator: 'In', values: ['moon'] }] }],
            },
          },
        },
      }),
    ],
    chain: ['node-affinity'],
    says: /do not match the Pod's required nodeAffinity/,
  },
  {
    why: 'pod/near',
    make: [
      pod('near', {
        affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [affinityTo('nobody')] } },
      }),
    ],
    chain: ['pod-affinity'],
    says: /no Pod runs there that its podAffinity wants/,
  },
  {
    why: 'deployment/apart',
    make: [
      deployment(
        'apart',
        { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [affinityTo('apart')] } } },
        { replicas: 2 },
      ),
    ],
    chain: ['unavailable', 'pod-anti-affinity'],
    says: /1 of 2 Pods are available/,
  },
  {
    why: 'pod/spread',
    make: [
      pod(
        'spread',
        {
          topologySpreadConstraints: [
            { maxSkew: 1, topologyKey: 'rack', whenUnsatisfiable: 'DoNotSchedule', labelSelector: selecting('spread') },
          ],
        },
        { labels: { app: 'spread' } },
      ),
    ],
    chain: ['topology-spread'],
    says: /it has no label rack/,
  },
  {
    why: 'pod/port-b',
    make: ['port-a', 'port-b'].map((name) => withContainer(name, { ports: [{ containerPort: 80, hostPort: 38_080 }] })),
    chain: ['host-port'],
    says: /another Pod has the host port 38080/,
  },
  {
    why: 'pod/gated',
    make: [pod('gated', { schedulingGates: [{ name: 'example.com/approval' }] })],
    chain: ['scheduling-gates'],
    says: /held back by its scheduling gate example.com\/approval/,
  },
  {
    why: 'pod/foreign',
    make: [pod('foreign', { schedulerName: 'other-scheduler' })],
    chain: ['foreign-scheduler'],
    says: /waits for the scheduler other-scheduler/,
  },
  {
    why: 'pod/claims-nothing',
    make: [pod('claims-nothing', { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'nowhere' } }] })],
    chain: ['missing-claim'],
    says: /its PersistentVolumeClaim nowhere does not exist/,
  },
  {
    why: 'pod/unbound',
    make: [
      made(persistentVolumeClaims, {
        metadata: { name: 'no-class' },
        spec: {
          storageClassName: 'golden',
          accessModes: ['ReadWriteOnce'],
          resources: { requests: { storage: '1Mi' } },
        },
      }),
      pod('unbound', { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'no-class' } }] }),
    ],
    chain: ['unbound-claim', 'missing-storageclass'],
    says: /PersistentVolumeClaim no-class has no volume: its StorageClass golden does not exist/,
  },
  {
    why: 'pod/far-volume',
    make: [
      made(persistentVolumes, {
        metadata: { name: 'far' },
        spec: {
          capacity: { storage: '1Mi' },
          accessModes: ['ReadWriteOnce'],
          storageClassName: '',
          local: { path: '/tmp' },
          nodeAffinity: {
            required: {
              nodeSelectorTerms: [
                { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['elsewhere'] }] },
              ],
            },
          },
        },
      }),
      made(persistentVolumeClaims, {
        metadata: { name: 'far' },
        spec: {
          storageClassName: '',
          volumeName: 'far',
          accessModes: ['ReadWriteOnce'],
          resources: { requests: { storage: '1Mi' } },
        },
      }),
      pod('far-volume', { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'far' } }] }),
    ],
    chain: ['volume-node-affinity'],
    says: /a volume of it is on another node/,
  },
  {
    why: 'pod/much-disk',
    make: [withContainer('much-disk', { resources: { requests: { 'ephemeral-storage': '9000Ti' } } })],
    chain: ['insufficient-ephemeral-storage'],
    says: /too little local storage is free: it asks for 9000Ti/,
  },
  {
    why: 'pod/two-places',
    make: [
      pod('two-places', {
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [
                {
                  matchFields: ['here', 'there'].map((name) => ({
                    key: 'metadata.name',
                    operator: 'In',
                    values: [name],
                  })),
                },
              ],
            },
          },
        },
      }),
    ],
    chain: ['node-affinity'],
    says: /its required nodeAffinity wants different nodes at once/,
  },
  {
    why: 'pod/second',
    make: [
      claim('single', { accessModes: ['ReadWriteOncePod'] }),
      ...['one', 'second'].map((name) => pod(name, { volumes: [claimed('single')] })),
    ],
    chain: ['claim-in-use'],
    says: /another Pod there uses its PersistentVolumeClaim, which only one Pod may use at a time/,
  },
  {
    why: 'pod/sharing',
    make: [claim('many', { accessModes: ['ReadWriteMany'] }), pod('sharing', { volumes: [claimed('many')] })],
    chain: ['unbound-claim', 'provisioning-failed'],
    says: /could not make one: access mode ReadWriteMany is not supported/,
  },
];
