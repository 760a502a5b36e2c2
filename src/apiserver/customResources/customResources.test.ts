import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '../../client/testing/eventually.ts';
import { admissionPlugins } from '../admission/index.ts';
import { registrations } from '../resources/index.ts';
import { startTestServer } from '../testing/testServer.ts';
import type { TestAnswer, TestServer } from '../testing/testServer.ts';

const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const tabs = '/apis/stable.example.com/v1/namespaces/default/crontabs';

const cronTabs = (version: object = {}, more: object = {}) => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'crontabs.stable.example.com' },
  spec: {
    group: 'stable.example.com',
    scope: 'Namespaced',
    names: { plural: 'crontabs', kind: 'CronTab', shortNames: ['ct'], categories: ['all'] },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        subresources: {
          status: {},
          scale: { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas' },
        },
        additionalPrinterColumns: [
          { name: 'Spec', type: 'string', jsonPath: '.spec.cronSpec' },
          { name: 'Replicas', type: 'integer', jsonPath: '.spec.replicas' },
        ],
        selectableFields: [{ jsonPath: '.spec.cronSpec' }],
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                required: ['cronSpec'],
                properties: {
                  cronSpec: { type: 'string', pattern: '^\\S+( \\S+){4}$' },
                  replicas: { type: 'integer', minimum: 1, maximum: 10, default: 1 },
                  image: { type: 'string' },
                },
              },
              status: { type: 'object', properties: { replicas: { type: 'integer', maximum: 10 } } },
            },
          },
        },
        ...version,
      },
    ],
    ...more,
  },
});

const cronTab = (name: string, spec: object = {}) => ({
  apiVersion: 'stable.example.com/v1',
  kind: 'CronTab',
  metadata: { name },
  spec: { cronSpec: '* * * * */5', ...spec },
});

const message = ({ body }: TestAnswer): unknown => body?.['message'];

async function withCronTabs(version?: object, more?: object): Promise<TestServer> {
  const server = await startTestServer({ registrations: registrations() });
  const created = await server.request('POST', definitions, cronTabs(version, more));
  assert.equal(created.status, 201, created.text);
  await established(server);
  return server;
}

async function established(server: TestServer, name = 'crontabs.stable.example.com'): Promise<void> {
  await eventually(async () => {
    const { text } = await server.request('GET', `${definitions}/${name}`);
    assert.match(text, /"type":"Established","status":"True"/);
  });
}

test('a custom resource is created, read, listed, shown as a table and deleted like any other', async () => {
  await using server = await withCronTabs();
  const created = await server.request('POST', tabs, cronTab('one', { unknown: 1 }));
  assert.equal(created.status, 201, created.text);
  assert.deepEqual(created.body?.['spec'], { cronSpec: '* * * * */5', replicas: 1 });
  assert.equal(created.headers['warning'], '299 - "unknown field \\"spec.unknown\\""');
  const list = await server.request('GET', '/apis/stable.example.com/v1/crontabs');
  assert.equal(list.body?.['kind'], 'CronTabList');
  const table = await server.request('GET', tabs, undefined, {
    headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' },
  });
  assert.match(table.text, /"cells":\["one","\* \* \* \* \*\/5",1\]/);
  const gone = await server.request('DELETE', `${tabs}/one`);
  assert.equal(gone.status, 200);
  assert.equal((await server.request('GET', `${tabs}/one`)).status, 404);
});

