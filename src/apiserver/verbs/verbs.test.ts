import assert from 'node:assert/strict';
import test from 'node:test';
import type { Status } from '../../api/meta/v1.ts';
import type { KubeObject, Stored } from '../../machinery/object.ts';
import { testRegistrations } from '../testing/testRegistrations.ts';
import { startTestServer } from '../testing/testServer.ts';
import type { TestAnswer, TestServer } from '../testing/testServer.ts';

const maps = '/api/v1/namespaces/default/configmaps';
const pods = '/api/v1/namespaces/default/pods';
const merge = { headers: { 'content-type': 'application/merge-patch+json' } };
const strategic = { headers: { 'content-type': 'application/strategic-merge-patch+json' } };
const json = { headers: { 'content-type': 'application/json-patch+json' } };
const config = (name: string, data: Record<string, string> = {}): object => ({ metadata: { name }, data });
const objectOf = (answer: TestAnswer) =>
  answer.body as unknown as Stored<KubeObject & { data?: Record<string, string> }>;
const itemsOf = (answer: TestAnswer) => (answer.body as { items: Stored<KubeObject>[] }).items;
const metaOf = (answer: TestAnswer) =>
  (answer.body as { metadata: { continue?: string; remainingItemCount?: number; resourceVersion: string } }).metadata;

function refused(answer: TestAnswer, code: number, message: string | RegExp): void {
  const status = answer.body as Status | undefined;
  assert.equal(answer.status, code, answer.text);
  assert.equal(status?.kind, 'Status');
  if (typeof message === 'string') assert.equal(status?.message, message);
  else assert.match(status?.message ?? '', message);
}

let server: TestServer;
test.before(async () => (server = await startTestServer({ registrations: testRegistrations })));
test.after(() => server[Symbol.asyncDispose]());

test('an object is created, read, changed and deleted, with the identity that the server gives it', async () => {
  const created = objectOf(
    await server.request('POST', maps, {
      metadata: { name: 'one', uid: 'mine', creationTimestamp: '2001-01-01T00:00:00Z' },
    }),
  );
  assert.notEqual(created.metadata.uid, 'mine');
  assert.notEqual(created.metadata.creationTimestamp, '2001-01-01T00:00:00Z');
  assert.deepEqual(objectOf(await server.request('GET', `${maps}/one`)), created);
  const changed = objectOf(await server.request('PUT', `${maps}/one`, { ...created, data: { a: 'b' } }));
  assert.ok(Number(changed.metadata.resourceVersion) > Number(created.metadata.resourceVersion));
  const deleted = (await server.request('DELETE', `${maps}/one`)).body as Status;
  assert.equal(deleted.status, 'Success');
  assert.equal(deleted.details?.uid, created.metadata.uid);
  refused(await server.request('GET', `${maps}/one`), 404, 'configmaps "one" not found');
});

test('a change that changes nothing makes no new revision', async () => {
  const created = objectOf(await server.request('POST', maps, config('same', { a: '1', b: '2' })));
  const put = objectOf(await server.request('PUT', `${maps}/same`, { ...created, data: { b: '2', a: '1' } }));
  const patched = objectOf(await server.request('PATCH', `${maps}/same`, { data: { a: '1' } }, merge));
  assert.equal(put.metadata.resourceVersion, created.metadata.resourceVersion);
  assert.equal(patched.metadata.resourceVersion, created.metadata.resourceVersion);
});

