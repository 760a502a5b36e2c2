import assert from 'node:assert/strict';
import test from 'node:test';
import type { Container, Pod } from '../../../api/core/v1.ts';
import type { Status } from '../../../api/meta/v1.ts';
import { admissionPlugins } from '../../admission/index.ts';
import { startTestServer } from '../../testing/testServer.ts';
import type { TestAnswer, TestServer } from '../../testing/testServer.ts';
import { registrations } from '../index.ts';

let server: TestServer;
test.before(async () => {
  server = await startTestServer({ registrations: registrations(), admission: admissionPlugins() });
  await made('POST', '/api/v1/namespaces', { metadata: { name: 'n' } });
  await made('POST', '/api/v1/namespaces/n/serviceaccounts', { metadata: { name: 'default' } });
});
test.after(() => server[Symbol.asyncDispose]());

const pods = '/api/v1/namespaces/n/pods';

async function made(method: string, path: string, body: object): Promise<TestAnswer> {
  const answer = await server.request(method, path, body);
  assert.ok(answer.status < 300, answer.text);
  return answer;
}

let count = 0;
/** A Pod of one container with 100m … 200m CPU and 64Mi … 128Mi memory; answers its path. */
async function podWith(spec: object = {}, container: Partial<Container> = {}): Promise<string> {
  const resources = { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '200m', memory: '128Mi' } };
  const name = `p${++count}`;
  const containers = [{ name: 'c', image: 'nginx', resources, ...container }];
  await made('POST', pods, { metadata: { name }, spec: { containers, ...spec } });
  return `${pods}/${name}`;
}

const patch = (path: string, body: object): Promise<TestAnswer> =>
  server.request('PATCH', path, body, { headers: { 'content-type': 'application/strategic-merge-patch+json' } });
const resize = (pod: string, resources: object, more: object = {}): Promise<TestAnswer> =>
  patch(`${pod}/resize`, { spec: { containers: [{ name: 'c', resources, ...more }] } });
const causesOf = ({ body }: TestAnswer): string[] =>
  ((body as Status).details?.causes ?? []).map(({ field, message }) => `${field}: ${message?.split('\n')[0]}`);

test('CPU and memory of a container change through the resize subresource, and nothing else does', async () => {
  const pod = await podWith();
  const before = (await made('GET', pod, {})).body as Pod;
  const answer = await patch(`${pod}/resize`, {
    metadata: { labels: { a: 'b' } },
    spec: { containers: [{ name: 'c', image: 'other', resources: { requests: { cpu: '150m' } } }] },
  });
  assert.equal(answer.status, 200, answer.text);
  const { spec, metadata } = answer.body as Pod;
  assert.deepEqual(spec?.containers[0]?.resources?.requests, { cpu: '150m', memory: '64Mi' });
  assert.equal(spec?.containers[0]?.image, 'nginx');
  assert.deepEqual(metadata?.labels, before.metadata?.labels);
  assert.equal(metadata?.generation, 2);
  assert.equal((await server.request('GET', `${pod}/resize`)).status, 200);
});

test('resources stay fixed for a write of the Pod itself', async () => {
  const pod = await podWith();
  const answer = await patch(pod, {
    spec: { containers: [{ name: 'c', resources: { requests: { cpu: '150m' } } }] },
  });
  assert.equal(answer.status, 422);
  assert.match(answer.body?.message as string, /pod updates may not change fields other than/);
});

test('a resize is refused in the words of upstream', async () => {
  const burstable = await podWith();
  const unlimited = await podWith({}, { resources: { requests: { cpu: '100m', memory: '1Mi' } } });
  const cases: readonly (readonly [string, string, object, string])[] = [
    [
      'another class',
      burstable,
      { requests: { cpu: '200m', memory: '128Mi' } },
      'spec: Invalid value: "Burstable": Pod QOS Class may not change as a result of resizing',
    ],
    [
      'no request',
      unlimited,
      { requests: { cpu: null } },
      'spec.containers[0].resources.requests: Forbidden: resource requests cannot be removed',
    ],
    [
      'no limit',
      burstable,
      { limits: { memory: null } },
      'spec.containers[0].resources.limits: Forbidden: resource limits cannot be removed',
    ],
    [
      'another resource',
      burstable,
      { limits: { 'ephemeral-storage': '1Gi' } },
      'spec: Forbidden: only cpu and memory resources are mutable',
    ],
    [
      'less memory',
      burstable,
      { limits: { memory: '100Mi' } },
      'spec.containers[0].resources.limits[memory]: Forbidden: memory limits cannot be decreased unless resizePolicy is RestartContainer',
    ],
    [
      'a request above the limit',
      burstable,
      { requests: { cpu: '1' } },
      'spec.containers[0].resources.requests: Invalid value: "1": must be less than or equal to cpu limit of 200m',
    ],
  ];
  for (const [what, pod, resources, expected] of cases) {
    const answer = await resize(pod, resources);
    assert.equal(answer.status, 422, what);
    assert.ok(
      causesOf(answer).some((cause) => cause === expected),
      `${what}: ${answer.text}`,
    );
  }
});

test('memory limits may go down where the container restarts for it', async () => {
  const policy = [{ resourceName: 'memory', restartPolicy: 'RestartContainer' as const }];
  const pod = await podWith({}, { resizePolicy: policy });
  assert.equal((await resize(pod, { limits: { memory: '100Mi' } })).status, 200);
});

