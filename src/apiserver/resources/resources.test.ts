/** What the kinds do beyond storing objects, seen through a real server. */
import assert from 'node:assert/strict';
import test from 'node:test';
import type { Scale } from '../../api/autoscaling/v1.ts';
import type { Job } from '../../api/batch/v1.ts';
import type { Deployment } from '../../api/apps/v1.ts';
import type { Namespace, Pod, Secret, Service } from '../../api/core/v1.ts';
import type { TokenRequest, TokenReview } from '../../api/authentication/v1.ts';
import type { Status } from '../../api/meta/v1.ts';
import { admissionPlugins } from '../admission/index.ts';
import { startTestServer } from '../testing/testServer.ts';
import type { TestAnswer, TestServer } from '../testing/testServer.ts';
import { registrations } from './index.ts';

let server: TestServer;
test.before(async () => {
  server = await startTestServer({ registrations: registrations(), admission: admissionPlugins() });
  await made('POST', '/api/v1/namespaces/default/serviceaccounts', { metadata: { name: 'default' } });
});
test.after(() => server[Symbol.asyncDispose]());

const core = '/api/v1/namespaces/default';
const merge = { headers: { 'content-type': 'application/merge-patch+json' } };
const container = { name: 'c', image: 'nginx' };

async function made<T>(
  method: string,
  path: string,
  body?: unknown,
  options?: { headers: Record<string, string> },
): Promise<T> {
  const answer = await server.request(method, path, body, options);
  assert.ok(answer.status < 300, answer.text);
  return answer.body as T;
}

function refused(answer: TestAnswer, code: number, message: string | RegExp): Status {
  assert.equal(answer.status, code, answer.text);
  const status = answer.body as unknown as Status;
  if (typeof message === 'string') assert.equal(status.message, message);
  else assert.match(status.message ?? '', message);
  return status;
}

const createPod = (name: string, spec: object = {}, metadata: object = {}): Promise<Pod> =>
  made('POST', `${core}/pods`, { metadata: { name, ...metadata }, spec: { containers: [container], ...spec } });

test('a Pod starts Pending at generation 1, whatever status its maker wrote', async () => {
  const pod = await made<Pod>('POST', `${core}/pods`, {
    metadata: { name: 'fresh' },
    spec: { containers: [container] },
    status: { phase: 'Running' },
  });
  assert.deepEqual(pod.status, { phase: 'Pending', qosClass: 'BestEffort' });
  assert.equal(pod.metadata?.generation, 1);
});

test('the status of a Pod changes through its subresource alone, and the rest not through it', async () => {
  const pod = await createPod('two-doors');
  const main = await made<Pod>(
    'PATCH',
    `${core}/pods/two-doors`,
    { status: { phase: 'Running' }, metadata: { labels: { a: 'b' } } },
    merge,
  );
  assert.equal(main.status?.phase, 'Pending');
  const status = await made<Pod>(
    'PATCH',
    `${core}/pods/two-doors/status`,
    { status: { phase: 'Running' }, spec: { nodeName: 'x' } },
    merge,
  );
  assert.equal(status.status?.phase, 'Running');
  assert.equal(status.spec?.nodeName, undefined);
  assert.equal(status.metadata?.generation, pod.metadata?.generation);
  assert.equal(status.status?.qosClass, 'BestEffort');
});

test('a Pod is bound once', async () => {
  await createPod('bound');
  const bind = (node: string) =>
    server.request('POST', `${core}/pods/bound/binding`, {
      metadata: { name: 'bound' },
      target: { kind: 'Node', name: node },
    });
  assert.equal((await bind('n1')).status, 201);
  refused(
    await bind('n2'),
    409,
    'Operation cannot be fulfilled on pods/binding "bound": pod bound is already assigned to node "n1"',
  );
  const pod = await made<Pod>('GET', `${core}/pods/bound`);
  assert.equal(pod.spec?.nodeName, 'n1');
  assert.equal(pod.status?.conditions?.find(({ type }) => type === 'PodScheduled')?.status, 'True');
  refused(
    await server.request('POST', `${core}/pods/bound/binding`, {
      metadata: { name: 'bound' },
      target: { kind: 'Pod' },
    }),
    422,
    /target\.name: Required value/,
  );
});