test("wrong requests are refused in upstream's words", async (t) => {
  await server.request('POST', maps, config('there'));
  const cases: readonly [string, () => Promise<TestAnswer>, number, string | RegExp][] = [
    [
      'a name that is taken',
      () => server.request('POST', maps, config('there')),
      409,
      'configmaps "there" already exists',
    ],
    [
      'another namespace',
      () => server.request('POST', maps, { metadata: { name: 'x', namespace: 'other' } }),
      400,
      'the namespace of the provided object does not match the namespace sent on the request',
    ],
    [
      'another name',
      () => server.request('PUT', `${maps}/there`, config('x')),
      400,
      'the name of the object (x) does not match the name on the URL (there)',
    ],
    [
      'no name',
      () => server.request('POST', maps, {}),
      422,
      /ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required/,
    ],
    [
      'a resourceVersion on create',
      () => server.request('POST', maps, { metadata: { name: 'x', resourceVersion: '5' } }),
      500,
      'resourceVersion should not be set on objects to be created',
    ],
    [
      'a stale resourceVersion',
      () => server.request('PUT', `${maps}/there`, { metadata: { name: 'there', resourceVersion: '1' } }),
      409,
      'Operation cannot be fulfilled on configmaps "there": the object has been modified; please apply your changes to the latest version and try again',
    ],
    [
      'another uid',
      () => server.request('PUT', `${maps}/there`, { metadata: { name: 'there', uid: 'x' } }),
      409,
      /Precondition failed: UID/,
    ],
    [
      'an unknown field, strictly',
      () => server.request('POST', `${maps}?fieldValidation=Strict`, { metadata: { name: 'x' }, foo: 1 }),
      400,
      'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "foo"',
    ],
    [
      'a wrong type',
      () => server.request('POST', maps, { metadata: { name: 'x' }, data: 'text' }),
      400,
      /^ConfigMap in version "v1" cannot be handled as a ConfigMap: json: cannot unmarshal string into Go struct field/,
    ],
    [
      'another kind',
      () => server.request('POST', maps, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x' } }),
      400,
      /^Secret in version "v1" cannot be handled as a ConfigMap/,
    ],
    [
      'broken JSON',
      () => server.request('POST', maps, '{"metadata":'),
      400,
      /^the object provided is unrecognized \(must be of type ConfigMap\)/,
    ],
    ['an empty body', () => server.request('POST', maps, ''), 400, /must be of type ConfigMap/],
    [
      'a form',
      () => server.request('POST', maps, 'a=b', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
      415,
      /^the body of the request was in an unknown format - accepted media types include/,
    ],
    [
      'another form asked for',
      () => server.request('GET', maps, undefined, { headers: { accept: 'text/html' } }),
      406,
      /^only the following media types are accepted/,
    ],
    [
      'a body that is too large',
      () => server.request('POST', maps, config('x', { a: 'x'.repeat(4_000_000) })),
      413,
      'Request entity too large: limit is 3145728',
    ],
    [
      'another dry run',
      () => server.request('POST', `${maps}?dryRun=Some`, config('x')),
      422,
      /dryRun: Unsupported value: .*supported values: "All"/,
    ],
    [
      'an unknown resource',
      () => server.request('GET', '/api/v1/nothings'),
      404,
      'the server could not find the requested resource',
    ],
    [
      'an unknown subresource',
      () => server.request('GET', `${maps}/there/status`),
      404,
      'the server could not find the requested resource',
    ],
    [
      'POST without a namespace',
      () => server.request('POST', '/api/v1/configmaps', config('x')),
      405,
      'the server does not allow this method on the requested resource',
    ],
    [
      'an apply without a manager',
      () =>
        server.request('PATCH', `${maps}/there`, '{}', { headers: { 'content-type': 'application/apply-patch+yaml' } }),
      422,
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    ],
    [
      'a JSON patch that does not apply',
      () => server.request('PATCH', `${maps}/there`, [{ op: 'remove', path: '/data/none' }], json),
      422,
      /./,
    ],
    [
      'a patch to nothing',
      () => server.request('PATCH', `${maps}/none`, {}, merge),
      404,
      'configmaps "none" not found',
    ],
    [
      'a field selector on an unknown field',
      () => server.request('GET', `${maps}?fieldSelector=foo%3Dbar`),
      400,
      '"foo" is not a known field selector: only "metadata.name", "metadata.namespace"',
    ],
    [
      'a label selector that is none',
      () => server.request('GET', `${maps}?labelSelector=a%3D%3D%3D`),
      400,
      /^unable to parse/,
    ],
    [
      'a resourceVersion that is none',
      () => server.request('GET', `${maps}?resourceVersion=abc`),
      400,
      /invalid syntax/,
    ],
    [
      'a revision of the future',
      () => server.request('GET', `${maps}?resourceVersion=999999`),
      504,
      /^Too large resource version: 999999/,
    ],
  ];
  for (const [name, ask, code, message] of cases) await t.test(name, async () => refused(await ask(), code, message));
});

test('unknown fields become warnings unless they are ignored', async () => {
  const warned = await server.request('POST', maps, { metadata: { name: 'warned' }, foo: 1 });
  assert.equal(warned.headers['warning'], '299 - "unknown field \\"foo\\""');
  const silent = await server.request('PUT', `${maps}/warned?fieldValidation=Ignore`, {
    metadata: { name: 'warned' },
    foo: 1,
  });
  assert.equal(silent.headers['warning'], undefined);
});

test('YAML is read and written', async () => {
  const created = await server.request('POST', maps, 'metadata:\n  name: yaml\ndata:\n  a: "1"\n', {
    headers: { 'content-type': 'application/yaml', accept: 'application/yaml' },
  });
  assert.equal(created.status, 201);
  assert.match(created.text, /^apiVersion: v1\ndata:\n {2}a: "1"\nkind: ConfigMap\n/);
});

test('generateName makes names that differ', async () => {
  const made = await Promise.all(
    [1, 2, 3].map(() => server.request('POST', maps, { metadata: { generateName: 'gen-' } })),
  );
  const names = new Set(made.map((answer) => objectOf(answer).metadata.name));
  assert.equal(names.size, 3);
  for (const name of names) assert.match(name, /^gen-[a-z0-9]{5}$/);
});

test('dryRun=All answers as if, and changes nothing', async () => {
  const created = await server.request('POST', `${maps}?dryRun=All`, config('dry'));
  assert.equal(created.status, 201);
  assert.equal((await server.request('GET', `${maps}/dry`)).status, 404);
  await server.request('POST', maps, config('dry'));
  assert.equal((await server.request('DELETE', `${maps}/dry?dryRun=All`)).status, 200);
  assert.equal((await server.request('GET', `${maps}/dry`)).status, 200);
});

test('patches of all three types apply, and concurrent ones all count', async () => {
  await server.request('POST', maps, config('patched', { a: '1' }));
  await server.request('PATCH', `${maps}/patched`, { data: { a: null, b: '2' } }, merge);
  await server.request('PATCH', `${maps}/patched`, { metadata: { labels: { l: 'm' } } }, strategic);
  await server.request('PATCH', `${maps}/patched`, [{ op: 'add', path: '/data/c', value: '3' }], json);
  const many = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      server.request('PATCH', `${maps}/patched`, { data: { [`k${i}`]: 'x' } }, merge),
    ),
  );
  assert.ok(many.every((answer) => answer.status === 200));
  const { data, metadata } = objectOf(await server.request('GET', `${maps}/patched`));
  assert.equal(Object.keys(data ?? {}).length, 22);
  assert.deepEqual([data?.['a'], data?.['b'], data?.['c'], metadata.labels?.['l']], [undefined, '2', '3', 'm']);
});

