import assert from 'node:assert/strict';
import test from 'node:test';
import type { ConfigMap } from '../api/core/v1.ts';
import { ApiError } from '../machinery/apiError.ts';
import { silent } from '../machinery/log.ts';
import { configMaps } from '../machinery/resources.ts';
import { createClient } from './createClient.ts';
import { createInformers } from './informers.ts';
import { eventually } from './testing/eventually.ts';
import { MemoryTransport } from './testing/memoryTransport.ts';
import { runReflector } from './reflector.ts';

const named = (name: string, data: Record<string, string> = {}): ConfigMap => ({
  metadata: { name, namespace: 'default' },
  data,
});

function setUp() {
  const transport = new MemoryTransport();
  const client = createClient(transport);
  return { transport, client, maps: client.resource(configMaps), informers: createInformers(client, silent) };
}

const lists = (transport: MemoryTransport): number => transport.requests.filter((r) => r.verb === 'list').length;
const watches = (transport: MemoryTransport): number => transport.requests.filter((r) => r.verb === 'watch').length;

test('an informer holds what is there and tells its handlers of every change', async () => {
  const { maps, informers } = setUp();
  await using _ = informers;
  await maps.create(named('a'));
  const informer = informers.for(configMaps);
  const told: string[] = [];
  informer.addHandler({
    added: (o) => told.push(`+${o.metadata.name}`),
    updated: (o, old) => told.push(`~${old.data?.['k'] ?? ''}>${o.data?.['k']}`),
    deleted: (o) => told.push(`-${o.metadata.name}`),
  });
  await informer.synced;
  assert.deepEqual(told, ['+a']);
  await maps.create(named('b'));
  await maps.update(named('a', { k: '1' }));
  await maps.delete('b', 'default');
  await eventually(() => told.length === 4);
  assert.deepEqual(told, ['+a', '+b', '~>1', '-b']);
  assert.equal(informer.get('default/a')?.data?.['k'], '1');
  assert.equal(informer.list('default').length, 1);
  assert.equal(informer.list('other').length, 0);
});

test('two callers share one informer, and a handler that comes late first sees what is there', async () => {
  const { transport, maps, informers } = setUp();
  await using _ = informers;
  await maps.create(named('a'));
  const informer = informers.for(configMaps);
  await informer.synced;
  assert.equal(informers.for(configMaps), informer);
  const told: string[] = [];
  using handler = informer.addHandler({ added: (o) => told.push(o.metadata.name) });
  assert.ok(handler);
  assert.deepEqual(told, ['a']);
  assert.equal(lists(transport), 1);
});

test('indexes follow the objects', async () => {
  const { maps, informers } = setUp();
  await using _ = informers;
  const informer = informers.for(configMaps);
  await informer.synced;
  await maps.create(named('a', { colour: 'red' }));
  await eventually(() => informer.get('default/a') !== undefined);
  informer.addIndex('colour', (o) => (o.data?.['colour'] ? [o.data['colour']] : []));
  assert.deepEqual(
    informer.byIndex('colour', 'red').map((o) => o.metadata.name),
    ['a'],
  );
  await maps.update(named('a', { colour: 'blue' }));
  await eventually(() => informer.byIndex('colour', 'blue').length === 1);
  assert.equal(informer.byIndex('colour', 'red').length, 0);
  assert.throws(() => informer.byIndex('size', '1'), /no index "size"; those there are: namespace, colour/);
});

test('a handler that throws disturbs nobody else', async () => {
  const { maps, informers } = setUp();
  await using _ = informers;
  const informer = informers.for(configMaps);
  let told = 0;
  informer.addHandler({
    added() {
      throw new Error('mine');
    },
  });
  informer.addHandler({ added: () => void (told += 1) });
  await informer.synced;
  await maps.create(named('a'));
  await maps.create(named('b'));
  await eventually(() => told === 2);
});

const quick = { initial: 1, max: 5 };

function follow(transport: MemoryTransport) {
  const log: string[] = [];
  const stop = new AbortController();
  const ended = runReflector({
    client: createClient(transport).resource(configMaps),
    selection: {},
    signal: stop.signal,
    log: silent,
    backoff: quick,
    sink: {
      replace: (objects) => void log.push(`=${objects.map((o) => o.metadata.name).join(',')}`),
      apply: (type, object) => void log.push(`${type[0]}${object.metadata.name}`),
    },
  });
  return {
    log,
    async [Symbol.asyncDispose]() {
      stop.abort();
      await ended;
    },
  };
}

test('a watch that breaks is resumed from its last revision without a new list, and nothing is lost', async () => {
  const { transport, maps } = setUp();
  await using reflector = follow(transport);
  await eventually(() => watches(transport) === 1);
  await maps.create(named('a'));
  await eventually(() => reflector.log.length === 2);
  transport.disconnect();
  await maps.create(named('b'));
  await eventually(() => reflector.log.length === 3);
  assert.deepEqual(reflector.log, ['=', 'Aa', 'Ab']);
  assert.equal(lists(transport), 1);
});

test('a revision that is gone leads to a new list', async () => {
  const { transport, maps } = setUp();
  await using reflector = follow(transport);
  await eventually(() => watches(transport) === 1);
  await maps.create(named('a'));
  await eventually(() => reflector.log.length === 2);
  let down = true;
  transport.intercept = () => {
    if (down) throw new ApiError(503, 'ServiceUnavailable', 'starting');
  };
  transport.disconnect();
  await eventually(() => watches(transport) > 2);
  down = false;
  transport.intercept = () => undefined;
  await maps.create(named('b'));
  transport.compact();
  transport.disconnect();
  await maps.create(named('c'));
  await eventually(() => reflector.log.includes('Ac') || reflector.log.at(-1) === '=a,b,c');
});

test('what was deleted while nobody watched is told after the re-list, also when the name lives again', async () => {
  const { transport, maps, informers } = setUp();
  await using _ = informers;
  await maps.create(named('a'));
  await maps.create(named('b'));
  const informer = informers.for(configMaps);
  const told: string[] = [];
  informer.addHandler({
    added: (o) => told.push(`+${o.metadata.name}`),
    deleted: (o) => told.push(`-${o.metadata.name}`),
  });
  await informer.synced;
  let down = true;
  transport.intercept = (request) => {
    if (down && request.verb === 'watch') throw new ApiError(503, 'ServiceUnavailable', 'starting');
  };
  await eventually(() => watches(transport) === 1);
  transport.disconnect();
  await maps.delete('a', 'default');
  await maps.delete('b', 'default');
  await maps.create(named('b'));
  transport.compact();
  down = false;
  await eventually(() => told.length === 5, 5_000);
  assert.deepEqual(told.slice(0, 2), ['+a', '+b']);
  assert.deepEqual(told.slice(2).sort(), ['+b', '-a', '-b']);
  assert.ok(told.lastIndexOf('+b') > told.indexOf('-b'));
});

test('disposing the factory ends its informers and refuses new ones', async () => {
  const { informers } = setUp();
  await informers.for(configMaps).synced;
  await informers[Symbol.asyncDispose]();
  assert.throws(() => informers.for(configMaps, { namespace: 'x' }), /stopped/);
});
