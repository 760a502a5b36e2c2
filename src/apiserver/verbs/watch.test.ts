import assert from 'node:assert/strict';
import { request } from 'node:https';
import test from 'node:test';
import type { ConfigMap } from '../../api/core/v1.ts';
import { createClient } from '../../client/createClient.ts';
import { ApiError, isExpired } from '../../machinery/apiError.ts';
import { configMaps } from '../../machinery/resources.ts';
import { testRegistrations } from '../testing/testRegistrations.ts';
import { startTestServer } from '../testing/testServer.ts';
import type { TestPair } from '../testing/testCertificates.ts';
import type { TestServer } from '../testing/testServer.ts';

interface Event {
  type: string;
  object: ConfigMap & {
    code?: number;
    reason?: string;
    message?: string;
    metadata: { name: string; resourceVersion: string; annotations?: Record<string, string> };
  };
}

let server: TestServer;
let admin: Promise<TestPair>;
test.before(async () => {
  server = await startTestServer({ registrations: testRegistrations });
  admin = server.certificates.client('admin', 'system:masters');
});
test.after(() => server[Symbol.asyncDispose]());

let spaces = 0;
/** A namespace that no other test uses: its path. */
const space = (): string => `/api/v1/namespaces/space-${++spaces}/configmaps`;
const config = (name: string, labels: Record<string, string> = {}): object => ({ metadata: { name, labels } });
const versionOf = (answer: { body: unknown }): number => Number((answer.body as ConfigMap).metadata?.resourceVersion);

/** The first `count` events of a watch. */
async function watched(path: string, query: string, count: number): Promise<Event[]> {
  const { cert, key } = await admin;
  const url = `${server.api.url}${path}?watch=true&timeoutSeconds=10&${query}`;
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { cert, key, ca: server.certificates.ca, agent: false }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('error', () => undefined);
      answer.on('data', (chunk: string) => {
        text += chunk;
        if (!text.endsWith('\n') || text.split('\n').length <= count) return;
        resolve(
          text
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line) as Event),
        );
        answer.destroy();
      });
      answer.on('end', () => reject(new Error(`the watch ended after: ${text}`)));
    });
    outgoing.on('error', () => undefined).end();
  });
}
const told = (events: readonly Event[]): string[] =>
  events.map(({ type, object }) => `${type} ${object.metadata?.name ?? ''}`.trim());

test('a watch from nowhere tells what is there, then what happens', async () => {
  const path = space();
  await server.request('POST', path, config('old'));
  const watching = server.request('GET', `${path}?watch=true&timeoutSeconds=1&allowWatchBookmarks=true`);
  await new Promise((resolve) => setTimeout(resolve, 300));
  await server.request('POST', path, config('new'));
  await server.request('DELETE', `${path}/old`);
  const events = (await watching).text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Event);
  assert.deepEqual(told(events), ['ADDED old', 'ADDED new', 'DELETED old', 'BOOKMARK']);
});

test('a watch from a revision tells every change after it, in order', async () => {
  const path = space();
  const from = versionOf(await server.request('POST', path, config('a')));
  await server.request('POST', path, config('b'));
  await server.request('PUT', `${path}/a`, { ...config('a'), data: { x: '1' } });
  const last = await server.request('DELETE', `${path}/a`);
  assert.equal(last.status, 200);
  const events = await watched(path, `resourceVersion=${from}`, 3);
  assert.deepEqual(told(events), ['ADDED b', 'MODIFIED a', 'DELETED a']);
  const revisions = events.map((e) => Number(e.object.metadata.resourceVersion));
  assert.deepEqual(
    revisions,
    [...revisions].sort((x, y) => x - y),
  );
  assert.ok((revisions[2] ?? 0) > (revisions[1] ?? 0), 'a deletion has a revision of its own');
});