test('a Pod that no node runs goes at once, another one after its grace', async () => {
  await createPod('unbound');
  await made('DELETE', `${core}/pods/unbound`);
  refused(await server.request('GET', `${core}/pods/unbound`), 404, 'pods "unbound" not found');
  await createPod('held');
  await made('POST', `${core}/bindings`, { metadata: { name: 'held' }, target: { name: 'n1' } });
  const going = await made<Pod>('DELETE', `${core}/pods/held`);
  assert.equal(going.metadata?.deletionGracePeriodSeconds, 30);
  await made('DELETE', `${core}/pods/held?gracePeriodSeconds=0`);
  refused(await server.request('GET', `${core}/pods/held`), 404, 'pods "held" not found');
});

test('an eviction waits for the budget that covers the Pod', async () => {
  await createPod('guarded', { nodeName: 'n1' }, { labels: { app: 'guarded' } });
  await made(
    'PATCH',
    `${core}/pods/guarded/status`,
    { status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] } },
    merge,
  );
  const budgets = '/apis/policy/v1/namespaces/default/poddisruptionbudgets';
  await made('POST', budgets, {
    metadata: { name: 'b' },
    spec: { minAvailable: 1, selector: { matchLabels: { app: 'guarded' } } },
  });
  const evict = () =>
    server.request('POST', `${core}/pods/guarded/eviction`, {
      apiVersion: 'policy/v1',
      kind: 'Eviction',
      metadata: { name: 'guarded' },
    });
  const violates = "Cannot evict pod as it would violate the pod's disruption budget.";
  const first = refused(await evict(), 429, violates);
  assert.equal(first.details?.causes?.[0]?.message, 'The disruption budget b is still being processed by the server.');
  const status = {
    observedGeneration: 1,
    disruptionsAllowed: 0,
    currentHealthy: 1,
    desiredHealthy: 1,
    expectedPods: 1,
  };
  await made('PATCH', `${budgets}/b/status`, { status }, merge);
  assert.equal(
    refused(await evict(), 429, violates).details?.causes?.[0]?.message,
    'The disruption budget b needs 1 healthy pods and has 1 currently',
  );
  await made('PATCH', `${budgets}/b/status`, { status: { ...status, disruptionsAllowed: 1 } }, merge);
  assert.equal((await evict()).status, 201);
  assert.ok((await made<Pod>('GET', `${core}/pods/guarded`)).metadata?.deletionTimestamp);
});

test('evictions at the same time take from one budget, each once', async () => {
  const names = ['e1', 'e2', 'e3', 'e4', 'e5'];
  for (const name of names) {
    await createPod(name, { nodeName: 'n1' }, { labels: { app: 'crowd' } });
    const status = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] };
    await made('PATCH', `${core}/pods/${name}/status`, { status }, merge);
  }
  const budgets = '/apis/policy/v1/namespaces/default/poddisruptionbudgets';
  const selector = { matchLabels: { app: 'crowd' } };
  await made('POST', budgets, { metadata: { name: 'crowd' }, spec: { minAvailable: 2, selector } });
  const counts = { currentHealthy: 5, desiredHealthy: 2, expectedPods: 5 };
  const status = { observedGeneration: 1, disruptionsAllowed: 3, ...counts };
  await made('PATCH', `${budgets}/crowd/status`, { status }, merge);
  const answers = await Promise.all(
    names.map((name) =>
      server.request('POST', `${core}/pods/${name}/eviction`, {
        apiVersion: 'policy/v1',
        kind: 'Eviction',
        metadata: { name },
      }),
    ),
  );
  assert.deepEqual(
    answers.map((answer) => answer.status).sort((a, b) => a - b),
    [201, 201, 201, 429, 429],
  );
});

test('an ephemeral container is added through its subresource, and stays', async () => {
  await createPod('debugged');
  const path = `${core}/pods/debugged/ephemeralcontainers`;
  const strategic = { headers: { 'content-type': 'application/strategic-merge-patch+json' } };
  const pod = await made<Pod>(
    'PATCH',
    path,
    { spec: { ephemeralContainers: [{ name: 'sh', image: 'busybox' }] } },
    strategic,
  );
  assert.equal(pod.spec?.ephemeralContainers?.[0]?.imagePullPolicy, 'Always');
  const removed = await server.request('PATCH', path, { spec: { ephemeralContainers: [] } }, merge);
  refused(removed, 422, /existing ephemeral containers "sh" may not be removed/);
});

