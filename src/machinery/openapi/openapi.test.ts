import assert from 'node:assert/strict';
import test from 'node:test';
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { openapiV2 } from './openapiV2.ts';
import { openapiV2Protobuf } from './openapiV2Protobuf.ts';
import { documentHash, openapiV3, openapiV3Index } from './openapiV3.ts';
import type { ServedResource } from './served.ts';

const verbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
const core = { group: '', version: 'v1' };
const served: ServedResource[] = [
  {
    ...core,
    kind: 'Pod',
    plural: 'pods',
    namespaced: true,
    verbs,
    subresources: [
      { ...core, name: 'status', kind: 'Pod', verbs: ['get', 'patch', 'update'] },
      { ...core, name: 'binding', kind: 'Binding', verbs: ['create'] },
      { ...core, name: 'log', kind: 'Pod', verbs: ['get'] },
      { ...core, name: 'proxy', kind: 'PodProxyOptions', verbs: ['connect'] },
    ],
  },
  { ...core, kind: 'Node', plural: 'nodes', namespaced: false, verbs, subresources: [] },
  {
    group: 'apps',
    version: 'v1',
    kind: 'Deployment',
    plural: 'deployments',
    namespaced: true,
    verbs,
    subresources: [
      { group: 'autoscaling', version: 'v1', name: 'scale', kind: 'Scale', verbs: ['get', 'patch', 'update'] },
    ],
  },
];
const v2 = openapiV2(served, 'v1.33.0');
const v3 = openapiV3({ group: 'apps', version: 'v1' }, served, 'v1.33.0');

test('openapiV2() has a path for each collection, object and subresource', () => {
  assert.deepEqual(
    Object.entries(v2.paths).map(
      ([path, item]) =>
        `${path} ${Object.keys(item)
          .filter((k) => k !== 'parameters')
          .sort()
          .join()}`,
    ),
    [
      '/api/v1/namespaces/{namespace}/pods delete,get,post',
      '/api/v1/namespaces/{namespace}/pods/{name} delete,get,patch,put',
      '/api/v1/namespaces/{namespace}/pods/{name}/binding post',
      '/api/v1/namespaces/{namespace}/pods/{name}/log get',
      '/api/v1/namespaces/{namespace}/pods/{name}/proxy delete,get,head,options,patch,post,put',
      '/api/v1/namespaces/{namespace}/pods/{name}/proxy/{path} delete,get,head,options,patch,post,put',
      '/api/v1/namespaces/{namespace}/pods/{name}/status get,patch,put',
      '/api/v1/nodes delete,get,post',
      '/api/v1/nodes/{name} delete,get,patch,put',
      '/api/v1/pods get',
      '/apis/apps/v1/deployments get',
      '/apis/apps/v1/namespaces/{namespace}/deployments delete,get,post',
      '/apis/apps/v1/namespaces/{namespace}/deployments/{name} delete,get,patch,put',
      '/apis/apps/v1/namespaces/{namespace}/deployments/{name}/scale get,patch,put',
    ],
  );
});

test('operations carry the kind and the parameters that kubectl looks for', () => {
  const patch = v2.paths['/apis/apps/v1/namespaces/{namespace}/deployments/{name}']?.patch;
  assert.equal(patch?.operationId, 'patchAppsV1NamespacedDeployment');
  assert.deepEqual(patch['x-kubernetes-group-version-kind'], { group: 'apps', kind: 'Deployment', version: 'v1' });
  assert.deepEqual(
    patch.parameters?.map((p) => p.name),
    ['body', 'dryRun', 'fieldManager', 'fieldValidation', 'force'],
  );
  const inV3 = v3.paths['/apis/apps/v1/namespaces/{namespace}/deployments/{name}']?.patch;
  assert.deepEqual(
    inV3?.parameters?.map((p) => p.name),
    ['dryRun', 'fieldManager', 'fieldValidation', 'force'],
  );
  assert.ok(
    v2.paths['/api/v1/namespaces/{namespace}/pods/{name}/log']?.get?.parameters?.some((p) => p.name === 'tailLines'),
  );
});

