import assert from 'node:assert/strict';
import test from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { getCondition } from '../machinery/pod.ts';
import { nodes, pods } from '../machinery/resources.ts';
import { podGarbageCollector } from './podGarbageCollector.ts';
import { eventually, podSpec, startHarness } from './testing/harness.ts';

test('Pods of a node that is gone go after the quarantine; those of one that comes back stay', async () => {
  await using harness = await startHarness(podGarbageCollector({ quarantine: 60 }));
  const client = harness.client.resource(nodes);
  for (const name of ['gone', 'back']) {
    await client.create({ metadata: { name } });
    await harness.client.resource(pods).create({
      metadata: { name: `on-${name}`, namespace: 'default', finalizers: ['test/hold'] },
      spec: { ...podSpec, nodeName: name },
    });
  }
  await client.delete('gone');
  await client.delete('back');
  await delay(10);
  await client.create({ metadata: { name: 'back' } });
  await eventually(async () => (await harness.pods()).some((pod) => pod.metadata.deletionTimestamp));
  const [gone, back] = (await harness.pods()).sort((a, b) => (a.metadata.name > b.metadata.name ? -1 : 1));
  assert.equal(gone?.metadata.name, 'on-gone');
  assert.equal(gone?.status?.phase, 'Failed');
  assert.equal(getCondition(gone?.status?.conditions, 'DisruptionTarget')?.message, 'PodGC: node no longer exists');
  await delay(80);
  assert.equal(back?.metadata.deletionTimestamp, undefined);
});

test('of finished Pods the evicted and then the oldest go when there are too many', async () => {
  await using harness = await startHarness(podGarbageCollector({ terminatedThreshold: 2 }));
  const client = harness.client.resource(pods);
  for (const [i, name] of ['old', 'evicted', 'new', 'newest'].entries()) {
    const pod = await client.create({
      metadata: { name, namespace: 'default', creationTimestamp: `2025-01-0${i + 1}T00:00:00Z` },
      spec: podSpec,
    });
    const status =
      name === 'evicted' ? { phase: 'Failed' as const, reason: 'Evicted' } : { phase: 'Succeeded' as const };
    await client.updateStatus({ ...pod, status });
  }
  await client.create({ metadata: { name: 'running', namespace: 'default' }, spec: podSpec });
  await eventually(async () =>
    assert.deepEqual((await harness.pods()).map((p) => p.metadata.name).sort(), ['new', 'newest', 'running']),
  );
});