test('what the schema refuses is refused in the words of upstream', async () => {
  await using server = await withCronTabs();
  const bad = await server.request('POST', tabs, cronTab('bad', { cronSpec: '* * *', replicas: 15, image: 7 }));
  assert.equal(bad.status, 422);
  assert.equal(
    message(bad),
    `CronTab.stable.example.com "bad" is invalid: [spec.cronSpec: Invalid value: "* * *": spec.cronSpec in body should match '^\\S+( \\S+){4}$', spec.replicas: Invalid value: 15: spec.replicas in body should be less than or equal to 10, spec.image: Invalid value: "integer": spec.image in body must be of type string: "integer"]`,
  );
  const missing = await server.request('POST', tabs, { ...cronTab('bad'), spec: {} });
  assert.equal(message(missing), 'CronTab.stable.example.com "bad" is invalid: spec.cronSpec: Required value');
  const strict = await server.request('POST', `${tabs}?fieldValidation=Strict`, cronTab('bad', { more: 1 }));
  assert.equal(
    message(strict),
    'CronTab in version "v1" cannot be handled as a CronTab: strict decoding error: unknown field "spec.more"',
  );
  const protobuf = await server.request('POST', tabs, 'x', {
    headers: { 'content-type': 'application/vnd.kubernetes.protobuf' },
  });
  assert.equal(protobuf.status, 415);
  await server.request('POST', tabs, cronTab('one'));
  const strategic = await server.request(
    'PATCH',
    `${tabs}/one`,
    {},
    { headers: { 'content-type': 'application/strategic-merge-patch+json' } },
  );
  assert.equal(strategic.status, 415);
});

test('the status is written through its subresource alone, and the generation follows the rest', async () => {
  await using server = await withCronTabs();
  await server.request('POST', tabs, { ...cronTab('one'), status: { replicas: 3 } });
  const read = await server.request('GET', `${tabs}/one`);
  assert.equal(read.body?.['status'], undefined);
  const status = await server.request('PUT', `${tabs}/one/status`, {
    ...read.body,
    spec: { cronSpec: 'x x x x x' },
    status: { replicas: 3 },
  });
  assert.equal(status.status, 200, status.text);
  assert.deepEqual(status.body?.['spec'], { cronSpec: '* * * * */5', replicas: 1 });
  assert.deepEqual(status.body?.['status'], { replicas: 3 });
  assert.match(status.text, /"generation":1/);
  const refused = await server.request('PUT', `${tabs}/one/status`, { ...status.body, status: { replicas: 30 } });
  assert.match(String(message(refused)), /status.replicas: Invalid value: 30: replicas in body should be less than/);
  const scaled = await server.request(
    'PATCH',
    `${tabs}/one/scale`,
    { spec: { replicas: 5 } },
    { headers: { 'content-type': 'application/merge-patch+json' } },
  );
  assert.equal(scaled.status, 200, scaled.text);
  assert.deepEqual(scaled.body?.['spec'], { replicas: 5 });
  assert.deepEqual(scaled.body?.['status'], { replicas: 3 });
  assert.match((await server.request('GET', `${tabs}/one`)).text, /"generation":2/);
});

test('what is served comes and goes with its definition, and survives a restart', async () => {
  await using server = await withCronTabs();
  await server.request('POST', tabs, cronTab('one'));
  const discovery = await server.request('GET', '/apis/stable.example.com/v1');
  assert.match(discovery.text, /"name":"crontabs\/scale"/);
  const explained = await server.request('GET', '/openapi/v3/apis/stable.example.com/v1');
  assert.match(explained.text, /"com.example.stable.v1.CronTab"/);
  assert.match((await server.request('GET', '/openapi/v2')).text, /"com.example.stable.v1.CronTabList"/);
  await server.restart();
  assert.equal((await server.request('GET', `${tabs}/one`)).status, 200);
  const selected = await server.request('GET', `${tabs}?fieldSelector=spec.cronSpec%3Dother`);
  assert.deepEqual(selected.body?.['items'], []);
  const going = await server.request('DELETE', `${definitions}/crontabs.stable.example.com`);
  assert.equal(going.status, 200);
  assert.match(going.text, /InstanceDeletionPending/);
  await eventually(async () => {
    assert.equal((await server.request('GET', `${definitions}/crontabs.stable.example.com`)).status, 404);
  });
  await eventually(async () => assert.equal((await server.request('GET', tabs)).status, 404));
  assert.equal((await server.request('GET', '/apis/stable.example.com/v1')).status, 404);
});

