/** Claims without a volume, and volumes without a claim. */
import assert from 'node:assert/strict';
import type { PersistentVolumeReclaimPolicy } from '../../../src/api/core/v1.ts';
import { persistentVolumeClaims, persistentVolumes, storageClasses } from '../../../src/machinery/resources.ts';
import { eventually } from '../waiting.ts';
import { claim, claimed, made, pod, type Case, type Made } from './make.ts';

/** A volume and the claim that it is bound to. */
const pair = (name: string, persistentVolumeReclaimPolicy: PersistentVolumeReclaimPolicy) => [
  made(persistentVolumes, {
    metadata: { name },
    spec: {
      capacity: { storage: '1Mi' },
      accessModes: ['ReadWriteOnce'],
      storageClassName: '',
      persistentVolumeReclaimPolicy,
      hostPath: { path: '/tmp' },
    },
  }),
  claim(name, { storageClassName: '', volumeName: name }),
  ({ client }: Parameters<Made>[0]) =>
    eventually('it is bound', 30_000, async () =>
      assert.equal((await client.resource(persistentVolumeClaims).get(name, 'default')).status?.phase, 'Bound'),
    ),
];

const withoutClaim =
  (name: string): Made =>
  ({ client }) =>
    client.resource(persistentVolumeClaims).delete(name, 'default');

/** By force: a bound volume is kept by its finalizer otherwise. */
const withoutVolume =
  (name: string): Made =>
  async ({ client }) => {
    const api = client.resource(persistentVolumes);
    await api.delete(name);
    await api.patch(name, undefined, 'application/merge-patch+json', { metadata: { finalizers: null } });
  };

const classed = (name: string, provisioner: string): Made[] => [
  made(storageClasses, { metadata: { name }, provisioner }),
  claim(name, { storageClassName: name }),
];

export const volumes: readonly Case[] = [
  {
    why: 'pvc/plain',
    make: [claim('plain', { storageClassName: '', resources: { requests: { storage: '1Ti' } } })],
    chain: ['no-storageclass'],
    says: /it names no StorageClass, and no PersistentVolume suits it/,
  },
  {
    why: 'pvc/of-a-cloud',
    make: classed('of-a-cloud', 'kubernetes.io/aws-ebs'),
    chain: ['provisioning-failed'],
    says: /could not make one: no volume plugin matched name: kubernetes.io\/aws-ebs/,
  },
  {
    why: 'pvc/of-nobody',
    make: classed('of-nobody', 'example.com/nobody'),
    chain: ['provisioning'],
    says: /waits for example.com\/nobody to make its volume/,
  },
  {
    why: 'pvc/lonely',
    make: [claim('lonely')],
    chain: ['waits-for-consumer'],
    says: /waits for a Pod that uses it: its StorageClass local-path makes volumes only then/,
  },
  {
    why: 'pv/retained',
    make: [...pair('retained', 'Retain'), withoutClaim('retained')],
    chain: ['volume-released'],
    says: /keeps the data of the claim default\/retained, which is gone/,
  },
  {
    why: 'pv/undeletable',
    make: [...pair('undeletable', 'Delete'), withoutClaim('undeletable')],
    chain: ['volume-failed'],
    says: /could not be reclaimed: .*no deletable volume plugin matched/,
  },
  {
    why: 'pod/bereft',
    make: [...pair('bereft', 'Retain'), withoutVolume('bereft'), pod('bereft', { volumes: [claimed('bereft')] })],
    chain: ['lost-claim', 'lost-claim'],
    says: /its PersistentVolumeClaim bereft has lost its volume/,
  },
];