test('init containers that run once keep their size, sidecars do not, static and Windows Pods neither', async () => {
  const init = { name: 'i', image: 'nginx', resources: { requests: { cpu: '50m' } } };
  const sidecar = { ...init, name: 's', restartPolicy: 'Always' };
  const pod = await podWith({ initContainers: [init, sidecar] });
  const change = (name: string) =>
    patch(`${pod}/resize`, { spec: { initContainers: [{ name, resources: { requests: { cpu: '60m' } } }] } });
  assert.deepEqual(causesOf(await change('i')), [
    'spec.initContainers[0].resources: Forbidden: resources for non-sidecar init containers are immutable',
  ]);
  assert.equal((await change('s')).status, 200);
  const windows = await podWith({ os: { name: 'windows' } });
  assert.match(
    (await resize(windows, { requests: { cpu: '110m' } })).body?.message as string,
    /windows pods cannot be resized/,
  );
});

test('a node that does not tell what a running container has cannot resize', async () => {
  const pod = await podWith();
  const state = { running: { startedAt: '2026-01-01T00:00:00Z' } };
  const status = { name: 'c', state, ready: true, restartCount: 0, image: 'nginx', imageID: 'x' };
  await patch(`${pod}/status`, { status: { containerStatuses: [status] } });
  const answer = await resize(pod, { requests: { cpu: '110m' } });
  assert.deepEqual(causesOf(answer), ['spec: Forbidden: Pod running on node without support for resize']);
});

test('resize policies name CPU and memory once each, and a Pod that never restarts restarts for no size', async () => {
  const policies = (...list: (readonly [string, string])[]) => ({
    resizePolicy: list.map(([resourceName, restartPolicy]) => ({ resourceName, restartPolicy })),
  });
  const create = (container: object, spec: object = {}) =>
    server.request('POST', pods, {
      metadata: { name: `q${++count}` },
      spec: { containers: [{ name: 'c', image: 'nginx', ...container }], ...spec },
    });
  const at = 'spec.containers[0].resizePolicy';
  assert.deepEqual(causesOf(await create(policies(['cpu', 'NotRequired'], ['cpu', 'NotRequired']))), [
    `${at}[1]: Duplicate value: "cpu"`,
  ]);
  assert.deepEqual(causesOf(await create(policies(['pods', 'NotRequired']))), [
    `${at}: Unsupported value: "pods": supported values: "cpu", "memory"`,
  ]);
  assert.deepEqual(causesOf(await create(policies(['cpu', 'RestartContainer']), { restartPolicy: 'Never' })), [
    `${at}: Invalid value: "RestartContainer": must be 'NotRequired' when \`restartPolicy\` is 'Never'`,
  ]);
});

test('a resize counts for quotas and limit ranges', async () => {
  await made('POST', '/api/v1/namespaces', { metadata: { name: 'limited' } });
  await made('POST', '/api/v1/namespaces/limited/serviceaccounts', { metadata: { name: 'default' } });
  const quota = await made('POST', '/api/v1/namespaces/limited/resourcequotas', {
    metadata: { name: 'q' },
    spec: { hard: { 'requests.cpu': '300m' } },
  });
  const status = { hard: { 'requests.cpu': '300m' }, used: {} };
  await made('PUT', '/api/v1/namespaces/limited/resourcequotas/q/status', { ...quota.body, status });
  const resources = { requests: { cpu: '100m' } };
  await made('POST', '/api/v1/namespaces/limited/pods', {
    metadata: { name: 'p' },
    spec: { containers: [{ name: 'c', image: 'nginx', resources }] },
  });
  const pod = '/api/v1/namespaces/limited/pods/p';
  assert.equal((await resize(pod, { requests: { cpu: '200m' } })).status, 200);
  const answer = await resize(pod, { requests: { cpu: '400m' } });
  assert.equal(
    answer.body?.message,
    'pods "p" is forbidden: exceeded quota: q, requested: requests.cpu=200m, used: requests.cpu=200m, limited: requests.cpu=300m',
  );
});

test('fields behind gates that are off are dropped, and warned of', async () => {
  const answer = await made('POST', pods, {
    metadata: { name: 'gated' },
    spec: {
      resources: { requests: { cpu: '1' } },
      resourceClaims: [{ name: 'r', resourceClaimName: 'r' }],
      volumes: [{ name: 'v', image: { reference: 'i' } }],
      containers: [
        {
          name: 'c',
          image: 'nginx',
          lifecycle: { stopSignal: 'SIGUSR1' },
          resources: { claims: [{ name: 'r' }] },
          volumeMounts: [{ name: 'v', mountPath: '/v' }],
        },
      ],
    },
  });
  const { spec } = answer.body as Pod;
  assert.deepEqual(
    [spec?.resources, spec?.resourceClaims, spec?.containers[0]?.lifecycle],
    [undefined, undefined, undefined],
  );
  assert.deepEqual(spec?.containers[0]?.resources, {});
  assert.ok(![...(spec?.volumes ?? []), ...(spec?.containers[0]?.volumeMounts ?? [])].some(({ name }) => name === 'v'));
  for (const [field, gate] of [
    ['spec.resources', 'PodLevelResources'],
    ['spec.resourceClaims', 'DynamicResourceAllocation'],
    ['spec.containers[0].resources.claims', 'DynamicResourceAllocation'],
    ['spec.containers[0].lifecycle.stopSignal', 'ContainerStopSignals'],
    ['spec.volumes[0].image', 'ImageVolume'],
  ]) {
    assert.ok(String(answer.headers.warning).includes(`${field}: dropped: the feature gate ${gate} is off`), field);
  }
});