test('every served version reads what another one stored', async () => {
  const { spec } = cronTabs();
  const [v1] = spec.versions;
  await using server = await withCronTabs(
    {},
    { versions: [v1, { ...v1, name: 'v1beta1', storage: false, deprecated: true }] },
  );
  await server.request('POST', tabs.replace('/v1/', '/v1beta1/'), {
    ...cronTab('one'),
    apiVersion: 'stable.example.com/v1beta1',
  });
  const read = await server.request('GET', `${tabs}/one`);
  assert.equal(read.body?.['apiVersion'], 'stable.example.com/v1');
  const old = await server.request('GET', tabs.replace('/v1/', '/v1beta1/'));
  assert.match(old.text, /"apiVersion":"stable.example.com\/v1beta1"/);
  assert.equal(
    old.headers['warning'],
    '299 - "stable.example.com/v1beta1 CronTab is deprecated; use stable.example.com/v1 CronTab"',
  );
});

test('server-side apply merges by the schema, and keeps who owns what', async () => {
  await using server = await withCronTabs();
  const apply = (manager: string, object: unknown): Promise<TestAnswer> =>
    server.request('PATCH', `${tabs}/one?fieldManager=${manager}`, object, {
      headers: { 'content-type': 'application/apply-patch+yaml' },
    });
  const first = await apply('a', cronTab('one', { image: 'x' }));
  assert.equal(first.status, 201, first.text);
  const conflict = await apply('b', cronTab('one', { image: 'y' }));
  assert.equal(conflict.status, 409);
  assert.match(String(message(conflict)), /Apply failed with 1 conflict: conflict with "a": .spec.image/);
  const unknown = await apply('a', cronTab('one', { nope: 1 }));
  assert.match(String(message(unknown)), /\.spec\.nope: field not declared in schema/);
});

test('names that another definition of the group has are refused, and given when they are free again', async () => {
  await using server = await withCronTabs();
  const other = cronTabs();
  other.metadata.name = 'tabs.stable.example.com';
  other.spec.names = { plural: 'tabs', kind: 'CronTab', shortNames: ['ct'], categories: [] };
  await server.request('POST', definitions, other);
  await eventually(async () => {
    const { text } = await server.request('GET', `${definitions}/tabs.stable.example.com`);
    assert.match(text, /"reason":"ListKindConflict","message":"\\"CronTabList\\" is already in use"/);
    assert.match(text, /"type":"Established","status":"False"/);
  });
  await server.request('DELETE', `${definitions}/crontabs.stable.example.com`);
  await established(server, 'tabs.stable.example.com');
});

test('rules are compiled with the definition and asked of objects', async () => {
  await using server = await startTestServer({ registrations: registrations() });
  const ruled = (rule: string): ReturnType<typeof cronTabs> => {
    const definition = cronTabs();
    const [version] = definition.spec.versions;
    if (version)
      Object.assign(version.schema.openAPIV3Schema.properties.spec, { 'x-kubernetes-validations': [{ rule }] });
    return definition;
  };
  const broken = await server.request('POST', definitions, ruled('self.nope > 1'));
  assert.equal(broken.status, 422);
  assert.match(String(message(broken)), /undefined field 'nope'/);
  const created = await server.request('POST', definitions, ruled("self.replicas < 5 || self.image == 'big'"));
  assert.equal(created.status, 201, created.text);
  await established(server);
  const refused = await server.request('POST', tabs, cronTab('one', { replicas: 6, image: 'x' }));
  assert.equal(
    message(refused),
    `CronTab.stable.example.com "one" is invalid: spec: Invalid value: "object": failed rule: self.replicas < 5 || self.image == 'big'`,
  );
  assert.equal((await server.request('POST', tabs, cronTab('one', { replicas: 6, image: 'big' }))).status, 201);
  const untyped = await server.request('POST', tabs, cronTab('two', { replicas: 'many' }));
  assert.match(String(message(untyped)), /<nil>: Invalid value: "null": some validation rules were not checked/);
});

