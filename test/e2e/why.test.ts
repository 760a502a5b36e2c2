/** `peapod why`: each cause is brought about for real on one cluster, and the answer must name it. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import test, { type TestContext } from 'node:test';
import type { Container, Pod, PodSpec, PodTemplateSpec } from '../../src/api/core/v1.ts';
import type { KubeObject } from '../../src/machinery/object.ts';
import {
  configMaps,
  cronJobs,
  daemonSets,
  deployments,
  jobs,
  limitRanges,
  namespaces,
  networkPolicies,
  nodes,
  persistentVolumeClaims,
  persistentVolumes,
  podDisruptionBudgets,
  pods,
  priorityClasses,
  replicaSets,
  resourceQuotas,
  runtimeClasses,
  secrets,
  services,
  statefulSets,
} from '../../src/machinery/resources.ts';
import type { Resource } from '../../src/machinery/resource.ts';
import type { Answer, Finding, Survey } from '../../src/why/index.ts';
import { startTestCluster, type TestCluster } from './cluster.ts';
import { eventually } from './waiting.ts';

const sleeper: Container = { name: 'c', image: 'busybox', command: ['sleep', '3600'] };

/** One object to be made; its namespace is 'default' unless it says otherwise. */
type Made = (cluster: TestCluster) => Promise<unknown>;

function made<T extends KubeObject>(resource: Resource<T>, object: T): Made {
  const namespaced = {
    ...object,
    metadata: { ...(resource.namespaced && { namespace: 'default' }), ...object.metadata },
  };
  return ({ client }) => client.resource(resource).create(namespaced);
}

const podOf = (spec: Partial<PodSpec>): PodSpec => ({
  terminationGracePeriodSeconds: 0,
  containers: [sleeper],
  ...spec,
});

const pod = (name: string, spec: Partial<PodSpec>, metadata: Pod['metadata'] = {}): Made =>
  made(pods, { metadata: { ...metadata, name }, spec: podOf(spec) });

/** A Pod with one container that differs from the sleeper. */
const withContainer = (name: string, container: Partial<Container>, spec: Partial<PodSpec> = {}): Made =>
  pod(name, { ...spec, containers: [{ ...sleeper, ...container }] });

const script = (text: string): Partial<Container> => ({ command: ['sh', '-c', text] });

const template = (app: string, spec: Partial<PodSpec> = {}): PodTemplateSpec => ({
  metadata: { labels: { app } },
  spec: podOf(spec),
});

const selecting = (app: string) => ({ matchLabels: { app } });

const deployment = (name: string, spec: Partial<PodSpec>, more: { namespace?: string; replicas?: number } = {}): Made =>
  made(deployments, {
    metadata: { name, ...(more.namespace !== undefined && { namespace: more.namespace }) },
    spec: { replicas: more.replicas ?? 1, selector: selecting(name), template: template(name, spec) },
  });

const namespace = (name: string, labels: Record<string, string> = {}): Made =>
  made(namespaces, { metadata: { name, labels } });

interface Case {
  /** What is asked for: 'pod/x', or 'deployment/x -n there'. */
  readonly why: string;
  readonly make: readonly Made[];
  /** Causes from the object down to the root. */
  readonly chain: readonly string[];
  /** The first line, or what stands below it. */
  readonly says: RegExp;
}

