import assert from 'node:assert/strict';
import test from 'node:test';
import type { Node } from '../api/core/v1.ts';
import { getCondition, isPodReady } from '../machinery/pod.ts';
import { leases, nodes, pods } from '../machinery/resources.ts';
import { formatMicroTime, formatTime } from '../machinery/time.ts';
import { nodeLifecycleController } from './nodeLifecycle.ts';
import { Zones, zoneState } from './nodeLifecycle/zones.ts';
import { eventually, podSpec, startHarness } from './testing/harness.ts';

const node = (name: string, ready: 'True' | 'False' = 'True'): Node => ({
  metadata: { name },
  status: {
    conditions: [{ type: 'Ready', status: ready, reason: 'KubeletReady', lastHeartbeatTime: formatTime(Date.now()) }],
  },
});

const taintsOf = (n: Node): string[] =>
  (n.spec?.taints ?? []).map((t) => `${t.key.replace('node.kubernetes.io/', '')}:${t.effect}`).sort();

async function start(grace: number) {
  const harness = await startHarness(nodeLifecycleController({ monitorGracePeriod: grace, startupGracePeriod: grace }));
  const client = harness.client.resource(nodes);
  const beat = async (name: string): Promise<void> => {
    const lease = {
      metadata: { name, namespace: 'kube-node-lease' },
      spec: { holderIdentity: name, renewTime: formatMicroTime(Date.now()) },
    };
    const leaseClient = harness.client.resource(leases);
    await leaseClient.update(lease).catch(() => leaseClient.create(lease));
  };
  return { harness, client, beat, [Symbol.asyncDispose]: () => harness[Symbol.asyncDispose]() };
}

test('a silent node becomes unknown, unreachable, and its Pods unready; others that are heard stay', async () => {
  await using t = await start(150);
  await t.client.create(node('silent'));
  await t.client.create(node('loud'));
  const pod = await t.harness.client
    .resource(pods)
    .create({ metadata: { name: 'p', namespace: 'default' }, spec: { ...podSpec, nodeName: 'silent' } });
  await t.harness.setPhase(pod, 'Running', true);
  await eventually(async () => {
    await t.beat('loud');
    await new Promise((resolve) => setTimeout(resolve, 10));
    return taintsOf(await t.client.get('silent')).length === 2;
  });
  const silent = await t.client.get('silent');
  assert.deepEqual(taintsOf(silent), ['unreachable:NoExecute', 'unreachable:NoSchedule']);
  const ready = getCondition(silent.status?.conditions, 'Ready');
  assert.deepEqual(
    [ready?.status, ready?.reason, ready?.message],
    ['Unknown', 'NodeStatusUnknown', 'Kubelet stopped posting node status.'],
  );
  assert.equal(getCondition(silent.status?.conditions, 'DiskPressure')?.reason, 'NodeStatusNeverUpdated');
  await eventually(async () => (await t.harness.pods()).every((p) => !isPodReady(p)));
  assert.deepEqual(taintsOf(await t.client.get('loud')), []);
  await eventually(async () =>
    (await t.harness.events()).includes('NodeNotReady: Node silent status is now: NodeNotReady'),
  );
  assert.ok((await t.harness.events()).includes('RegisteredNode: Node loud event: Registered Node loud in Controller'));

  await t.beat('silent');
  await t.client.updateStatus({ ...(await t.client.get('silent')), status: node('silent').status ?? {} });
  await eventually(async () => {
    await t.beat('loud');
    return taintsOf(await t.client.get('silent')).length === 0;
  });
});

test('when no node is ready, none loses its Pods', async () => {
  await using t = await start(40);
  await t.client.create(node('a'));
  await t.client.create(node('b'));
  await eventually(async () => {
    const all = (await t.client.list()).items;
    return all.every((n) => taintsOf(n).join() === 'unreachable:NoSchedule');
  });
});

test('taints follow conditions and cordons, and leave others alone', async () => {
  await using t = await start(60_000);
  const full = node('n');
  await t.client.create({
    ...full,
    spec: {
      unschedulable: true,
      taints: [
        { key: 'mine', effect: 'NoSchedule' },
        { key: 'node.kubernetes.io/memory-pressure', effect: 'NoSchedule' },
      ],
    },
    status: { conditions: [...(full.status?.conditions ?? []), { type: 'DiskPressure', status: 'True' }] },
  });
  await eventually(async () =>
    assert.deepEqual(taintsOf(await t.client.get('n')), [
      'disk-pressure:NoSchedule',
      'mine:NoSchedule',
      'unschedulable:NoSchedule',
    ]),
  );
});

test('a zone in which more than two and most nodes are lost evicts none; a healthy one a node in ten seconds', () => {
  assert.equal(zoneState(3, 2), 'Normal');
  assert.equal(zoneState(2, 3), 'PartialDisruption');
  assert.equal(zoneState(0, 1), 'FullDisruption');
  const zones = new Zones();
  for (const name of ['a', 'b', 'c', 'd']) zones.note(node(name, name < 'c' ? 'False' : 'True'), 0);
  assert.equal(zones.turn(node('a', 'False'), 0), 0);
  assert.equal(zones.turn(node('b', 'False'), 0), 10_000);
  assert.equal(zones.turn(node('b', 'False'), 10_000), 0);
  assert.ok(zones.note(node('c', 'False'), 20_000));
  assert.equal(zones.turn(node('c', 'False'), 20_000), Infinity);
});