test('a definition waits for its objects, takes no new ones meanwhile, and ends their watches when it goes', async () => {
  await using server = await withCronTabs();
  const held = cronTab('held');
  const created = await server.request('POST', tabs, {
    ...held,
    metadata: { ...held.metadata, finalizers: ['example.com/hold'] },
  });
  assert.equal(created.status, 201, created.text);
  const watched = server.request('GET', `${tabs}?watch=true`);
  await server.request('DELETE', `${definitions}/crontabs.stable.example.com`);
  await eventually(async () => {
    const refused = await server.request('POST', tabs, cronTab('late'));
    assert.equal(
      message(refused),
      'crontabs.stable.example.com "late" is forbidden: create not allowed while custom resource definition is terminating',
    );
    assert.match((await server.request('GET', `${tabs}/held`)).text, /deletionTimestamp/);
  });
  const discovery = await server.request('GET', '/apis/stable.example.com/v1');
  assert.match(discovery.text, /"name":"crontabs".*?"verbs":\["delete","deletecollection","get","list","watch"\]/);
  await server.request(
    'PATCH',
    `${tabs}/held`,
    { metadata: { finalizers: null } },
    { headers: { 'content-type': 'application/merge-patch+json' } },
  );
  const { text } = await watched;
  assert.match(text, /"type":"ADDED".*"type":"DELETED"/s);
  await eventually(async () => assert.equal((await server.request('GET', tabs)).status, 404));
});

test('a change of the schema holds for objects that are there: read with new defaults, and without what is gone', async () => {
  await using server = await withCronTabs();
  await server.request('POST', tabs, cronTab('one', { image: 'x' }));
  const read = await server.request('GET', `${definitions}/crontabs.stable.example.com`);
  // A named seam: what the test itself has sent.
  const definition = read.body as ReturnType<typeof cronTabs>;
  const { properties } = definition.spec.versions[0]?.schema.openAPIV3Schema.properties.spec ?? {};
  assert.ok(properties);
  Reflect.deleteProperty(properties, 'image');
  Object.assign(properties, { suspend: { type: 'boolean', default: false } });
  const updated = await server.request('PUT', `${definitions}/crontabs.stable.example.com`, definition);
  assert.equal(updated.status, 200, updated.text);
  await eventually(async () => {
    const { body } = await server.request('GET', `${tabs}/one`);
    assert.deepEqual(body?.['spec'], { cronSpec: '* * * * */5', replicas: 1, suspend: false });
  });
  const dry = await server.request('DELETE', `${tabs}?dryRun=All`);
  assert.equal(dry.status, 200);
  const metadata = await server.request('GET', tabs, undefined, {
    headers: { accept: 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1' },
  });
  assert.match(metadata.text, /"kind":"PartialObjectMetadata".*"name":"one"/);
});

test('a quota counts custom resources by name', async () => {
  await using server = await startTestServer({ registrations: registrations(), admission: admissionPlugins() });
  await server.request('POST', definitions, cronTabs());
  await established(server);
  await server.request('POST', tabs, cronTab('before'));
  const hard = { 'count/crontabs.stable.example.com': '2' };
  const quota = { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'few' }, spec: { hard } };
  const quotas = '/api/v1/namespaces/default/resourcequotas';
  const created = await server.request('POST', quotas, quota);
  const counted = await server.request('PUT', `${quotas}/few/status`, { ...created.body, status: { hard } });
  assert.match(counted.text, /"used":\{"count\/crontabs.stable.example.com":"1"\}/);
  assert.equal((await server.request('POST', tabs, cronTab('second'))).status, 201);
  const refused = await server.request('POST', tabs, cronTab('third'));
  assert.match(
    String(message(refused)),
    /exceeded quota: few, requested: count\/crontabs.stable.example.com=1, used: /,
  );
});
