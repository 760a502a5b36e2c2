import assert from 'node:assert/strict';
import test from 'node:test';
import { eventually } from '../client/testing/eventually.ts';
import { getCondition } from '../machinery/pod.ts';
import { conflict } from '../machinery/apiError.ts';
import { nodes, pods } from '../machinery/resources.ts';
import { node, pod } from './testing/build.ts';
import type { TestScheduler } from './testing/startTestScheduler.ts';
import { startTestScheduler } from './testing/startTestScheduler.ts';

const placed = (t: TestScheduler, name: string, where: string): Promise<void> =>
  eventually(async () => assert.equal((await t.get(name)).spec?.nodeName, where));

const unschedulable = (t: TestScheduler, name: string, message: string): Promise<void> =>
  eventually(async () => {
    const condition = getCondition((await t.get(name)).status?.conditions, 'PodScheduled');
    assert.deepEqual([condition?.status, condition?.reason, condition?.message], ['False', 'Unschedulable', message]);
  });

test('a Pod is bound to the node that fits, and an event says so', async () => {
  await using t = await startTestScheduler(node('small', { allocatable: { cpu: '1' } }), node('large'));
  await t.add(pod('p', { requests: { cpu: '2' } }));
  await placed(t, 'p', 'large');
  await eventually(() => assert.deepEqual(t.events, ['Normal Scheduled p: Successfully assigned default/p to large']));
});

test('a Pod that was there before is scheduled, one of another scheduler is not', async () => {
  await using t = await startTestScheduler(node('a'), pod('mine'), pod('other', { spec: { schedulerName: 'custom' } }));
  await placed(t, 'mine', 'a');
  assert.equal((await t.get('other')).spec?.nodeName, undefined);
});

test('a Pod that fits nowhere says why in its condition and an event', async () => {
  const cordoned = node('cordoned', { spec: { unschedulable: true } });
  const tainted = node('tainted', {
    spec: { taints: [{ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }] },
  });
  await using t = await startTestScheduler(
    cordoned,
    tainted,
    node('full'),
    pod('old', { requests: { cpu: '3' }, node: 'full' }),
  );
  await t.add(pod('p', { requests: { cpu: '2' } }));
  const message =
    '0/3 nodes are available: 1 Insufficient cpu, 1 node(s) had untolerated taint {node.kubernetes.io/not-ready: }, ' +
    '1 node(s) were unschedulable. preemption: 0/3 nodes are available: 1 No preemption victims found for incoming pod, ' +
    '2 Preemption is not helpful for scheduling.';
  await unschedulable(t, 'p', message);
  assert.deepEqual(t.events, [`Warning FailedScheduling p: ${message}`]);
  assert.match(
    await t.metrics.metrics(),
    /scheduler_schedule_attempts_total\{result="unschedulable",profile="default-scheduler"\} 1/,
  );
  assert.match(await t.metrics.metrics(), /scheduler_pending_pods\{queue="unschedulable"\} 1/);
});

test('without any node a Pod says so, and is scheduled as soon as one comes', async () => {
  await using t = await startTestScheduler();
  await t.add(pod('p'));
  await unschedulable(t, 'p', 'no nodes available to schedule pods');
  await t.add(node('a'));
  await placed(t, 'p', 'a');
});

test('a Pod of a DaemonSet speaks of the nodes that it is not for', async () => {
  const term = { matchFields: [{ key: 'metadata.name', operator: 'In' as const, values: ['a'] }] };
  const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } } };
  await using t = await startTestScheduler(node('a', { allocatable: { cpu: '1' } }), node('b'), node('c'));
  await t.add(pod('p', { spec: { affinity }, requests: { cpu: '2' } }));
  await unschedulable(
    t,
    'p',
    "0/3 nodes are available: 1 Insufficient cpu, 2 node(s) didn't satisfy plugin(s) [NodeAffinity]. " +
      'preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.',
  );
});

test('a taint that goes, a Pod that goes and a larger node let a Pod be scheduled', async () => {
  const taints = [{ key: 'k', effect: 'NoSchedule' as const }];
  await using t = await startTestScheduler(node('a', { spec: { taints } }));
  await t.add(pod('first'));
  await eventually(() => assert.equal(t.events.length, 1));
  await t.client.resource(nodes).patch('a', undefined, 'application/merge-patch+json', { spec: { taints: null } });
  await placed(t, 'first', 'a');

  await t.add(pod('large', { requests: { cpu: '4' } }), pod('larger', { requests: { cpu: '3' } }));
  await placed(t, 'large', 'a');
  // The other Pod's event may come before or after it.
  await eventually(() =>
    assert.match(t.events.join('\n'), /FailedScheduling larger: 0\/1 nodes are available: 1 Insufficient cpu\./),
  );
  await t.client.resource(pods).delete('large', 'default', { gracePeriodSeconds: 0 });
  await placed(t, 'larger', 'a');
});

test('when the binding fails the Pod takes no room, and is tried again', async () => {
  await using t = await startTestScheduler(node('a'));
  let failures = 0;
  t.onBinding = () => {
    if (failures++ === 0) throw conflict({ group: '', resource: 'pods' }, 'p', 'no');
  };
  await t.add(pod('p', { requests: { cpu: '3' } }));
  await eventually(() =>
    assert.match(t.events[0] ?? '', /^Warning FailedScheduling p: Operation cannot be fulfilled on pods "p": no/),
  );
  await placed(t, 'p', 'a');
});

test('many Pods are spread over the nodes and never overcommit one', async () => {
  await using t = await startTestScheduler(
    ...['a', 'b', 'c', 'd'].map((name) => node(name, { allocatable: { cpu: '1' } })),
  );
  await t.add(...Array.from({ length: 45 }, (_, i) => pod(`p${i}`, { requests: { cpu: '100m' } })));
  await eventually(() => assert.equal(t.events.length, 45));
  const { items } = await t.client.resource(pods).list();
  const onEach = ['a', 'b', 'c', 'd'].map((name) => items.filter((each) => each.spec?.nodeName === name).length);
  assert.deepEqual(onEach, [10, 10, 10, 10]);
});

test('a Pod of higher priority makes room, and runs where its victims were', async () => {
  await using t = await startTestScheduler(
    node('a', { allocatable: { cpu: '1' } }),
    node('b', { allocatable: { cpu: '1' } }),
  );
  await t.add(
    pod('low', { requests: { cpu: '1' }, node: 'a' }),
    pod('mid', { requests: { cpu: '1' }, node: 'b', spec: { priority: 5 } }),
  );
  await eventually(async () => assert.equal((await t.client.resource(pods).list()).items.length, 2));
  await t.add(pod('high', { requests: { cpu: '1' }, spec: { priority: 10 } }));
  await eventually(async () => assert.ok((await t.get('low')).metadata.deletionTimestamp));
  const victim = await t.get('low');
  assert.equal(getCondition(victim.status?.conditions, 'DisruptionTarget')?.reason, 'PreemptionByScheduler');
  const high = await t.get('high');
  assert.equal(high.status?.nominatedNodeName, 'a');
  assert.equal((await t.get('mid')).metadata.deletionTimestamp, undefined);
  assert.ok(t.events.includes(`Normal Preempted low: Preempted by pod ${high.metadata.uid} on node a`));
  await t.client.resource(pods).delete('low', 'default', { gracePeriodSeconds: 0 });
  await placed(t, 'high', 'a');
});