/** A registry that wants a name and a password, but for what it says of `open/`: that it has none of it. */
async function closedRegistry(): Promise<AsyncDisposable & { readonly host: string }> {
  const server = createServer(({ url = '' }, response) => {
    if (url === '/v2/' || url.startsWith('/v2/open/')) {
      const body = JSON.stringify({ errors: [{ code: 'MANIFEST_UNKNOWN', message: 'manifest unknown' }] });
      response.writeHead(url === '/v2/' ? 200 : 404, { 'Content-Type': 'application/json' }).end(body);
      return;
    }
    response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="registry"' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    // A named seam: a listening TCP server has an address with a port.
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const affinityTo = (app: string) => ({ labelSelector: selecting(app), topologyKey: 'kubernetes.io/hostname' });

const cannotBeScheduled: readonly Case[] = [
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
];

const cannotStart = (registry: string): readonly Case[] => [
  {
    why: 'pod/bad-name',
    make: [withContainer('bad-name', { image: 'Bad Name' })],
    chain: ['bad-image-name'],
    says: /has a name that is none/,
  },
  {
    why: 'pod/never',
    make: [withContainer('never', { image: 'example.test/absent:1', imagePullPolicy: 'Never' })],
    chain: ['image-never-pull'],
    says: /imagePullPolicy Never forbids to pull it/,
  },
  {
    why: 'pod/unknown',
    make: [withContainer('unknown', { image: `${registry}/open/app:1` })],
    chain: ['image-not-found'],
    says: /does not exist: 127.0.0.1:\d+ has no such repository or tag/,
  },
  {
    why: 'pod/closed',
    make: [withContainer('closed', { image: `${registry}/team/app:1` })],
    chain: ['image-unauthorized'],
    says: /wants credentials/,
  },
  {
    why: 'pod/unreachable',
    make: [withContainer('unreachable', { image: '127.0.0.1:9/team/app:1' })],
    chain: ['registry-unreachable'],
    says: /the node cannot reach 127.0.0.1:9/,
  },
  {
    why: 'pod/no-config',
    make: [withContainer('no-config', { envFrom: [{ configMapRef: { name: 'settings' } }] })],
    chain: ['missing-configmap'],
    says: /the ConfigMap settings that container c needs does not exist/,
  },
  {
    why: 'pod/no-secret',
    make: [
      pod('no-secret', {
        containers: [{ ...sleeper, volumeMounts: [{ name: 'v', mountPath: '/v' }] }],
        volumes: [{ name: 'v', secret: { secretName: 'password' } }],
      }),
    ],
    chain: ['missing-secret'],
    says: /the Secret password that volume v needs does not exist/,
  },
  {
    why: 'pod/no-key',
    make: [
      made(configMaps, { metadata: { name: 'half' }, data: { a: '1' } }),
      withContainer('no-key', { env: [{ name: 'B', valueFrom: { configMapKeyRef: { name: 'half', key: 'b' } } }] }),
    ],
    chain: ['missing-key'],
    says: /the ConfigMap half has no key b/,
  },
  {
    why: 'pod/no-item',
    make: [
      made(secrets, { metadata: { name: 'half' }, stringData: { a: '1' } }),
      pod('no-item', { volumes: [{ name: 'v', secret: { secretName: 'half', items: [{ key: 'b', path: 'b' }] } }] }),
    ],
    chain: ['missing-key'],
    says: /wants the key b/,
  },
  {
    why: 'pod/no-root',
    make: [withContainer('no-root', { securityContext: { runAsNonRoot: true } })],
    chain: ['run-as-non-root'],
    says: /must not run as root \(runAsNonRoot\), but its image busybox runs as root/,
  },
  {
    why: 'pod/no-command',
    make: [withContainer('no-command', { command: ['nonesuch'] })],
    chain: ['command-not-found'],
    says: /the command "nonesuch" of container c is not in its image/,
  },
  {
    why: 'pod/no-path',
    make: [pod('no-path', { volumes: [{ name: 'v', hostPath: { path: '/nonesuch/here', type: 'Directory' } }] })],
    chain: ['volume-mount'],
    says: /volume v cannot be mounted/,
  },
  {
    why: 'pod/no-handler',
    make: [
      made(runtimeClasses, { metadata: { name: 'odd' }, handler: 'odd' }),
      pod('no-handler', { runtimeClassName: 'odd' }),
    ],
    chain: ['runtime-handler'],
    says: /no handler "odd"/,
  },
  {
    why: 'pod/crashes',
    make: [withContainer('crashes', script('echo cannot find the database; exit 3'))],
    chain: ['crash'],
    says: /crashes with exit code 3[\s\S]*\| cannot find the database/,
  },
  {
    why: 'pod/fails',
    make: [withContainer('fails', script('echo boom; exit 7'), { restartPolicy: 'Never' })],
    chain: ['crash'],
    says: /failed with exit code 7[\s\S]*\| boom/,
  },
  {
    why: 'pod/ends',
    make: [withContainer('ends', script('echo done'))],
    chain: ['exits-at-once'],
    says: /ends by itself with exit code 0/,
  },
  {
    why: 'pod/greedy',
    make: [withContainer('greedy', { command: ['tail', '/dev/zero'], resources: { limits: { memory: '32Mi' } } })],
    chain: ['oom-killed'],
    says: /more memory than its limit of 32Mi/,
  },
  {
    why: 'pod/unalive',
    make: [
      withContainer('unalive', {
        livenessProbe: { exec: { command: ['cat', '/absent'] }, periodSeconds: 1, failureThreshold: 1 },
      }),
    ],
    chain: ['liveness-probe'],
    says: /since its liveness probe fails: cat: can't open '\/absent'/,
  },
  {
    why: 'pod/unstarted',
    make: [
      withContainer('unstarted', {
        startupProbe: { tcpSocket: { port: 81 }, periodSeconds: 1, failureThreshold: 500 },
      }),
    ],
    chain: ['startup-probe'],
    says: /is not started: its startup probe fails: dial tcp .*: connect: connection refused/,
  },
  {
    why: 'pod/first',
    make: [pod('first', { initContainers: [{ ...sleeper, name: 'prepare', ...script('echo no schema; exit 4') }] })],
    chain: ['init-container-failing'],
    says: /init container prepare crashes with exit code 4[\s\S]*\| no schema/,
  },
  {
    why: 'pod/long-first',
    make: [pod('long-first', { initContainers: [{ ...sleeper, name: 'prepare' }] })],
    chain: ['init-container-running'],
    says: /waits for its init container prepare/,
  },
  {
    why: 'pod/gate',
    make: [pod('gate', { readinessGates: [{ conditionType: 'example.com/ok' }] })],
    chain: ['readiness-gates'],
    says: /nobody has set its condition example.com\/ok/,
  },
  {
    why: 'pod/filler',
    make: [
      pod('filler', {
        containers: [
          {
            ...sleeper,
            ...script('dd if=/dev/zero of=/v/f bs=1M count=3; sleep 999'),
            volumeMounts: [{ name: 'v', mountPath: '/v' }],
          },
        ],
        volumes: [{ name: 'v', emptyDir: { sizeLimit: '1Mi' } }],
      }),
    ],
    chain: ['evicted'],
    says: /was evicted: its emptyDir volume v grew beyond 1Mi/,
  },
  {
    why: 'pod/late',
    make: [pod('late', { activeDeadlineSeconds: 2 })],
    chain: ['deadline-exceeded'],
    says: /it was to run 2 seconds at most/,
  },
];

const job = (name: string, spec: Partial<PodSpec>, more: object = {}): Made =>
  made(jobs, { metadata: { name }, spec: { template: { spec: podOf({ restartPolicy: 'Never', ...spec }) }, ...more } });

const workloads: readonly Case[] = [
  {
    why: 'deployment/over -n small',
    make: [
      namespace('small'),
      made(resourceQuotas, { metadata: { name: 'few', namespace: 'small' }, spec: { hard: { pods: '0' } } }),
      deployment('over', {}, { namespace: 'small' }),
    ],
    chain: ['unavailable', 'quota'],
    says: /the ResourceQuota few is used up: asked for pods=1, used pods=0 of pods=0/,
  },
  {
    why: 'deployment/rooted -n strict',
    make: [
      namespace('strict', { 'pod-security.kubernetes.io/enforce': 'restricted' }),
      deployment('rooted', {}, { namespace: 'strict' }),
    ],
    chain: ['unavailable', 'pod-security'],
    says: /the namespace's security level restricted:latest forbids allowPrivilegeEscalation/,
  },
  {
    why: 'deployment/wide -n limited',
    make: [
      namespace('limited'),
      made(limitRanges, {
        metadata: { name: 'range', namespace: 'limited' },
        spec: { limits: [{ type: 'Container', max: { cpu: '1' } }] },
      }),
      deployment(
        'wide',
        { containers: [{ ...sleeper, resources: { limits: { cpu: '2' } } }] },
        { namespace: 'limited' },
      ),
    ],
    chain: ['unavailable', 'limit-range'],
    says: /a LimitRange forbids it: maximum cpu usage per Container is 1, but limit is 2/,
  },
  {
    why: 'deployment/nobody',
    make: [deployment('nobody', { serviceAccountName: 'robot' })],
    chain: ['unavailable', 'missing-serviceaccount'],
    says: /the ServiceAccount robot does not exist/,
  },
  {
    why: 'deployment/classless',
    make: [deployment('classless', { runtimeClassName: 'absent' })],
    chain: ['unavailable', 'missing-runtimeclass'],
    says: /the RuntimeClass absent does not exist/,
  },
  {
    why: 'replicaset/set',
    make: [
      made(replicaSets, {
        metadata: { name: 'set' },
        spec: { replicas: 1, selector: selecting('set'), template: template('set', { priorityClassName: 'vip' }) },
      }),
    ],
    chain: ['unavailable', 'missing-priorityclass'],
    says: /the PriorityClass vip does not exist/,
  },
  {
    why: 'deployment/stuck',
    make: [
      made(deployments, {
        metadata: { name: 'stuck' },
        spec: {
          progressDeadlineSeconds: 2,
          minReadySeconds: 1,
          selector: selecting('stuck'),
          template: template('stuck', { nodeSelector: { no: 'where' } }),
        },
      }),
    ],
    chain: ['rollout-stuck', 'node-selector'],
    says: /its rollout made no progress for 2 seconds/,
  },
  {
    why: 'statefulset/ordered',
    make: [
      made(statefulSets, {
        metadata: { name: 'ordered' },
        spec: {
          serviceName: 'ordered',
          replicas: 3,
          selector: selecting('ordered'),
          template: template('ordered', { nodeSelector: { no: 'where' } }),
        },
      }),
    ],
    chain: ['waits-for-predecessor', 'node-selector'],
    says: /it makes ordered-1 only once ordered-0 is ready/,
  },
  {
    why: 'daemonset/picky',
    make: [
      made(daemonSets, {
        metadata: { name: 'picky' },
        spec: { selector: selecting('picky'), template: template('picky', { nodeSelector: { no: 'where' } }) },
      }),
    ],
    chain: ['daemonset-misses-node'],
    says: /runs on no node: peapod-test does not match its nodeSelector or affinity/,
  },
  {
    why: 'job/hopeless',
    make: [job('hopeless', { containers: [{ ...sleeper, ...script('echo lost; exit 9') }] }, { backoffLimit: 0 })],
    chain: ['job-backoff-limit', 'crash'],
    says: /its Pods failed 1 time, more than its backoffLimit of 0 allows[\s\S]*\| lost/,
  },
  {
    why: 'job/overdue',
    make: [job('overdue', {}, { activeDeadlineSeconds: 2 })],
    chain: ['job-deadline'],
    says: /it ran longer than its activeDeadlineSeconds of 2/,
  },
  { why: 'job/paused', make: [job('paused', {}, { suspend: true })], chain: ['job-suspended'], says: /is suspended/ },
  {
    why: 'cronjob/off',
    make: [
      made(cronJobs, {
        metadata: { name: 'off' },
        spec: {
          schedule: '0 0 * * *',
          suspend: true,
          jobTemplate: { spec: { template: { spec: podOf({ restartPolicy: 'Never' }) } } },
        },
      }),
    ],
    chain: ['cronjob-suspended'],
    says: /it starts no Jobs/,
  },
  {
    why: 'pdb/keep',
    make: [
      deployment('kept', {}),
      made(podDisruptionBudgets, {
        metadata: { name: 'keep' },
        spec: { minAvailable: 1, selector: selecting('kept') },
      }),
    ],
    chain: ['budget-blocks'],
    says: /lets no Pod be evicted now: 1 of 1 Pod is healthy, and 1 must stay so/,
  },
];

const port = (targetPort: string | number) => [{ port: 80, targetPort }];

const service = (name: string, app: string, targetPort: string | number = 80): Made =>
  made(services, { metadata: { name }, spec: { selector: { app }, ports: port(targetPort) } });

const networking: readonly Case[] = [
  {
    why: 'service/chain',
    make: [
      deployment('web', {
        containers: [
          {
            name: 'web',
            image: 'nginx',
            ports: [{ name: 'http', containerPort: 80 }],
            readinessProbe: { httpGet: { port: 'http', path: '/missing' }, periodSeconds: 1 },
          },
        ],
      }),
      service('chain', 'web'),
    ],
    chain: ['no-endpoints', 'readiness-probe'],
    says: /has no endpoints: its only Pod is ready|readiness probe fails: HTTP probe failed with statuscode: 404/,
  },
  {
    why: 'service/typo',
    make: [service('typo', 'kepd')],
    chain: ['selector-matches-nothing'],
    says: /no Pod has the labels app=kepd of its selector/,
  },
  {
    why: 'service/portless',
    make: [service('portless', 'kept', 'http')],
    chain: ['wrong-target-port'],
    says: /leads to the port named "http", which none of its Pods has/,
  },
  {
    why: 'pvc/plain',
    make: [
      made(persistentVolumeClaims, {
        metadata: { name: 'plain' },
        spec: { storageClassName: '', accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Ti' } } },
      }),
    ],
    chain: ['no-storageclass'],
    says: /it names no StorageClass, and no PersistentVolume suits it/,
  },
];

const chainOf = (one: Finding): string[] => [one.cause, ...(one.because[0] ? chainOf(one.because[0]) : [])];

test('peapod why names the cause', { timeout: 280_000 }, async (t: TestContext) => {
  await using cluster = await startTestCluster({ name: 'why' });
  await using registry = await closedRegistry();
  const { client } = cluster;
  const why = (text: string, ...more: string[]) => cluster.peapod(['why', ...text.split(' '), ...more]);
  const ask = async (text: string): Promise<Answer> => {
    const { stdout, stderr } = await why(text, '-o', 'json');
    assert.equal(stderr, '');
    // A named seam: the program's own output.
    return JSON.parse(stdout) as Answer;
  };
  const holds = async (one: Omit<Case, 'make'>): Promise<void> => {
    await eventually(one.why, 60_000, async () => {
      const { findings } = await ask(one.why);
      assert.deepEqual(findings[0] ? chainOf(findings[0]) : [], one.chain);
      assert.match((await why(one.why)).stdout, one.says);
    });
  };

  const groups = { cannotBeScheduled, cannotStart: cannotStart(registry.host), workloads, networking };
  for (const group of Object.values(groups))
    for (const { make } of group) for (const create of make) await create(cluster);
  for (const [group, cases] of Object.entries(groups))
    for (const one of cases) await t.test(`${group}: ${one.why} → ${one.chain.join(' → ')}`, () => holds(one));

  await t.test('a Pod that is fine is said to be, with what was seen', async () => {
    const [kept] = (await client.resource(pods).list('default', { labelSelector: 'app=kept' })).items;
    const { stdout, code } = await why(`pod/${kept?.metadata.name ?? ''}`);
    assert.match(stdout, /^✔ Pod kept-\S+ runs: 1\/1 containers ready, 0 restarts, on peapod-test for \d+\w+\.\n$/);
    assert.equal(code, 0);
    assert.match((await why('deployment kept')).stdout, /^✔ Deployment kept is up: 1\/1 Pods available/);
  });

  await t.test('a NetworkPolicy before the Pods of a Service is a hint, and nothing wrong', async () => {
    await service('kept', 'kept')(cluster);
    await made(networkPolicies, {
      metadata: { name: 'closed' },
      spec: { podSelector: selecting('kept'), policyTypes: ['Ingress'] },
    })(cluster);
    await eventually('the hint', 30_000, async () => {
      const { verdict, findings } = await ask('svc/kept');
      assert.deepEqual([verdict, findings[0]?.cause, findings[0]?.verdict], ['ok', 'network-policy', 'hint']);
    });
  });

  await t.test('what is being deleted: by its finalizer, within its grace', async () => {
    const of = { storageClassName: '', accessModes: ['ReadWriteOnce'] };
    await made(persistentVolumes, {
      metadata: { name: 'near' },
      spec: { ...of, capacity: { storage: '1Mi' }, hostPath: { path: '/tmp' } },
    })(cluster);
    await made(persistentVolumeClaims, {
      metadata: { name: 'used' },
      spec: { ...of, volumeName: 'near', resources: { requests: { storage: '1Mi' } } },
    })(cluster);
    await pod('user', { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'used' } }] })(cluster);
    await eventually('it runs', 60_000, async () => assert.equal((await ask('pod/user')).verdict, 'ok'));
    await client.resource(persistentVolumeClaims).delete('used', 'default');
    await holds({ why: 'pvc/used', chain: ['claim-in-use'], says: /goes once Pod user no longer uses it/ });
    await client.resource(pods).delete('user', 'default');
    await made(configMaps, { metadata: { name: 'held', finalizers: ['example.com/backup'] } })(cluster);
    await client.resource(configMaps).delete('held', 'default');
    await holds({ why: 'configmap/held', chain: ['finalizers'], says: /held by its finalizer example.com\/backup/ });
    await namespace('ending')(cluster);
    await made(configMaps, {
      metadata: { name: 'held', namespace: 'ending', finalizers: ['example.com/backup'] },
    })(cluster);
    await client.resource(namespaces).delete('ending');
    await holds({
      why: 'namespace/ending',
      chain: ['namespace-stuck'],
      says: /what is left in it is held by the finalizer example.com\/backup/,
    });
    for (const ns of ['default', 'ending'])
      await client
        .resource(configMaps)
        .patch('held', ns, 'application/merge-patch+json', { metadata: { finalizers: null } });
    // PID 1 of a container ignores SIGTERM unless it says otherwise.
    await pod('stubborn', { terminationGracePeriodSeconds: 600 })(cluster);
    await eventually('it runs', 60_000, async () => assert.equal((await ask('pod/stubborn')).verdict, 'ok'));
    await client.resource(pods).delete('stubborn', 'default');
    await holds({ why: 'pod/stubborn', chain: ['grace-period'], says: /seconds left of the 600 to end by itself/ });
    await client.resource(pods).delete('stubborn', 'default', { gracePeriodSeconds: 1 });
  });

  await t.test('a Pod that gave way to one of higher priority', async () => {
    await made(priorityClasses, { metadata: { name: 'high' }, value: 1000 })(cluster);
    const [node] = (await client.resource(nodes).list()).items;
    const cpu = Number(node?.status?.allocatable?.['cpu'] ?? 0);
    const most = { resources: { requests: { cpu: String(cpu * 0.75) } } };
    await withContainer('humble', most)(cluster);
    await eventually('it runs', 60_000, async () => assert.equal((await ask('pod/humble')).verdict, 'ok'));
    await withContainer('mighty', most, { priorityClassName: 'high' })(cluster);
    await holds({ why: 'pod/humble', chain: ['preempted'], says: /way to a Pod of higher priority/ });
  });

  await t.test('a taint, a cordoned node, and a budget that keeps it from being emptied', async () => {
    const change = (spec: unknown) =>
      client.resource(nodes).patch('peapod-test', undefined, 'application/merge-patch+json', { spec });
    await change({ taints: [{ key: 'dedicated', value: 'ci', effect: 'NoSchedule' }] });
    await pod('tainted', {})(cluster);
    await holds({ why: 'pod/tainted', chain: ['taint'], says: /it has the taint dedicated=ci/ });
    await change({ taints: null, unschedulable: true });
    await pod('shut-out', {})(cluster);
    await holds({
      why: 'pod/shut-out',
      chain: ['node-cordoned'],
      says: /it is cordoned[\s\S]*peapod --data-dir \S+ uncordon peapod-test/,
    });
    await holds({
      why: 'node/peapod-test',
      chain: ['node-cordoned'],
      says: /PodDisruptionBudget default\/keep lets no Pod go/,
    });
    await change({ taints: null, unschedulable: null });
  });

  await t.test('without arguments everything that is not well is told, and each thing once', async () => {
    const { stdout, code } = await cluster.peapod(['why', '-A', '-o', 'json']);
    // A named seam: the program's own output.
    const { explanations, seen } = JSON.parse(stdout) as Survey;
    const told = explanations.map(({ about }) => `${about.kind} ${about.name}`);
    assert.equal(code, 1);
    assert.ok(seen > explanations.length);
    assert.equal(new Set(told).size, told.length);
    for (const one of ['Pod crashes', 'Deployment over', 'Service typo', 'PersistentVolumeClaim plain', 'Job hopeless'])
      assert.ok(told.includes(one), `${one} is told of`);
    for (const one of ['Service kept', 'Deployment kept', 'Pod stuck', 'Pod ordered'])
      assert.ok(!told.some((line) => line.startsWith(one)), `${one} is not`);
    // This one has no Deployment that speaks for it.
    assert.deepEqual(
      told.filter((line) => line.startsWith('ReplicaSet')),
      ['ReplicaSet set'],
    );
    assert.match(
      (await cluster.peapod(['why', '-n', 'kube-public'])).stdout,
      /^✔ Nothing is wrong in namespace kube-public/,
    );
  });

  await t.test('what is not there, what may not be read, and wrong usage', async () => {
    assert.match((await why('pod/absent')).stdout, /^✖ Pod absent does not exist in namespace default\.\n/);
    const blind = await why('pod/crashes', '--as', 'nobody');
    assert.match(blind.stdout, /could not be looked at: pods "crashes" is forbidden/);
    assert.equal(blind.code, 1);
    assert.match((await why('pod')).stderr, /which pod\? Write: why pod NAME/);
    assert.match((await why('nonsense/x')).stderr, /the server doesn't have a resource type "nonsense"/);
  });

  await t.test('a node without an agent is silent, and so are its Pods', async () => {
    await made(nodes, { metadata: { name: 'ghost' } })(cluster);
    await pod('haunted', { nodeName: 'ghost' })(cluster);
    await holds({ why: 'node/ghost', chain: ['node-silent'], says: /is silent: its agent has said nothing/ });
    await holds({ why: 'pod/haunted', chain: ['node-not-ready', 'node-silent'], says: /its node ghost is not ready/ });
    await client.resource(pods).delete('haunted', 'default', { gracePeriodSeconds: 0 });
    await client.resource(nodes).delete('ghost');
  });
});
