import assert from 'node:assert/strict';
import test from 'node:test';
import type { Node, Pod } from '../../api/core/v1.ts';
import type { Status } from '../../api/meta/v1.ts';
import { registrations } from '../resources/index.ts';
import { bootstrapPolicy } from '../authorization/bootstrapPolicy.ts';
import { startTestServer } from '../testing/testServer.ts';
import type { TestAnswer, TestServer } from '../testing/testServer.ts';
import type { TestPair } from '../testing/testCertificates.ts';
import { admissionPlugins } from './index.ts';

let server: TestServer;
let agent: TestPair;
let jane: TestPair;
test.before(async () => {
  server = await startTestServer({
    registrations: registrations(),
    admission: admissionPlugins(),
    policy: bootstrapPolicy,
  });
  agent = await server.certificates.client('system:node:n1', 'system:nodes');
  jane = await server.certificates.client('jane', 'devs');
  await made('POST', '/api/v1/namespaces/default/serviceaccounts', {
    metadata: { name: 'default' },
    imagePullSecrets: [{ name: 'registry' }],
  });
});
test.after(() => server[Symbol.asyncDispose]());

const pods = '/api/v1/namespaces/default/pods';
const merge = { 'content-type': 'application/merge-patch+json' };
const pod = (name: string, spec: object = {}, metadata: object = {}): object => ({
  metadata: { name, ...metadata },
  spec: { containers: [{ name: 'c', image: 'nginx' }], ...spec },
});

async function made<T>(method: string, path: string, body?: unknown, as?: TestPair): Promise<T> {
  const answer = await server.request(method, path, body, {
    ...(as && { as }),
    ...(method === 'PATCH' && { headers: merge }),
  });
  assert.ok(answer.status < 300, answer.text);
  return answer.body as T;
}

function refused(answer: TestAnswer, code: number, message: string): void {
  assert.equal((answer.body as unknown as Status).message, message);
  assert.equal(answer.status, code);
}

const ask = (method: string, path: string, body: unknown, as: TestPair): Promise<TestAnswer> =>
  server.request(method, path, body, { as, ...(method === 'PATCH' && { headers: merge }) });