test('Services get addresses and ports of their own, keep them, and give them back', async () => {
  const services = `${core}/services`;
  const web = await made<Service>('POST', services, {
    metadata: { name: 'web' },
    spec: { type: 'NodePort', ports: [{ port: 80 }] },
  });
  assert.match(web.spec?.clusterIP ?? '', /^10\.96\./);
  assert.deepEqual(web.spec?.clusterIPs, [web.spec?.clusterIP]);
  const nodePort = web.spec?.ports?.[0]?.nodePort ?? 0;
  assert.ok(nodePort >= 30000 && nodePort <= 32767);
  const taken = { metadata: { name: 'second' }, spec: { clusterIP: web.spec?.clusterIP, ports: [{ port: 80 }] } };
  refused(
    await server.request('POST', services, taken),
    422,
    `Service "second" is invalid: spec.clusterIPs: Invalid value: []string{"${web.spec?.clusterIP}"}: failed to allocate IP ${web.spec?.clusterIP}: provided IP is already allocated`,
  );
  const port = { metadata: { name: 'third' }, spec: { type: 'NodePort', ports: [{ port: 80, nodePort }] } };
  refused(
    await server.request('POST', services, port),
    422,
    `Service "third" is invalid: spec.ports[0].nodePort: Invalid value: ${nodePort}: provided port is already allocated`,
  );
  const put = await made<Service>('PUT', `${services}/web`, {
    metadata: { name: 'web' },
    spec: { type: 'NodePort', ports: [{ port: 80 }], selector: { a: 'b' } },
  });
  assert.equal(put.spec?.clusterIP, web.spec?.clusterIP);
  assert.equal(put.spec?.ports?.[0]?.nodePort, nodePort);
  const narrowed = await made<Service>('PATCH', `${services}/web`, { spec: { type: 'ClusterIP' } }, merge);
  assert.equal(narrowed.spec?.ports?.[0]?.nodePort, undefined);
  assert.equal(narrowed.spec?.externalTrafficPolicy, undefined);
  refused(
    await server.request(
      'PATCH',
      `${services}/web`,
      { spec: { clusterIP: '10.96.0.77', clusterIPs: ['10.96.0.77'] } },
      merge,
    ),
    422,
    'Service "web" is invalid: spec.clusterIPs[0]: Invalid value: []string{"10.96.0.77"}: may not change once set',
  );
  await made('DELETE', `${services}/web`);
  assert.equal((await made<Service>('POST', services, taken)).spec?.clusterIP, web.spec?.clusterIP);
});

test('a dry run takes no address', async () => {
  const dry = await server.request('POST', `${core}/services?dryRun=All`, {
    metadata: { name: 'dry' },
    spec: { ports: [{ port: 80 }] },
  });
  assert.equal(dry.status, 201);
  refused(await server.request('GET', `${core}/services/dry`), 404, 'services "dry" not found');
});

test('fifty Services made at once all get different addresses', async () => {
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, i) =>
      made<Service>('POST', `${core}/services`, { metadata: { name: `many-${i}` }, spec: { ports: [{ port: 80 }] } }),
    ),
  );
  assert.equal(new Set(answers.map(({ spec }) => spec?.clusterIP)).size, 50);
});

test('a headless Service has no address, an ExternalName none either', async () => {
  const headless = await made<Service>('POST', `${core}/services`, {
    metadata: { name: 'headless' },
    spec: { clusterIP: 'None', selector: { a: 'b' } },
  });
  assert.deepEqual(headless.spec?.clusterIPs, ['None']);
  const external = await made<Service>('POST', `${core}/services`, {
    metadata: { name: 'db' },
    spec: { type: 'ExternalName', externalName: 'db.example' },
  });
  assert.equal(external.spec?.clusterIP, undefined);
  refused(
    await server.request('POST', `${core}/services`, {
      metadata: { name: '1st' },
      spec: { ports: [{ port: 80 }, { port: 80 }] },
    }),
    422,
    /metadata\.name: Invalid value: "1st": a DNS-1035 label must consist .* spec\.ports\[0\]\.name: Required value/,
  );
});