test('definitions say how lists are merged, what is required, and which types a value may have', () => {
  const spec = v2.definitions['io.k8s.api.core.v1.PodSpec'];
  const containers = spec?.properties?.['containers'];
  assert.equal(containers?.items?.$ref, '#/definitions/io.k8s.api.core.v1.Container');
  assert.equal(containers['x-kubernetes-patch-merge-key'], 'name');
  assert.equal(containers['x-kubernetes-patch-strategy'], 'merge');
  assert.equal(containers['x-kubernetes-list-type'], 'map');
  assert.deepEqual(containers['x-kubernetes-list-map-keys'], ['name']);
  assert.deepEqual(spec?.required, ['containers']);
  const port = 'io.k8s.apimachinery.pkg.util.intstr.IntOrString';
  assert.equal(v2.definitions[port]?.type, 'string');
  assert.deepEqual(v3.components.schemas[port]?.oneOf, [{ type: 'integer' }, { type: 'string' }]);
  assert.deepEqual(v3.components.schemas['io.k8s.api.core.v1.ContainerPort']?.properties?.['protocol']?.enum, [
    'SCTP',
    'TCP',
    'UDP',
  ]);
  assert.deepEqual(v2.definitions['io.k8s.api.apps.v1.Deployment']?.['x-kubernetes-group-version-kind'], [
    { group: 'apps', kind: 'Deployment', version: 'v1' },
  ]);
});

for (const [name, text, pattern, has] of [
  ['openapiV2()', JSON.stringify(v2), /"#\/definitions\/([^"]+)"/g, v2.definitions],
  ['openapiV3()', JSON.stringify(v3), /"#\/components\/schemas\/([^"]+)"/g, v3.components.schemas],
] as const) {
  test(`${name} defines all that it refers to`, () => {
    const missing = [...text.matchAll(pattern)].map((m) => m[1] ?? '').filter((id) => !Object.hasOwn(has, id));
    assert.deepEqual(missing, []);
  });
}

test('openapiV3Index() gives each document an address that changes with it', () => {
  const index = openapiV3Index([
    [core, documentHash('a')],
    [{ group: 'apps', version: 'v1' }, documentHash('b')],
  ]);
  assert.deepEqual(Object.keys(index.paths), ['api/v1', 'apis/apps/v1']);
  assert.match(
    index.paths['apis/apps/v1']?.serverRelativeURL ?? '',
    /^\/openapi\/v3\/apis\/apps\/v1\?hash=[0-9A-F]{16}$/,
  );
  assert.notEqual(documentHash(JSON.stringify(v2)), documentHash(JSON.stringify(v3)));
});

/** Fields of a message, in order: number and bytes. */
function fields(bytes: Uint8Array): [number, Uint8Array][] {
  const reader = new BinaryReader(bytes);
  const found: [number, Uint8Array][] = [];
  while (reader.pos < reader.len) {
    const [number, type] = reader.tag();
    if (type === WireType.LengthDelimited) found.push([number, reader.bytes()]);
    else reader.skip(type, number);
  }
  return found;
}
const only = (bytes: Uint8Array, number: number): Uint8Array[] =>
  fields(bytes)
    .filter(([n]) => n === number)
    .map(([, b]) => b);
const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

test('openapiV2Protobuf() is a message openapi.v2.Document', () => {
  const document = openapiV2Protobuf(v2);
  assert.equal(text(only(document, 1)[0]), '2.0');
  const [paths = new Uint8Array()] = only(document, 8);
  assert.equal(only(paths, 2).length, Object.keys(v2.paths).length);
  const [definitions = new Uint8Array()] = only(document, 9);
  const names = only(definitions, 1).map((named) => text(only(named, 1)[0]));
  assert.deepEqual(names, Object.keys(v2.definitions));
  const spec = only(definitions, 1)[names.indexOf('io.k8s.api.core.v1.PodSpec')] ?? new Uint8Array();
  const [schema = new Uint8Array()] = only(spec, 2);
  assert.deepEqual(only(schema, 19).map(text), ['containers']);
  const [properties = new Uint8Array()] = only(schema, 25);
  const containers = only(properties, 1).find((named) => text(only(named, 1)[0]) === 'containers') ?? new Uint8Array();
  const [property = new Uint8Array()] = only(containers, 2);
  const extensions = only(property, 31).map((named) => [
    text(only(named, 1)[0]),
    text(only(only(named, 2)[0] ?? new Uint8Array(), 2)[0]),
  ]);
  assert.deepEqual(Object.fromEntries(extensions)['x-kubernetes-patch-merge-key'], '"name"\n');
});