test('objects that come to match are ADDED, and DELETED when they cease to', async () => {
  const path = space();
  const from = versionOf(await server.request('POST', path, config('x', { on: 'no' })));
  for (const on of ['yes', 'yes', 'no'])
    await server.request('PUT', `${path}/x`, { ...config('x', { on }), data: { at: String(Math.random()) } });
  const events = await watched(path, `resourceVersion=${from}&labelSelector=on%3Dyes`, 3);
  assert.deepEqual(told(events), ['ADDED x', 'MODIFIED x', 'DELETED x']);
  assert.equal(events[2]?.object.metadata.labels?.['on'], 'yes', 'the last state that matched');
});

test('sendInitialEvents tells the state and then that it is complete', async () => {
  const path = space();
  await server.request('POST', path, config('a'));
  const events = await watched(
    path,
    'sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true',
    2,
  );
  assert.deepEqual(told(events).slice(0, 2), ['ADDED a', 'BOOKMARK']);
  assert.equal(events[1]?.object.metadata.annotations?.['k8s.io/initial-events-end'], 'true');
});

test('a revision that the store has forgotten is Expired', async () => {
  const path = space();
  await server.request('POST', path, config('a'));
  await server.request('POST', path, config('b'));
  await server.store.store.compact(await server.store.store.revision());
  await server.restart();
  const [event] = await watched(path, 'resourceVersion=1', 1);
  assert.equal(event?.type, 'ERROR');
  assert.equal(event?.object.code, 410);
  assert.equal(event?.object.reason, 'Expired');
  assert.match(event?.object.message ?? '', /^too old resource version: 1 \(\d+\)$/);
});

test('a watch goes on where it was after the server has been restarted', async () => {
  const path = space();
  const from = versionOf(await server.request('POST', path, config('a')));
  await server.request('POST', path, config('b'));
  await server.request('DELETE', `${path}/a`);
  await server.restart();
  await server.request('POST', path, config('c'));
  assert.deepEqual(told(await watched(path, `resourceVersion=${from}`, 3)), ['ADDED b', 'DELETED a', 'ADDED c']);
});

test('an overflown ring is made up for from the history in the store', async () => {
  const path = space();
  const from = versionOf(await server.request('POST', path, config('first')));
  const { client } = server.api;
  const namespace = path.split('/')[4] ?? '';
  const count = 4200;
  await Promise.all(
    Array.from({ length: count }, (_, i) =>
      client.resource(configMaps).create({ metadata: { name: `m-${i}`, namespace } }),
    ),
  );
  const events = await watched(path, `resourceVersion=${from}`, count);
  assert.equal(events.length, count);
  assert.equal(new Set(events.map((e) => e.object.metadata.name)).size, count);
});

test('in process, watches share the objects of the cache', async () => {
  const { client } = server.api;
  const stop = new AbortController();
  const seen: unknown[] = [];
  const reading = (async () => {
    for await (const event of client.resource(configMaps).watch('shared', {}, stop.signal)) {
      seen.push(event.object);
      if (seen.length === 2) stop.abort();
    }
  })();
  const made = await client.resource(configMaps).create({ metadata: { name: 'a', namespace: 'shared' } });
  const changed = await client.resource(configMaps).update({ ...made, data: { x: 'y' } });
  await reading;
  assert.equal(seen[1], changed);
  assert.equal(await client.resource(configMaps).get('a', 'shared'), changed);
});

test('in process, a watch that cannot begin throws', async () => {
  const { client } = server.api;
  await client.resource(configMaps).create({ metadata: { generateName: 'a-', namespace: 'gone' } });
  await server.store.store.compact(await server.store.store.revision());
  await server.restart();
  const watch = server.api.client
    .resource(configMaps)
    .watch('gone', { resourceVersion: '1' }, AbortSignal.timeout(5000));
  await assert.rejects(async () => {
    for await (const event of watch) assert.fail(event.type);
  }, isExpired);
});

test('in process, a user has no more rights than over the wire', async () => {
  const client = createClient(server.api.transportFor({ name: 'bob', groups: ['system:authenticated'] }));
  await assert.rejects(
    client.resource(configMaps).list('default'),
    (error: unknown) =>
      error instanceof ApiError &&
      error.code === 403 &&
      error.message ===
        'configmaps is forbidden: User "bob" cannot list resource "configmaps" in API group "" in the namespace "default"',
  );
});
