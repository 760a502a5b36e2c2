import assert from 'node:assert/strict';
import test from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { ConfigMap } from '../api/core/v1.ts';
import type { OwnerReference } from '../api/meta/v1.ts';
import { ApiError } from '../machinery/apiError.ts';
import type { Stored } from '../machinery/object.ts';
import { configMaps, nodes, secrets } from '../machinery/resources.ts';
import { garbageCollector } from './garbageCollector.ts';
import { eventually, startHarness } from './testing/harness.ts';

const refTo = (owner: Stored<ConfigMap>, blockOwnerDeletion = true): OwnerReference => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  name: owner.metadata.name,
  uid: owner.metadata.uid,
  blockOwnerDeletion,
});

async function start() {
  const harness = await startHarness(garbageCollector);
  const maps = harness.client.resource(configMaps);
  return {
    harness,
    maps,
    make: (name: string, ...owners: OwnerReference[]) =>
      maps.create({ metadata: { name, namespace: 'default', ...(owners.length && { ownerReferences: owners }) } }),
    names: async () => (await maps.list('default')).items.map((map) => map.metadata.name).sort(),
    update: (name: string, metadata: object) =>
      maps.patch(name, 'default', 'application/merge-patch+json', { metadata }),
    [Symbol.asyncDispose]: () => harness[Symbol.asyncDispose](),
  };
}

test('dependents go after their owner, generation by generation', async () => {
  await using t = await start();
  const owner = await t.make('owner');
  const child = await t.make('child', refTo(owner));
  await t.make('grandchild', refTo(child));
  await t.make('stranger');
  await t.maps.delete('owner', 'default', { propagationPolicy: 'Background' });
  await eventually(async () => assert.deepEqual(await t.names(), ['stranger']));
});

test('one owner that is left is enough, and the one that is gone is struck off', async () => {
  await using t = await start();
  const [a, b] = [await t.make('a'), await t.make('b')];
  await t.make('child', refTo(a), refTo(b));
  await t.maps.delete('a', 'default');
  await eventually(async () => (await t.maps.get('child', 'default')).metadata.ownerReferences?.length === 1);
  assert.equal((await t.maps.get('child', 'default')).metadata.ownerReferences?.[0]?.name, 'b');
});

test('in the foreground the owner goes last, after the dependents that block it', async () => {
  await using t = await start();
  const owner = await t.make('owner');
  await t.make('child', refTo(owner));
  await t.make('held', refTo(owner));
  await t.update('held', { finalizers: ['test/hold'] });
  await t.maps.delete('owner', 'default', { propagationPolicy: 'Foreground' });
  await eventually(async () => assert.deepEqual(await t.names(), ['held', 'owner']));
  await delay(20);
  assert.deepEqual(await t.names(), ['held', 'owner']);
  await t.update('held', { finalizers: [] });
  await eventually(async () => assert.deepEqual(await t.names(), []));
});

test('in the foreground a dependent that does not block is not waited for, and goes as well', async () => {
  await using t = await start();
  const owner = await t.make('owner');
  await t.make('loose', refTo(owner, false));
  await t.update('loose', { finalizers: ['test/hold'] });
  await t.maps.delete('owner', 'default', { propagationPolicy: 'Foreground' });
  await eventually(async () => assert.deepEqual(await t.names(), ['loose']));
  await eventually(async () => (await t.maps.get('loose', 'default')).metadata.deletionTimestamp !== undefined);
});

test('orphans stay and no longer name their owner', async () => {
  await using t = await start();
  const owner = await t.make('owner');
  await t.make('child', refTo(owner));
  await t.maps.delete('owner', 'default', { propagationPolicy: 'Orphan' });
  await eventually(async () => assert.deepEqual(await t.names(), ['child']));
  assert.deepEqual((await t.maps.get('child', 'default')).metadata.ownerReferences, []);
});

test('an owner that never was, or that is another under the same name, counts for nothing', async () => {
  await using t = await start();
  const owner = await t.make('owner');
  await t.make('a', { ...refTo(owner), uid: 'somebody-else' });
  await t.make('b', { ...refTo(owner), name: 'nobody', uid: 'nobody' });
  await eventually(async () => assert.deepEqual(await t.names(), ['owner']));
});

test('what cannot be asked about keeps its dependents: a kind that is not served, a server that does not answer', async () => {
  await using t = await start();
  await t.make('custom', { apiVersion: 'example.com/v1', kind: 'Thing', name: 'x', uid: 'x' });
  let refuse = true;
  t.harness.transport.intercept = ({ verb, resource }) => {
    if (refuse && verb === 'get' && resource.resource === 'secrets') throw new ApiError(500, 'InternalError', 'no');
  };
  await t.make('unknown', { apiVersion: 'v1', kind: 'Secret', name: 's', uid: 's' });
  await delay(30);
  assert.deepEqual(await t.names(), ['custom', 'unknown']);
  refuse = false;
  await eventually(async () => assert.deepEqual(await t.names(), ['custom']));
});

test('a circle of owners comes apart in the foreground', async () => {
  await using t = await start();
  const a = await t.make('a');
  const b = await t.make('b', refTo(a));
  await t.update('a', { ownerReferences: [refTo(b)] });
  await t.maps.delete('a', 'default', { propagationPolicy: 'Foreground' });
  await eventually(async () => assert.deepEqual(await t.names(), []));
});

test('an owner in another namespace is none, and an event says so', async () => {
  await using t = await start();
  const owner = await t.harness.client.resource(configMaps).create({ metadata: { name: 'far', namespace: 'other' } });
  await eventually(() =>
    t.harness.transport.requests.some((r) => r.verb === 'watch' && r.resource.resource === 'configmaps'),
  );
  await t.make('child', refTo(owner));
  await eventually(async () => assert.deepEqual(await t.names(), []));
  const [event] = await t.harness.events();
  assert.equal(
    event,
    `OwnerRefInvalidNamespace: ownerRef [v1/ConfigMap, namespace: default, name: far, uid: ${owner.metadata.uid}] does not exist in namespace "default"`,
  );
});

test('a cluster-scoped owner owns across namespaces', async () => {
  await using t = await start();
  const node = await t.harness.client.resource(nodes).create({ metadata: { name: 'n1' } });
  const reference = { apiVersion: 'v1', kind: 'Node', name: 'n1', uid: node.metadata.uid };
  await t.harness.client
    .resource(secrets)
    .create({ metadata: { name: 's', namespace: 'x', ownerReferences: [reference] } });
  await t.make('c', reference);
  await delay(20);
  assert.deepEqual(await t.names(), ['c']);
  await t.harness.client.resource(nodes).delete('n1');
  await eventually(async () => assert.deepEqual(await t.names(), []));
});
