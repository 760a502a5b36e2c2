import assert from 'node:assert/strict';
import test from 'node:test';
import type { ResourceQuota } from '../../../api/core/v1.ts';
import { registrations } from '../../resources/index.ts';
import { startTestServer } from '../../testing/testServer.ts';
import type { TestAnswer, TestServer } from '../../testing/testServer.ts';
import { admissionPlugins } from '../index.ts';

let server: TestServer;
test.before(async () => {
  server = await startTestServer({ registrations: registrations(), admission: admissionPlugins() });
});
test.after(() => server[Symbol.asyncDispose]());

let counter = 0;
const pathOf = (namespace: string, resource: string): string => `/api/v1/namespaces/${namespace}/${resource}`;

async function made(method: string, path: string, body: object): Promise<TestAnswer> {
  const answer = await server.request(method, path, body);
  assert.ok(answer.status < 300, answer.text);
  return answer;
}

/** A namespace with a quota whose status says what its specification says, as the controller would have it. */
async function namespaceWith(spec: { hard: object } & Record<string, unknown>): Promise<string> {
  const name = `q${++counter}`;
  await made('POST', '/api/v1/namespaces', { metadata: { name } });
  await made('POST', pathOf(name, 'serviceaccounts'), { metadata: { name: 'default' } });
  const { headers } = await made('POST', pathOf(name, 'resourcequotas'), { metadata: { name: 'q' }, spec });
  assert.equal(headers.warning, undefined);
  await recount(name);
  return name;
}

async function recount(namespace: string): Promise<ResourceQuota['status']> {
  const path = `${pathOf(namespace, 'resourcequotas')}/q`;
  const quota = (await made('GET', path, {})).body as ResourceQuota;
  const status = { hard: quota.spec?.hard, used: {} };
  return ((await made('PUT', `${path}/status`, { ...quota, status })).body as ResourceQuota).status;
}

const used = async (namespace: string): Promise<unknown> =>
  ((await made('GET', `${pathOf(namespace, 'resourcequotas')}/q`, {})).body as ResourceQuota).status?.used;

const pod = (name: string, requests?: object, spec: object = {}): object => ({
  metadata: { name },
  spec: { containers: [{ name: 'c', image: 'nginx', ...(requests && { resources: { requests } }) }], ...spec },
});
const createPod = (namespace: string, ...of: Parameters<typeof pod>): Promise<TestAnswer> =>
  server.request('POST', pathOf(namespace, 'pods'), pod(...of));

test('what is created is charged, and what would exceed the quota is refused', async () => {
  const namespace = await namespaceWith({ hard: { pods: '2', 'requests.cpu': '1', 'count/configmaps': '1' } });
  assert.equal((await createPod(namespace, 'a', { cpu: '600m' })).status, 201);
  assert.deepEqual(await used(namespace), { pods: '1', 'requests.cpu': '600m', 'count/configmaps': '0' });
  const answer = await createPod(namespace, 'b', { cpu: '600m' });
  assert.equal(answer.status, 403);
  assert.equal(
    answer.body?.message,
    'pods "b" is forbidden: exceeded quota: q, requested: requests.cpu=600m, used: requests.cpu=600m, limited: requests.cpu=1',
  );
  assert.equal(
    (await createPod(namespace, 'b')).body?.message,
    'pods "b" is forbidden: failed quota: q: must specify requests.cpu for: c',
  );
  await made('POST', pathOf(namespace, 'configmaps'), { metadata: { name: 'one' } });
  const second = await server.request('POST', pathOf(namespace, 'configmaps'), { metadata: { name: 'two' } });
  assert.equal(
    second.body?.message,
    'configmaps "two" is forbidden: exceeded quota: q, requested: count/configmaps=1, used: count/configmaps=1, limited: count/configmaps=1',
  );
});

test('of many that come at once exactly as many get in as there is room for', async () => {
  const namespace = await namespaceWith({ hard: { pods: '5' } });
  const recounting = recount(namespace).catch(() => undefined);
  const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => createPod(namespace, `p${i}`)));
  await recounting;
  assert.deepEqual(
    [201, 403].map((status) => answers.filter((answer) => answer.status === status).length),
    [5, 15],
  );
  assert.deepEqual((await recount(namespace))?.used, { pods: '5' });
});

test('a dry run is checked and not charged', async () => {
  const namespace = await namespaceWith({ hard: { pods: '1' } });
  const dry = (): Promise<TestAnswer> => server.request('POST', `${pathOf(namespace, 'pods')}?dryRun=All`, pod('a'));
  assert.equal((await dry()).status, 201);
  assert.deepEqual(await used(namespace), { pods: '0' });
  await createPod(namespace, 'a');
  assert.equal((await dry()).status, 403);
});

test('what is gone or has ended is free again after a count', async () => {
  const namespace = await namespaceWith({ hard: { pods: '2' } });
  await createPod(namespace, 'a');
  await createPod(namespace, 'b');
  await made('DELETE', `${pathOf(namespace, 'pods')}/a`, {});
  assert.deepEqual((await recount(namespace))?.used, { pods: '1' });
  assert.equal((await createPod(namespace, 'b')).status, 409);
  assert.deepEqual((await recount(namespace))?.used, { pods: '1' });
  const headers = { 'content-type': 'application/merge-patch+json' };
  await server.request('PATCH', `${pathOf(namespace, 'pods')}/b/status`, { status: { phase: 'Failed' } }, { headers });
  assert.deepEqual((await recount(namespace))?.used, { pods: '0' });
});

test('scopes choose the Pods', async () => {
  const namespace = await namespaceWith({ hard: { pods: '0' }, scopes: ['BestEffort'] });
  assert.equal((await createPod(namespace, 'greedy')).status, 403);
  assert.equal((await createPod(namespace, 'modest', { cpu: '1m' })).status, 201);
  const byClass = await namespaceWith({
    hard: { pods: '0' },
    scopeSelector: {
      matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: ['system-node-critical'] }],
    },
  });
  assert.equal((await createPod(byClass, 'common')).status, 201);
  assert.equal(
    (await createPod(byClass, 'vital', undefined, { priorityClassName: 'system-node-critical' })).status,
    403,
  );
});

test('a Service that changes its type is charged for it', async () => {
  const namespace = await namespaceWith({ hard: { 'services.nodeports': '0' } });
  await made('POST', pathOf(namespace, 'services'), { metadata: { name: 's' }, spec: { ports: [{ port: 80 }] } });
  const headers = { 'content-type': 'application/merge-patch+json' };
  const path = `${pathOf(namespace, 'services')}/s`;
  const answer = await server.request('PATCH', path, { spec: { type: 'NodePort' } }, { headers });
  assert.equal(
    answer.body?.message,
    'services "s" is forbidden: exceeded quota: q, requested: services.nodeports=1, used: services.nodeports=0, limited: services.nodeports=0',
  );
});