test('pages of a list show one revision, whatever is written in between', async () => {
  const names = ['page-1', 'page-2', 'page-3', 'page-4', 'page-5'];
  await Promise.all(names.map((name) => server.request('POST', '/api/v1/namespaces/paged/configmaps', config(name))));
  const paged = '/api/v1/namespaces/paged/configmaps';
  const first = await server.request('GET', `${paged}?limit=2`);
  assert.equal(metaOf(first).remainingItemCount, 3);
  await server.request('DELETE', `${paged}/page-4`);
  await server.request('POST', paged, config('page-6'));
  const second = await server.request('GET', `${paged}?limit=2&continue=${metaOf(first).continue}`);
  const third = await server.request('GET', `${paged}?limit=2&continue=${metaOf(second).continue}`);
  assert.deepEqual(
    [first, second, third].flatMap((page) => itemsOf(page).map((item) => item.metadata.name)),
    names,
  );
  assert.equal(metaOf(third).continue, undefined);
  assert.equal(metaOf(third).resourceVersion, metaOf(first).resourceVersion);
});

test('a continue token whose revision was compacted is Expired, and offers a token to go on with', async () => {
  const first = await server.request('GET', '/api/v1/namespaces/paged/configmaps?limit=2');
  await server.request('POST', '/api/v1/namespaces/paged/configmaps', config('page-7'));
  await server.store.store.compact(await server.store.store.revision());
  const second = await server.request(
    'GET',
    `/api/v1/namespaces/paged/configmaps?limit=2&continue=${metaOf(first).continue}`,
  );
  refused(second, 410, /^The provided continue parameter is too old/);
  const again = await server.request(
    'GET',
    `/api/v1/namespaces/paged/configmaps?limit=2&continue=${metaOf(second).continue}`,
  );
  assert.equal(again.status, 200);
});

test('selectors choose by labels and fields', async () => {
  await server.request('POST', maps, { metadata: { name: 'red', labels: { color: 'red' } } });
  await server.request('POST', maps, { metadata: { name: 'blue', labels: { color: 'blue' } } });
  const names = async (query: string) =>
    itemsOf(await server.request('GET', `${maps}?${query}`)).map((item) => item.metadata.name);
  assert.deepEqual(await names('labelSelector=color'), ['blue', 'red']);
  assert.deepEqual(await names('labelSelector=color%3Dred'), ['red']);
  assert.deepEqual(await names('fieldSelector=metadata.name%3Dblue'), ['blue']);
});

test('Tables carry rows with metadata; PartialObjectMetadata carries nothing else', async () => {
  const as = (what: string) => ({
    headers: { accept: `application/json;as=${what};v=v1;g=meta.k8s.io,application/json` },
  });
  const table = (await server.request('GET', `${maps}?fieldSelector=metadata.name%3Dred`, undefined, as('Table')))
    .body as {
    kind: string;
    columnDefinitions: object[];
    rows: { cells: unknown[]; object: KubeObject }[];
  };
  assert.equal(table.kind, 'Table');
  assert.deepEqual(table.rows[0]?.cells, ['red']);
  assert.equal(table.rows[0]?.object.kind, 'PartialObjectMetadata');
  const partial = (await server.request('GET', `${maps}/red`, undefined, as('PartialObjectMetadata'))).body;
  assert.deepEqual(Object.keys(partial ?? {}), ['kind', 'apiVersion', 'metadata']);
});

