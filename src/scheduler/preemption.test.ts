import assert from 'node:assert/strict';
import test from 'node:test';
import type { Pod } from '../api/core/v1.ts';
import type { PodDisruptionBudget } from '../api/policy/v1.ts';
import type { Stored } from '../machinery/object.ts';
import { podInfoOf } from './cache/podInfo.ts';
import { Nominations } from './nominations.ts';
import { findPreemption } from './preemption.ts';
import { defaultPlugins } from './profile.ts';
import { NodeSelection } from './selectNode.ts';
import { cluster, node, pod } from './testing/build.ts';

const one = { allocatable: { cpu: '1' } };
const running = (name: string, on: string, priority: number, cpu = '1', labels = {}): Stored<Pod> =>
  pod(name, { node: on, requests: { cpu }, spec: { priority }, labels });
const preemptor = (spec: object = {}): Stored<Pod> =>
  pod('high', { requests: { cpu: '1' }, spec: { priority: 100, ...spec } });

/** 'node: victims', or why not. */
function ask(
  names: readonly string[],
  pods: readonly Stored<Pod>[],
  incoming = preemptor(),
  budgets: readonly PodDisruptionBudget[] = [],
): string {
  const context = cluster(
    names.map((name) => node(name, one)),
    pods,
  );
  const nominations = new Nominations();
  const info = podInfoOf(incoming);
  const selection = new NodeSelection(defaultPlugins, context, nominations).select(info);
  assert.ok(!selection.node);
  const before = context.snapshot.nodes.map((each) => [each.milliCpu, [...each.pods.keys()].sort()]);
  const found = findPreemption({ pod: info, ...selection, snapshot: context.snapshot, nominations, budgets });
  assert.deepEqual(
    context.snapshot.nodes.map((each) => [each.milliCpu, [...each.pods.keys()].sort()]),
    before,
  );
  return typeof found === 'string'
    ? found
    : `${found.node.name}: ${found.victims.map((victim) => victim.pod.metadata.name).join(' ')}`;
}

test('preemption chooses the node whose victims matter least', () => {
  assert.equal(ask(['a', 'b'], [running('x', 'a', 50), running('y', 'b', 10)]), 'b: y');
});

test('preemption takes as few Pods as it needs, the least important ones', () => {
  assert.equal(
    ask(
      ['a'],
      [running('x', 'a', 50, '500m'), running('y', 'a', 10, '500m')],
      pod('high', { requests: { cpu: '500m' }, spec: { priority: 100 } }),
    ),
    'a: y',
  );
});

test('preemption never takes Pods of the same or a higher priority', () => {
  assert.equal(
    ask(['a', 'b'], [running('x', 'a', 100), running('y', 'b', 200)]),
    'preemption: 0/2 nodes are available: 2 No preemption victims found for incoming pod.',
  );
});

test('preemption does not help where removing Pods changes nothing', () => {
  const tainted = preemptor({ nodeSelector: { disk: 'ssd' } });
  assert.equal(
    ask(['a'], [running('x', 'a', 1)], tainted),
    'preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.',
  );
});

test('preemption is not for Pods whose policy forbids it', () => {
  assert.equal(
    ask(['a'], [running('x', 'a', 1)], preemptor({ preemptionPolicy: 'Never' })),
    'preemption: not eligible due to preemptionPolicy=Never.',
  );
});

test('preemption spares Pods under a disruption budget that is used up, if it can', () => {
  const budget: PodDisruptionBudget = {
    metadata: { namespace: 'default', name: 'x' },
    spec: { selector: { matchLabels: { app: 'x' } } },
    status: { disruptionsAllowed: 0, currentHealthy: 1, desiredHealthy: 1, expectedPods: 1 },
  };
  const pods = [running('x', 'a', 1, '1', { app: 'x' }), running('y', 'b', 50)];
  assert.equal(ask(['a', 'b'], pods, preemptor(), [budget]), 'b: y');
});