const deployment = (name: string, labels: object, more: object = {}): object => ({
  metadata: { name },
  spec: {
    selector: { matchLabels: { app: 'd' } },
    template: { metadata: { labels }, spec: { containers: [container] } },
    ...more,
  },
});
const deployments = '/apis/apps/v1/namespaces/default/deployments';

test('a Deployment has a rolling update, a fixed selector and a template that it selects', async () => {
  const created = await made<Deployment>('POST', deployments, deployment('d', { app: 'd' }));
  assert.deepEqual(created.spec?.strategy, {
    type: 'RollingUpdate',
    rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' },
  });
  refused(
    await server.request('POST', deployments, deployment('e', { app: 'x' })),
    422,
    'Deployment.apps "e" is invalid: spec.template.metadata.labels: Invalid value: map[string]string{"app":"x"}: `selector` does not match template `labels`',
  );
  refused(
    await server.request('PATCH', `${deployments}/d`, { spec: { selector: { matchLabels: { tier: 'x' } } } }, merge),
    422,
    /spec\.selector: Invalid value: v1\.LabelSelector\{MatchLabels:map\[string\]string\{"app":"d", "tier":"x"\}, .*\}: field is immutable/,
  );
  const zero = { strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } } };
  refused(
    await server.request('POST', deployments, deployment('f', { app: 'd' }, zero)),
    422,
    /spec\.strategy\.rollingUpdate\.maxUnavailable: Invalid value: intstr\.IntOrString\{Type:0, IntVal:0, StrVal:""\}: may not be 0 when `maxSurge` is 0/,
  );
  refused(
    await server.request('POST', deployments, {
      metadata: { name: 'g' },
      spec: { template: { spec: { containers: [container] } } },
    }),
    422,
    /spec\.selector: Required value/,
  );
});

test('scaling changes the replicas and the generation', async () => {
  await made('POST', deployments, deployment('s', { app: 'd' }));
  const scale = await made<Scale>('GET', `${deployments}/s/scale`);
  assert.deepEqual(
    { spec: scale.spec, status: scale.status },
    { spec: { replicas: 1 }, status: { replicas: 0, selector: 'app=d' } },
  );
  const put = await made<Scale>('PUT', `${deployments}/s/scale`, { ...scale, spec: { replicas: 5 } });
  assert.equal(put.spec?.replicas, 5);
  const scaled = await made<Deployment>('GET', `${deployments}/s`);
  assert.equal(scaled.spec?.replicas, 5);
  assert.equal(scaled.metadata?.generation, 2);
  refused(
    await server.request('PUT', `${deployments}/s/scale`, { ...scale, spec: { replicas: 2 } }),
    409,
    /the object has been modified/,
  );
  refused(
    await server.request('PATCH', `${deployments}/s/scale`, { spec: { replicas: -1 } }, merge),
    422,
    /spec\.replicas: Invalid value: -1: must be greater than or equal to 0/,
  );
});

test('a kind that nothing acts on says so when it is created', async () => {
  const node = { metadata: { name: 'n' }, spec: { drivers: [] } };
  const answer = await server.request('POST', '/apis/storage.k8s.io/v1/csinodes', node);
  assert.match(String(answer.headers.warning), /stores CSINode objects but does not act on them/);
});

test('a Job gets its defaults, and a selector of its own', async () => {
  const job = {
    metadata: { name: 'j' },
    spec: { template: { spec: { restartPolicy: 'Never', containers: [container] } } },
  };
  const answer = await server.request('POST', '/apis/batch/v1/namespaces/default/jobs', job);
  assert.equal(answer.headers.warning, undefined);
  const created = answer.body as unknown as Job;
  assert.equal(created.spec?.selector?.matchLabels?.['batch.kubernetes.io/controller-uid'], created.metadata?.uid);
  assert.deepEqual([created.spec?.completions, created.spec?.parallelism, created.spec?.backoffLimit], [1, 1, 6]);
});