const pod = (name: string, nodeName?: string): object => ({
  metadata: { name },
  spec: { containers: [{ name: 'c', image: 'i' }], ...(nodeName && { nodeName }) },
});

test('a Pod on a node is deleted gracefully; a shorter grace and none are honoured', async () => {
  await server.request('POST', pods, pod('graceful', 'n'));
  const first = objectOf(await server.request('DELETE', `${pods}/graceful`));
  assert.equal(first.kind, 'Pod');
  assert.equal(first.metadata.deletionGracePeriodSeconds, 30);
  const longer = objectOf(await server.request('DELETE', `${pods}/graceful?gracePeriodSeconds=60`));
  assert.equal(longer.metadata.deletionGracePeriodSeconds, 30);
  const shorter = objectOf(await server.request('DELETE', `${pods}/graceful?gracePeriodSeconds=5`));
  assert.equal(shorter.metadata.deletionGracePeriodSeconds, 5);
  const forced = await server.request('DELETE', `${pods}/graceful`, {
    kind: 'DeleteOptions',
    apiVersion: 'v1',
    gracePeriodSeconds: 0,
  });
  assert.equal(forced.status, 200);
  assert.equal((await server.request('GET', `${pods}/graceful`)).status, 404);
});

test('preconditions of a deletion must hold', async () => {
  await server.request('POST', maps, config('guarded'));
  const answer = await server.request('DELETE', `${maps}/guarded`, { preconditions: { uid: 'other' } });
  refused(answer, 409, /the UID in the precondition \(other\) does not match the UID in record/);
});

test('finalizers hold an object until the last one is taken', async () => {
  await server.request('POST', maps, { metadata: { name: 'held', finalizers: ['example.com/a'] } });
  const deleting = objectOf(await server.request('DELETE', `${maps}/held`));
  assert.ok(deleting.metadata.deletionTimestamp);
  refused(
    await server.request(
      'PATCH',
      `${maps}/held`,
      { metadata: { finalizers: ['example.com/a', 'example.com/b'] } },
      merge,
    ),
    422,
    /no new finalizers can be added/,
  );
  await server.request('PATCH', `${maps}/held`, { metadata: { finalizers: null } }, merge);
  assert.equal((await server.request('GET', `${maps}/held`)).status, 404);
});

test('propagation policies become finalizers of the garbage collector', async () => {
  await server.request('POST', maps, config('owner'));
  const deleting = objectOf(await server.request('DELETE', `${maps}/owner?propagationPolicy=Foreground`));
  assert.deepEqual(deleting.metadata.finalizers, ['foregroundDeletion']);
  const orphaned = await server
    .request('POST', maps, config('orphaner'))
    .then(() => server.request('DELETE', `${maps}/orphaner?propagationPolicy=Orphan`));
  assert.deepEqual(objectOf(orphaned).metadata.finalizers, ['orphan']);
  refused(
    await server.request('DELETE', `${maps}/owner?propagationPolicy=Never`),
    422,
    /propagationPolicy: Unsupported value: "Never"/,
  );
});

test('a namespace terminates until it is finalized', async () => {
  await server.request('POST', '/api/v1/namespaces', { metadata: { name: 'ending' } });
  const deleting = (await server.request('DELETE', '/api/v1/namespaces/ending')).body as {
    status: { phase: string };
    spec: { finalizers?: string[] };
  };
  assert.equal(deleting.status.phase, 'Terminating');
  await server.request('PUT', '/api/v1/namespaces/ending/finalize', { ...deleting, spec: {} });
  assert.equal((await server.request('GET', '/api/v1/namespaces/ending')).status, 404);
});

test('deletecollection takes what the selectors match', async () => {
  const many = '/api/v1/namespaces/many/configmaps';
  await Promise.all(
    ['a', 'b', 'c'].map((name) =>
      server.request('POST', many, { metadata: { name, labels: { odd: String(name !== 'b') } } }),
    ),
  );
  await server.request('DELETE', `${many}?labelSelector=odd%3Dtrue`);
  assert.deepEqual(
    itemsOf(await server.request('GET', many)).map((item) => item.metadata.name),
    ['b'],
  );
});

test('the status subresource changes the status alone', async () => {
  const created = objectOf(await server.request('POST', pods, pod('stated')));
  const updated = (
    await server.request('PUT', `${pods}/stated/status`, {
      ...created,
      spec: { containers: [] },
      status: { phase: 'Running' },
    })
  ).body as {
    spec: { containers: unknown[] };
    status: { phase: string };
  };
  assert.equal(updated.status.phase, 'Running');
  assert.equal(updated.spec.containers.length, 1);
});
