/** What the kinds of scheduling, node, storage and networking refuse, in upstream's words, and what they fill in. */
import assert from 'node:assert/strict';
import test from 'node:test';
import type { KubeObject } from '../../machinery/object.ts';
import type { Status } from '../../api/meta/v1.ts';
import { startTestServer } from '../testing/testServer.ts';
import type { TestServer } from '../testing/testServer.ts';
import { registrations } from './index.ts';

let server: TestServer;
test.before(async () => {
  server = await startTestServer({ registrations: registrations() });
});
test.after(() => server[Symbol.asyncDispose]());

const scheduling = '/apis/scheduling.k8s.io/v1/priorityclasses';
const runtime = '/apis/node.k8s.io/v1/runtimeclasses';
const storage = '/apis/storage.k8s.io/v1';
const networking = '/apis/networking.k8s.io/v1';
const namespaced = `${networking}/namespaces/default`;
const backend = { service: { name: 'web', port: { number: 80 } } };
const onePath = (path: object): object => ({ rules: [{ http: { paths: [path] } }] });

/** Path, object, and the message after `X "x" is invalid: `. */
const refusals: readonly (readonly [string, object, string])[] = [
  [
    scheduling,
    { value: 1_000_000_001 },
    'value: Forbidden: maximum allowed value of a user defined priority is 1000000000',
  ],
  [
    scheduling,
    { metadata: { name: 'system-mine' }, value: 1 },
    "metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use only. error: system-mine is not a known system priority class",
  ],
  [
    runtime,
    { handler: 'Run C' },
    `handler: Invalid value: "Run C": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')`,
  ],
  [`${storage}/storageclasses`, {}, 'provisioner: Required value'],
  [
    `${storage}/storageclasses`,
    { provisioner: 'a.b/c', reclaimPolicy: 'Recycle' },
    'reclaimPolicy: Unsupported value: "Recycle": supported values: "Delete", "Retain"',
  ],
  [
    `${storage}/volumeattachments`,
    { spec: { attacher: 'a', nodeName: 'n1', source: {} } },
    'spec.source: Required value: must specify exactly one of inlineVolumeSpec and persistentVolumeName',
  ],
  [
    `${storage}/csidrivers`,
    { spec: { fsGroupPolicy: 'Odd' } },
    'spec.fsGroupPolicy: Unsupported value: "Odd": supported values: "ReadWriteOnceWithFSType", "File", "None"',
  ],
  [`${storage}/csinodes`, { spec: { drivers: [{ name: 'd', nodeID: '' }] } }, 'spec.drivers[0].nodeID: Required value'],
  [
    `${storage}/namespaces/default/csistoragecapacities`,
    { storageClassName: 'fast', capacity: '-1' },
    'capacity: Invalid value: "-1": must be greater than or equal to 0',
  ],
  [
    `${namespaced}/networkpolicies`,
    { spec: { podSelector: {}, ingress: [{ from: [{}] }] } },
    'spec.ingress[0].from[0]: Required value: must specify a peer',
  ],
  [
    `${namespaced}/networkpolicies`,
    { spec: { podSelector: {}, egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['11.0.0.0/16'] } }] }] } },
    'spec.egress[0].to[0].ipBlock.except[0]: Invalid value: "11.0.0.0/16": must be a strict subset of `cidr`',
  ],
  [
    `${namespaced}/networkpolicies`,
    { spec: { podSelector: {}, egress: [{ ports: [{ port: 'http', endPort: 90 }] }] } },
    'spec.egress[0].ports[0].endPort: Invalid value: 90: may not be specified when `port` is non-numeric',
  ],
  [`${namespaced}/ingresses`, {}, 'spec: Invalid value: []: either `defaultBackend` or `rules` must be specified'],
  [
    `${namespaced}/ingresses`,
    { spec: onePath({ path: 'x', pathType: 'Prefix', backend }) },
    'spec.rules[0].http.paths[0].path: Invalid value: "x": must be an absolute path',
  ],
  [
    `${namespaced}/ingresses`,
    { spec: onePath({ path: '/', backend }) },
    'spec.rules[0].http.paths[0].pathType: Required value: pathType must be specified',
  ],
  [
    `${namespaced}/ingresses`,
    { spec: { defaultBackend: { service: { name: 'web' } } } },
    'spec.defaultBackend: Required value: port name or number is required',
  ],
  [
    `${networking}/ingressclasses`,
    { spec: { controller: 'nginx' } },
    'spec.controller: Invalid value: "nginx": must be a domain-prefixed path (such as "acme.io/foo")',
  ],
];

