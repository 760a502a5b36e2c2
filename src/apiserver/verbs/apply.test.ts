import assert from 'node:assert/strict';
import test from 'node:test';
import { testRegistrations } from '../testing/testRegistrations.ts';
import { startTestServer } from '../testing/testServer.ts';
import type { TestServer } from '../testing/testServer.ts';

const maps = '/api/v1/namespaces/default/configmaps';

interface Entry {
  manager: string;
  operation: string;
  apiVersion: string;
  time: string;
  fieldsType: string;
  fieldsV1: object;
  subresource?: string;
}

const applyTo = (server: TestServer, url: string, body: unknown, type = 'application/apply-patch+yaml') =>
  server.request('PATCH', url, body, { headers: { 'content-type': type } });

const managersIn = (body: Record<string, unknown> | undefined): Entry[] =>
  (body?.['metadata'] as { managedFields?: Entry[] } | undefined)?.managedFields ?? [];

const map = (data: object, metadata: object = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'm', ...metadata },
  data,
});

test('A write is recorded under the fieldManager of the request, or the start of its User-Agent', async () => {
  await using server = await startTestServer({ registrations: testRegistrations });
  const created = await server.request('POST', maps, map({ a: '1' }), { headers: { 'user-agent': 'tool/1.0 (x)' } });
  const [entry, ...others] = managersIn(created.body);
  assert.equal(others.length, 0);
  assert.match(entry?.time ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  assert.deepEqual(
    { ...entry, time: '' },
    {
      manager: 'tool',
      operation: 'Update',
      apiVersion: 'v1',
      time: '',
      fieldsType: 'FieldsV1',
      fieldsV1: { 'f:data': { '.': {}, 'f:a': {} } },
    },
  );
  const changed = await server.request('PUT', `${maps}/m?fieldManager=other`, map({ a: '2', b: '1' }));
  assert.deepEqual(
    managersIn(changed.body).map((m) => [m.manager, m.fieldsV1]),
    [
      ['other', { 'f:data': { 'f:a': {}, 'f:b': {} } }],
      ['tool', { 'f:data': {} }],
    ],
  );
  const read = await server.request('GET', `${maps}/m`);
  assert.deepEqual(managersIn(read.body), managersIn(changed.body));
});

test('Managers that a client sends are kept, and an empty list forgets them', async () => {
  await using server = await startTestServer({ registrations: testRegistrations });
  await server.request('POST', `${maps}?fieldManager=a`, map({ a: '1' }));
  const same = await server.request('PUT', `${maps}/m?fieldManager=b`, map({ a: '1' }));
  assert.deepEqual(
    managersIn(same.body).map((m) => m.manager),
    ['a'],
  );
  for (const managedFields of [[], [{}]]) {
    const reset = await server.request('PUT', `${maps}/m?fieldManager=b`, map({ a: '1' }, { managedFields }));
    assert.equal(reset.status, 200);
    assert.deepEqual(managersIn(reset.body), []);
  }
  const later = await server.request('PUT', `${maps}/m?fieldManager=b`, map({ a: '2' }));
  assert.deepEqual(managersIn(later.body), []);
  const applied = await applyTo(server, `${maps}/m?fieldManager=c`, map({ c: '1' }));
  assert.deepEqual(
    managersIn(applied.body).map((m) => [m.manager, m.operation]),
    [
      ['c', 'Apply'],
      ['before-first-apply', 'Update'],
    ],
  );
});

test('An apply creates, changes nothing the second time, conflicts, and takes over by force', async () => {
  await using server = await startTestServer({ registrations: testRegistrations });
  const created = await applyTo(
    server,
    `${maps}/m?fieldManager=a`,
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\ndata: {a: "1"}\n',
  );
  assert.equal(created.status, 201);
  const again = await applyTo(server, `${maps}/m?fieldManager=a`, map({ a: '1' }));
  assert.equal(again.status, 200);
  assert.deepEqual(again.body, created.body);
  const refused = await applyTo(server, `${maps}/m?fieldManager=b`, map({ a: '2' }));
  assert.equal(refused.status, 409);
  assert.equal(refused.body?.['reason'], 'Conflict');
  assert.equal(refused.body?.['message'], 'Apply failed with 1 conflict: conflict with "a": .data.a');
  assert.deepEqual(refused.body?.['details'], {
    causes: [{ reason: 'FieldManagerConflict', message: 'conflict with "a"', field: '.data.a' }],
  });
  const dry = await applyTo(server, `${maps}/m?fieldManager=b&force=true&dryRun=All`, map({ a: '3' }));
  assert.deepEqual(dry.body?.['data'], { a: '3' });
  const forced = await applyTo(server, `${maps}/m?fieldManager=b&force=true`, map({ a: '2' }));
  assert.deepEqual(forced.body?.['data'], { a: '2' });
  assert.deepEqual(
    managersIn(forced.body).map((m) => m.manager),
    ['b'],
  );
});

test('What is no configuration of the kind is refused in upstream’s words', async () => {
  await using server = await startTestServer({ registrations: testRegistrations });
  const url = `${maps}/m?fieldManager=a`;
  const cases: [unknown, number, string][] = [
    [{ ...map({}), kind: 'Secret' }, 400, 'invalid object type: /v1, Kind=Secret'],
    [map({}, { managedFields: [] }), 400, 'metadata.managedFields must be nil'],
    [map({}, { name: 'n' }), 400, 'the name of the object (n) does not match the name on the URL (m)'],
    [
      { ...map({}), datum: 1 },
      500,
      'failed to create typed patch object (/m; /v1, Kind=ConfigMap): .datum: field not declared in schema',
    ],
    [
      map({}, { uid: 'u' }),
      409,
      'Operation cannot be fulfilled on configmaps "m": uid mismatch: the provided object specified uid u, and no existing object was found',
    ],
  ];
  for (const [body, status, message] of cases) {
    const answer = await applyTo(server, url, body);
    assert.deepEqual([answer.status, answer.body?.['message']], [status, message]);
  }
  assert.equal((await applyTo(server, url, '{}', 'application/apply-patch+cbor')).status, 415);
  const forced = await server.request(
    'PATCH',
    `${url}&force=true`,
    {},
    { headers: { 'content-type': 'application/merge-patch+json' } },
  );
  assert.equal(
    forced.body?.['message'],
    'PatchOptions.meta.k8s.io "" is invalid: force: Forbidden: may not be specified for non-apply patch',
  );
});

test('A stale resourceVersion in an applied configuration is a conflict', async () => {
  await using server = await startTestServer({ registrations: testRegistrations });
  await applyTo(server, `${maps}/m?fieldManager=a`, map({ a: '1' }));
  const stale = await applyTo(server, `${maps}/m?fieldManager=a`, map({ a: '2' }, { resourceVersion: '1' }));
  assert.equal(stale.status, 409);
  assert.match(String(stale.body?.['message']), /the object has been modified/);
});

test('kubectl applies on the server what it applied on the client before, and keeps its annotation', async () => {
  await using server = await startTestServer({ registrations: testRegistrations });
  const annotation = 'kubectl.kubernetes.io/last-applied-configuration';
  const annotations = { [annotation]: JSON.stringify(map({ a: '1', b: '1' })) };
  await server.request(
    'POST',
    `${maps}?fieldManager=kubectl-client-side-apply`,
    map({ a: '1', b: '1' }, { annotations }),
  );
  const applied = await applyTo(server, `${maps}/m?fieldManager=kubectl`, map({ a: '2', b: '1' }));
  assert.equal(applied.status, 200);
  const metadata = applied.body?.['metadata'] as { annotations: Record<string, string> } | undefined;
  const kept = metadata?.annotations[annotation];
  assert.equal(kept, '{"apiVersion":"v1","data":{"a":"2","b":"1"},"kind":"ConfigMap","metadata":{"name":"m"}}\n');
  const other = await applyTo(server, `${maps}/m?fieldManager=other`, map({ a: '3' }));
  assert.equal(other.status, 409);
});