test('secrets take text, keep their type and hold what it promises', async () => {
  const secret = await made<Secret>('POST', `${core}/secrets`, { metadata: { name: 's' }, stringData: { a: 'text' } });
  assert.deepEqual([secret.type, secret.data, secret.stringData], ['Opaque', { a: 'dGV4dA==' }, undefined]);
  refused(
    await server.request('PATCH', `${core}/secrets/s`, { type: 'other' }, merge),
    422,
    'Secret "s" is invalid: type: Invalid value: "other": field is immutable',
  );
  refused(
    await server.request('POST', `${core}/secrets`, { metadata: { name: 't' }, type: 'kubernetes.io/tls' }),
    422,
    'Secret "t" is invalid: [data[tls.crt]: Required value, data[tls.key]: Required value]',
  );
  await made('POST', `${core}/configmaps`, { metadata: { name: 'fixed' }, immutable: true, data: { a: '1' } });
  refused(
    await server.request('PATCH', `${core}/configmaps/fixed`, { data: { a: '2' } }, merge),
    422,
    'ConfigMap "fixed" is invalid: data: Forbidden: field is immutable when `immutable` is set',
  );
  const half = 'x'.repeat(600_000);
  refused(
    await server.request('POST', `${core}/configmaps`, { metadata: { name: 'big' }, data: { a: half, b: half } }),
    422,
    'ConfigMap "big" is invalid: []: Too long: may not be more than 1048576 bytes',
  );
});

test('a namespace that is deleted ends when its finalizer is taken', async () => {
  const created = await made<Namespace>('POST', '/api/v1/namespaces', { metadata: { name: 'short' } });
  assert.equal(created.metadata?.labels?.['kubernetes.io/metadata.name'], 'short');
  assert.deepEqual(created.spec, { finalizers: ['kubernetes'] });
  const going = await made<Namespace>('DELETE', '/api/v1/namespaces/short');
  assert.equal(going.status?.phase, 'Terminating');
  const late = refused(
    await server.request('POST', '/api/v1/namespaces/short/configmaps', { metadata: { name: 'x' } }),
    403,
    'configmaps "x" is forbidden: unable to create new content in namespace short because it is being terminated',
  );
  assert.deepEqual(late.details?.causes, [
    { reason: 'NamespaceTerminating', message: 'namespace short is being terminated', field: 'metadata.namespace' },
  ]);
  await made('PUT', '/api/v1/namespaces/short/finalize', { ...going, spec: { finalizers: [] } });
  refused(await server.request('GET', '/api/v1/namespaces/short'), 404, 'namespaces "short" not found');
});

test('a token of a service account is reviewed as that account', async () => {
  const request = { spec: { audiences: ['vault'], expirationSeconds: 600 } };
  const token = await made<TokenRequest>('POST', `${core}/serviceaccounts/default/token`, request);
  const review = (spec: object) => made<TokenReview>('POST', '/apis/authentication.k8s.io/v1/tokenreviews', { spec });
  const known = await review({ token: token.status?.token, audiences: ['vault'] });
  assert.equal(known.status?.user?.username, 'system:serviceaccount:default:default');
  const other = await review({ token: token.status?.token });
  assert.notEqual(other.status?.authenticated, true);
  refused(
    await server.request('POST', `${core}/serviceaccounts/default/token`, {
      spec: { audiences: [], expirationSeconds: 1 },
    }),
    422,
    /spec\.expirationSeconds: Invalid value: 1: may not specify a duration less than 10 minutes/,
  );
  refused(
    await server.request('POST', `${core}/serviceaccounts/nobody/token`, request),
    404,
    'serviceaccounts "nobody" not found',
  );
});

test('bindings of roles name their subjects fully and keep their role', async () => {
  const bindings = '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings';
  const created = await made<{ subjects: object[] }>('POST', bindings, {
    metadata: { name: 'x:y' },
    roleRef: { kind: 'ClusterRole', name: 'view' },
    subjects: [{ kind: 'User', name: 'jane' }],
  });
  assert.deepEqual(created.subjects, [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'jane' }]);
  refused(
    await server.request('PATCH', `${bindings}/x:y`, { roleRef: { name: 'edit' } }, merge),
    422,
    /roleRef: Invalid value: rbac\.RoleRef\{.*\}: cannot change roleRef/,
  );
});

test('an event in the wrong namespace is refused', async () => {
  refused(
    await server.request('POST', `${core}/events`, {
      metadata: { name: 'e' },
      involvedObject: { kind: 'Pod', name: 'p', namespace: 'other' },
    }),
    422,
    'Event "e" is invalid: involvedObject.namespace: Invalid value: "other": does not match event.namespace',
  );
});