for (const [path, object, message] of refusals) {
  test(`${path.split('/').at(-1)} refuses with ${message}`, async () => {
    const answer = await server.request('POST', path, { metadata: { name: 'x' }, ...object });
    assert.equal(answer.status, 422, answer.text);
    assert.equal((answer.body as unknown as Status).message?.replace(/^.*? is invalid: /, ''), message);
  });
}

async function made(path: string, object: object): Promise<KubeObject & Record<string, unknown>> {
  const answer = await server.request('POST', path, { metadata: { name: 'fine' }, ...object });
  assert.equal(answer.status, 201, answer.text);
  return answer.body ?? {};
}

test('what is absent is filled in', async () => {
  assert.equal((await made(scheduling, { value: 5 })).preemptionPolicy, 'PreemptLowerPriority');
  const storageClass = await made(`${storage}/storageclasses`, { provisioner: 'a.b/c' });
  assert.deepEqual([storageClass.reclaimPolicy, storageClass.volumeBindingMode], ['Delete', 'Immediate']);
  assert.deepEqual((await made(`${storage}/csidrivers`, { spec: {} })).spec, {
    attachRequired: true,
    podInfoOnMount: false,
    volumeLifecycleModes: ['Persistent'],
    storageCapacity: false,
    fsGroupPolicy: 'ReadWriteOnceWithFSType',
    requiresRepublish: false,
    seLinuxMount: false,
  });
  const spec = { podSelector: {}, egress: [{ ports: [{ port: 53 }] }] };
  assert.deepEqual((await made(`${namespaced}/networkpolicies`, { spec })).spec, {
    podSelector: {},
    egress: [{ ports: [{ protocol: 'TCP', port: 53 }] }],
    policyTypes: ['Ingress', 'Egress'],
  });
  const ingress = await made(`${namespaced}/ingresses`, { spec: onePath({ path: '/', pathType: 'Prefix', backend }) });
  assert.equal(ingress.metadata?.generation, 1);
  assert.deepEqual(ingress.status, { loadBalancer: {} });
  const parameters = { kind: 'Settings', name: 'a' };
  const { spec: classSpec } = await made(`${networking}/ingressclasses`, { spec: { controller: 'a.b/c', parameters } });
  assert.deepEqual(classSpec, { controller: 'a.b/c', parameters: { ...parameters, scope: 'Cluster' } });
  await made(runtime, { handler: 'runc' });
});

test('what identifies a class stays', async () => {
  const change = async (path: string, patch: object): Promise<string> => {
    const headers = { 'content-type': 'application/merge-patch+json' };
    const answer = await server.request('PATCH', `${path}/fine`, patch, { headers });
    assert.equal(answer.status, 422, answer.text);
    return (answer.body as unknown as Status).message?.replace(/^.*? is invalid: /, '') ?? '';
  };
  assert.equal(await change(scheduling, { value: 6 }), 'value: Forbidden: may not be changed in an update.');
  assert.equal(await change(runtime, { handler: 'crun' }), 'handler: Invalid value: "crun": field is immutable');
  assert.equal(
    await change(`${storage}/storageclasses`, { provisioner: 'x.y/z' }),
    'provisioner: Forbidden: updates to provisioner are forbidden.',
  );
  assert.equal(
    await change(`${networking}/ingressclasses`, { spec: { controller: 'x.y/z' } }),
    'spec.controller: Invalid value: "x.y/z": field is immutable',
  );
});

test('the priority classes of the system are there from the start', async () => {
  const answer = await server.request('GET', scheduling);
  const items = (answer.body?.items ?? []) as { metadata: { name: string }; value: number }[];
  assert.deepEqual(
    items
      .filter(({ metadata }) => metadata.name.startsWith('system-'))
      .map(({ metadata, value }) => [metadata.name, value]),
    [
      ['system-cluster-critical', 2_000_000_000],
      ['system-node-critical', 2_000_001_000],
    ],
  );
});
