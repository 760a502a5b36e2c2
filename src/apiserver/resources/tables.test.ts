/** What `kubectl get` prints for each kind: names of the columns (those of -o wide in brackets) and the cells of one object. */
import assert from 'node:assert/strict';
import test from 'node:test';
import type { KubeObject } from '../../machinery/object.ts';
import { apiVersionOf } from '../../machinery/object.ts';
import { codecOf } from '../../machinery/scheme.ts';
import { registrations } from './index.ts';

const all = registrations();
const born = '2025-01-01T00:00:00Z';
const now = Date.parse('2025-01-01T00:05:00Z');
const metadata = { name: 'x', namespace: 'default', creationTimestamp: born };
const template = {
  spec: {
    containers: [
      { name: 'a', image: 'nginx' },
      { name: 'b', image: 'busybox:1' },
    ],
  },
};
const selector = { matchLabels: { app: 'x' } };
const condition = (type: string, status = 'True'): object => ({ type, status });
const running = { startedAt: born };

const rows: readonly [string, object, string, unknown[]][] = [
  [
    'Pod',
    {
      spec: { nodeName: 'n1', containers: [{ name: 'a' }, { name: 'b' }], readinessGates: [{ conditionType: 'x/y' }] },
      status: {
        phase: 'Running',
        podIPs: [{ ip: '10.244.0.5' }],
        conditions: [condition('x/y')],
        containerStatuses: [
          { name: 'a', ready: true, restartCount: 0, image: '', imageID: '', state: { running } },
          {
            name: 'b',
            ready: false,
            restartCount: 2,
            image: '',
            imageID: '',
            state: { waiting: { reason: 'CrashLoopBackOff' } },
            lastState: { terminated: { exitCode: 1, finishedAt: '2025-01-01T00:04:00Z' } },
          },
        ],
      },
    },
    'Name Ready Status Restarts Age [IP] [Node] [Nominated Node] [Readiness Gates]',
    ['x', '1/2', 'CrashLoopBackOff', '2 (60s ago)', '5m', '10.244.0.5', 'n1', '<none>', '1/1'],
  ],
  [
    'Pod',
    { spec: { containers: [{ name: 'a' }] }, status: { phase: 'Pending' } },
    'Name Ready Status Restarts Age [IP] [Node] [Nominated Node] [Readiness Gates]',
    ['x', '0/1', 'Pending', '0', '5m', '<none>', '<none>', '<none>', '<none>'],
  ],
  [
    'Pod',
    {
      spec: { containers: [{ name: 'a' }], initContainers: [{ name: 'i' }, { name: 'j' }] },
      status: {
        phase: 'Pending',
        initContainerStatuses: [
          { name: 'i', ready: true, restartCount: 0, image: '', imageID: '', state: { terminated: { exitCode: 0 } } },
          { name: 'j', ready: false, restartCount: 1, image: '', imageID: '', state: { running } },
        ],
      },
    },
    'Name Ready Status Restarts Age [IP] [Node] [Nominated Node] [Readiness Gates]',
    ['x', '0/1', 'Init:1/2', '1', '5m', '<none>', '<none>', '<none>', '<none>'],
  ],
  [
    'Deployment',
    {
      spec: { replicas: 3, selector, template },
      status: { readyReplicas: 1, updatedReplicas: 3, availableReplicas: 1 },
    },
    'Name Ready Up-to-date Available Age [Containers] [Images] [Selector]',
    ['x', '1/3', 3, 1, '5m', 'a,b', 'nginx,busybox:1', 'app=x'],
  ],
  [
    'ReplicaSet',
    { spec: { replicas: 3, selector, template }, status: { replicas: 3, readyReplicas: 2 } },
    'Name Desired Current Ready Age [Containers] [Images] [Selector]',
    ['x', 3, 3, 2, '5m', 'a,b', 'nginx,busybox:1', 'app=x'],
  ],
  [
    'ReplicationController',
    { spec: { replicas: 1, selector: { app: 'x' }, template }, status: { replicas: 1 } },
    'Name Desired Current Ready Age [Containers] [Images] [Selector]',
    ['x', 1, 1, 0, '5m', 'a,b', 'nginx,busybox:1', 'app=x'],
  ],
  [
    'StatefulSet',
    { spec: { replicas: 2, selector, template }, status: { replicas: 2, readyReplicas: 2 } },
    'Name Ready Age [Containers] [Images]',
    ['x', '2/2', '5m', 'a,b', 'nginx,busybox:1'],
  ],
  [
    'DaemonSet',
    {
      spec: { selector, template: { spec: { ...template.spec, nodeSelector: { disk: 'ssd' } } } },
      status: {
        desiredNumberScheduled: 2,
        currentNumberScheduled: 2,
        numberReady: 1,
        updatedNumberScheduled: 2,
        numberAvailable: 1,
        numberMisscheduled: 0,
      },
    },
    'Name Desired Current Ready Up-to-date Available Node Selector Age [Containers] [Images] [Selector]',
    ['x', 2, 2, 1, 2, 1, 'disk=ssd', '5m', 'a,b', 'nginx,busybox:1', 'app=x'],
  ],
  [
    'Job',
    { spec: { completions: 2, selector, template }, status: { succeeded: 1, startTime: born } },
    'Name Status Completions Duration Age [Containers] [Images] [Selector]',
    ['x', 'Running', '1/2', '5m', '5m', 'a,b', 'nginx,busybox:1', 'app=x'],
  ],
  [
    'CronJob',
    { spec: { schedule: '*/5 * * * *', suspend: false, jobTemplate: { spec: { template } } }, status: {} },
    'Name Schedule Timezone Suspend Active Last Schedule Age [Containers] [Images] [Selector]',
    ['x', '*/5 * * * *', '<none>', 'False', 0, '<none>', '5m', 'a,b', 'nginx,busybox:1', '<none>'],
  ],
  [
    'ControllerRevision',
    {
      revision: 3,
      metadata: {
        ...metadata,
        ownerReferences: [{ apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'web', uid: '1', controller: true }],
      },
    },
    'Name Controller Revision Age',
    ['x', 'statefulset.apps/web', 3, '5m'],
  ],
  [
    'PodTemplate',
    { template: { metadata: { labels: { a: 'b' } }, ...template } },
    'Name Containers Images Pod Labels',
    ['x', 'a,b', 'nginx,busybox:1', 'a=b'],
  ],
  [
    'Service',
    {
      spec: {
        type: 'NodePort',
        clusterIPs: ['10.96.0.7'],
        selector: { app: 'x' },
        ports: [
          { port: 80, nodePort: 30080, protocol: 'TCP' },
          { port: 53, protocol: 'UDP' },
        ],
      },
    },
    'Name Type Cluster-IP External-IP Port(s) Age [Selector]',
    ['x', 'NodePort', '10.96.0.7', '<none>', '80:30080/TCP,53/UDP', '5m', 'app=x'],
  ],
  [
    'Service',
    { spec: { type: 'LoadBalancer', clusterIPs: ['10.96.0.8'] } },
    'Name Type Cluster-IP External-IP Port(s) Age [Selector]',
    ['x', 'LoadBalancer', '10.96.0.8', '<pending>', '<none>', '5m', '<none>'],
  ],
  [
    'Service',
    { spec: { type: 'ExternalName', externalName: 'db.example' } },
    'Name Type Cluster-IP External-IP Port(s) Age [Selector]',
    ['x', 'ExternalName', '<none>', 'db.example', '<none>', '5m', '<none>'],
  ],
  [
    'Endpoints',
    { subsets: [{ addresses: [{ ip: '10.0.0.1' }, { ip: '10.0.0.2' }], ports: [{ port: 80 }, { port: 443 }] }] },
    'Name Endpoints Age',
    ['x', '10.0.0.1:80,10.0.0.2:80,10.0.0.1:443 + 1 more...', '5m'],
  ],
  [
    'EndpointSlice',
    { addressType: 'IPv4', endpoints: [{ addresses: ['10.0.0.1'] }], ports: [{ port: 80 }] },
    'Name AddressType Ports Endpoints Age',
    ['x', 'IPv4', '80', '10.0.0.1', '5m'],
  ],
  [
    'Node',
    {
      metadata: { ...metadata, labels: { 'node-role.kubernetes.io/control-plane': '' } },
      spec: { unschedulable: true },
      status: {
        conditions: [condition('Ready')],
        addresses: [{ type: 'InternalIP', address: '192.168.0.2' }],
        nodeInfo: {
          kubeletVersion: 'v1.33.0',
          osImage: 'Debian',
          kernelVersion: '6.1',
          containerRuntimeVersion: 'containerd://1.6',
        },
      },
    },
    'Name Status Roles Age Version [Internal-IP] [External-IP] [OS-Image] [Kernel-Version] [Container-Runtime]',
    [
      'x',
      'Ready,SchedulingDisabled',
      'control-plane',
      '5m',
      'v1.33.0',
      '192.168.0.2',
      '<none>',
      'Debian',
      '6.1',
      'containerd://1.6',
    ],
  ],
  ['Namespace', { status: { phase: 'Active' } }, 'Name Status Age', ['x', 'Active', '5m']],
  ['ConfigMap', { data: { a: '1' }, binaryData: { b: 'YQ==' } }, 'Name Data Age', ['x', 2, '5m']],
  ['Secret', { type: 'Opaque', data: { a: 'YQ==' } }, 'Name Type Data Age', ['x', 'Opaque', 1, '5m']],
  ['ServiceAccount', {}, 'Name Secrets Age', ['x', 0, '5m']],
  [
    'PersistentVolume',
    {
      spec: {
        capacity: { storage: '10Gi' },
        accessModes: ['ReadWriteOnce', 'ReadOnlyMany'],
        persistentVolumeReclaimPolicy: 'Retain',
        claimRef: { namespace: 'default', name: 'c' },
        storageClassName: 'fast',
        volumeMode: 'Filesystem',
      },
      status: { phase: 'Bound' },
    },
    'Name Capacity Access Modes Reclaim Policy Status Claim StorageClass VolumeAttributesClass Reason Age [VolumeMode]',
    ['x', '10Gi', 'RWO,ROX', 'Retain', 'Bound', 'default/c', 'fast', '<unset>', '', '5m', 'Filesystem'],
  ],
  [
    'PersistentVolumeClaim',
    {
      spec: { volumeName: 'v', volumeMode: 'Filesystem' },
      status: { phase: 'Bound', capacity: { storage: '10Gi' }, accessModes: ['ReadWriteMany'] },
    },
    'Name Status Volume Capacity Access Modes StorageClass VolumeAttributesClass Age [VolumeMode]',
    ['x', 'Bound', 'v', '10Gi', 'RWX', '', '<unset>', '5m', 'Filesystem'],
  ],
  [
    'PodDisruptionBudget',
    {
      spec: { minAvailable: '50%' },
      status: { disruptionsAllowed: 1, currentHealthy: 2, desiredHealthy: 1, expectedPods: 2 },
    },
    'Name Min Available Max Unavailable Allowed Disruptions Age',
    ['x', '50%', 'N/A', 1, '5m'],
  ],
  [
    'ResourceQuota',
    { status: { hard: { pods: '10', 'limits.cpu': '4' }, used: { pods: '3', 'limits.cpu': '500m' } } },
    'Name Request Limit Age',
    ['x', 'pods: 3/10', 'limits.cpu: 500m/4', '5m'],
  ],
  ['LimitRange', { spec: { limits: [] } }, 'Name Created At', ['x', born]],
  ['Role', {}, 'Name Created At', ['x', born]],
  [
    'ClusterRoleBinding',
    {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'admin' },
      subjects: [
        { kind: 'User', name: 'jane' },
        { kind: 'Group', name: 'devs' },
        { kind: 'ServiceAccount', name: 'bot', namespace: 'ci' },
      ],
    },
    'Name Role Age [Users] [Groups] [ServiceAccounts]',
    ['x', 'ClusterRole/admin', '5m', 'jane', 'devs', 'ci/bot'],
  ],
  ['Lease', { spec: { holderIdentity: 'n1' } }, 'Name Holder Age', ['x', 'n1', '5m']],
  [
    'Event',
    {
      involvedObject: { kind: 'Pod', name: 'web', fieldPath: 'spec.containers{a}' },
      type: 'Normal',
      reason: 'Pulled',
      message: ' done\n',
      count: 3,
      source: { component: 'kubelet', host: 'n1' },
      firstTimestamp: born,
      lastTimestamp: '2025-01-01T00:04:30Z',
    },
    'Last Seen Type Reason Object [Subobject] [Source] Message [First Seen] [Count] [Name]',
    ['30s', 'Normal', 'Pulled', 'pod/web', 'spec.containers{a}', 'kubelet, n1', 'done', '5m', 3, 'x'],
  ],
];
for (const [kind, fields, columns, cells] of rows) {
  test(`${kind} prints as ${cells.join(' | ')}`, () => {
    const found = all.find(({ resource }) => resource.kind === kind);
    assert.ok(found);
    const codec = codecOf(found.resource);
    assert.ok(codec);
    const object: KubeObject = codec.decode({
      apiVersion: apiVersionOf(found.resource),
      kind,
      metadata,
      ...fields,
    }).object;
    assert.equal(found.table.columns.map(({ name, priority }) => (priority ? `[${name}]` : name)).join(' '), columns);
    assert.deepEqual(found.table.row(object, now), cells);
  });
}

test('events print alike in both groups', () => {
  const [core, newer] = all.filter(({ resource }) => resource.kind === 'Event');
  assert.ok(core && newer?.storedAs);
  const stored = {
    metadata,
    involvedObject: { kind: 'Pod', name: 'web' },
    reason: 'Pulled',
    message: 'done',
    type: 'Normal',
    eventTime: '2025-01-01T00:00:00.000000Z',
  };
  const event = newer.storedAs.fromStored(stored);
  assert.deepEqual(newer.storedAs.toStored(event), stored);
  assert.deepEqual(newer.table.row(event, now), core.table.row(stored, now));
});

test('every row has a cell for each column', () => {
  for (const { resource, table } of all) {
    const codec = codecOf(resource);
    assert.ok(codec, resource.kind);
    const empty = codec.decode({
      apiVersion: apiVersionOf(resource),
      kind: resource.kind,
      metadata: {},
      spec: {},
      status: {},
      usage: { cpu: '1', memory: '1Mi' },
      containers: [],
    }).object;
    assert.equal(table.row(empty, now).length, table.columns.length, resource.resource);
  }
});