test('a Pod gets an account with its token and pull secrets, tolerations and a priority', async () => {
  const { spec } = await made<Pod>('POST', pods, pod('a'));
  assert.equal(spec?.serviceAccountName, 'default');
  assert.deepEqual(spec.imagePullSecrets, [{ name: 'registry' }]);
  const [volume] = spec.volumes ?? [];
  assert.match(volume?.name ?? '', /^kube-api-access-[a-z0-9]{5}$/);
  assert.deepEqual(spec.containers[0]?.volumeMounts, [
    { name: volume?.name, readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' },
  ]);
  assert.deepEqual(
    spec.tolerations?.map(({ key, tolerationSeconds }) => [key, tolerationSeconds]),
    [
      ['node.kubernetes.io/not-ready', 300],
      ['node.kubernetes.io/unreachable', 300],
    ],
  );
  assert.deepEqual([spec.priority, spec.preemptionPolicy], [0, 'PreemptLowerPriority']);
});

test('what a Pod says for itself stays', async () => {
  const { spec } = await made<Pod>(
    'POST',
    pods,
    pod('b', {
      automountServiceAccountToken: false,
      imagePullSecrets: [{ name: 'mine' }],
      tolerations: [{ operator: 'Exists' }],
      priorityClassName: 'system-node-critical',
    }),
  );
  assert.equal(spec?.volumes, undefined);
  assert.deepEqual(spec?.imagePullSecrets, [{ name: 'mine' }]);
  assert.deepEqual(spec.tolerations, [{ operator: 'Exists' }]);
  assert.equal(spec.priority, 2_000_001_000);
});

test('Pods are refused for what is not there', async () => {
  const send = (name: string, spec: object): Promise<TestAnswer> => server.request('POST', pods, pod(name, spec));
  refused(
    await send('c', { serviceAccountName: 'nobody' }),
    403,
    'pods "c" is forbidden: error looking up service account default/nobody: serviceaccount "nobody" not found',
  );
  refused(
    await send('c', { priorityClassName: 'high' }),
    403,
    'pods "c" is forbidden: no PriorityClass with name high was found',
  );
  refused(
    await send('c', { priority: 7 }),
    403,
    'pods "c" is forbidden: the integer value of priority (7) must not be provided in pod spec; ' +
      'priority admission controller computed 0 from the given PriorityClass name',
  );
  refused(
    await send('c', { runtimeClassName: 'kata' }),
    403,
    'pods "c" is forbidden: pod rejected: RuntimeClass "kata" not found',
  );
  refused(await server.request('POST', '/api/v1/namespaces/none/pods', pod('c')), 404, 'namespaces "none" not found');
});

test('a Pod waits a moment for the account of a namespace that was just made', async () => {
  await made('POST', '/api/v1/namespaces', { metadata: { name: 'young' } });
  const creating = server.request('POST', '/api/v1/namespaces/young/pods', pod('a'));
  await made('POST', '/api/v1/namespaces/young/serviceaccounts', { metadata: { name: 'default' } });
  assert.equal((await creating).status, 201);
});

test('namespaces that the cluster stands on stay', async () => {
  for (const name of ['default', 'kube-system', 'kube-public']) {
    refused(
      await server.request('DELETE', `/api/v1/namespaces/${name}`),
      403,
      `namespaces "${name}" is forbidden: this namespace may not be deleted`,
    );
  }
});

test('an agent registers its own node, which starts not ready, and changes no other', async () => {
  const node = await made<Node>(
    'POST',
    '/api/v1/nodes',
    { metadata: { name: 'n1', labels: { 'kubernetes.io/hostname': 'n1' } } },
    agent,
  );
  assert.deepEqual(node.spec?.taints, [{ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }]);
  refused(
    await ask('POST', '/api/v1/nodes', { metadata: { name: 'n2' } }, agent),
    403,
    'nodes "n2" is forbidden: node "n1" is not allowed to modify node "n2"',
  );
  refused(
    await ask('PATCH', '/api/v1/nodes/n1', { metadata: { labels: { 'node-role.kubernetes.io/admin': '' } } }, agent),
    403,
    'nodes "n1" is forbidden: node "n1" is not allowed to modify labels: node-role.kubernetes.io/admin',
  );
  refused(
    await ask('PATCH', '/api/v1/nodes/n1', { spec: { taints: [] } }, agent),
    403,
    'nodes "n1" is forbidden: node "n1" is not allowed to modify taints',
  );
});

test('an agent takes its finalizer off the volumes that were made on its node, and changes nothing else', async () => {
  const path = '/api/v1/persistentvolumes';
  const volume = (name: string, node: string): object => ({
    metadata: {
      name,
      labels: { 'peapod.dev/node': node },
      annotations: { 'pv.kubernetes.io/provisioned-by': 'peapod.dev/local-path' },
      finalizers: ['peapod.dev/local-path'],
    },
    spec: { accessModes: ['ReadWriteOnce'], capacity: { storage: '1Gi' }, hostPath: { path: '/d' } },
  });
  await made('POST', path, volume('own', 'n1'));
  await made('POST', path, volume('foreign', 'n2'));
  const without = { metadata: { finalizers: ['kubernetes.io/pv-protection'] } };
  refused(
    await ask('PATCH', `${path}/foreign`, without, agent),
    403,
    'persistentvolumes "foreign" is forbidden: node "n1" can only update persistent volumes that were made on it',
  );
  refused(
    await ask('PATCH', `${path}/own`, { ...without, spec: { persistentVolumeReclaimPolicy: 'Delete' } }, agent),
    403,
    'persistentvolumes "own" is forbidden: node "n1" can only take off the finalizer "peapod.dev/local-path"',
  );
  await made('PATCH', `${path}/own`, without, agent);
  assert.equal((await ask('DELETE', `${path}/own`, undefined, agent)).status, 403);
});

test('an agent reports on Pods of its own node alone', async () => {
  await made('POST', pods, pod('mine', { nodeName: 'n1' }));
  await made('POST', pods, pod('theirs', { nodeName: 'n2' }));
  await made('PATCH', `${pods}/mine/status`, { status: { phase: 'Running' } }, agent);
  const other = await ask('PATCH', `${pods}/theirs/status`, { status: { phase: 'Running' } }, agent);
  assert.equal(other.status, 403);
  assert.match(other.text, /spec\.nodeName set to itself/);
});

test('nobody grants what they do not have', async () => {
  const rbac = '/apis/rbac.authorization.k8s.io/v1/namespaces/default';
  await made('POST', `${rbac}/rolebindings`, {
    metadata: { name: 'jane' },
    roleRef: { kind: 'ClusterRole', name: 'admin' },
    subjects: [{ kind: 'User', name: 'jane' }],
  });
  const role = (name: string, verb: string, resource: string): object => ({
    metadata: { name },
    rules: [{ verbs: [verb], apiGroups: [''], resources: [resource] }],
  });
  await made('POST', `${rbac}/roles`, role('fine', 'get', 'pods'), jane);
  refused(
    await ask('POST', `${rbac}/roles`, role('more', 'get', 'nodes'), jane),
    403,
    'roles.rbac.authorization.k8s.io "more" is forbidden: user "jane" (groups=["devs" "system:authenticated"]) is attempting to grant RBAC permissions ' +
      'not currently held:\n{APIGroups:[""], Resources:["nodes"], Verbs:["get"]}',
  );
  const binding = {
    metadata: { name: 'all' },
    roleRef: { kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ kind: 'User', name: 'jane' }],
  };
  const answer = await ask('POST', `${rbac}/rolebindings`, binding, jane);
  assert.equal(answer.status, 403);
});
