import assert from 'node:assert/strict';
import test from 'node:test';
import type { Pod } from '../../api/core/v1.ts';
import type { Stored } from '../../machinery/object.ts';
import { formatTime } from '../../machinery/time.ts';
import { rankForDeletion } from './podRanking.ts';

const now = Date.parse('2025-06-01T00:00:00Z');
const minutesAgo = (minutes: number): string => formatTime(now - minutes * 60_000);

interface Traits {
  node?: string;
  phase?: 'Pending' | 'Running';
  ready?: number;
  cost?: string;
  restarts?: number;
  age?: number;
}

function pod(
  name: string,
  { node = 'n', phase = 'Running', ready, cost, restarts = 0, age = 100 }: Traits,
): Stored<Pod> {
  return {
    metadata: {
      name,
      uid: name,
      resourceVersion: '1',
      creationTimestamp: minutesAgo(age),
      ...(cost !== undefined && { annotations: { 'controller.kubernetes.io/pod-deletion-cost': cost } }),
    },
    spec: { containers: [], ...(node && { nodeName: node }) },
    status: {
      phase,
      conditions: ready === undefined ? [] : [{ type: 'Ready', status: 'True', lastTransitionTime: minutesAgo(ready) }],
      containerStatuses: [{ name: 'c', ready: true, restartCount: restarts, image: '', imageID: '' }],
    },
  };
}

const order = (pods: Stored<Pod>[], related: Stored<Pod>[] = pods): string =>
  rankForDeletion(pods.toReversed(), related, now)
    .map((p) => p.metadata.name)
    .join(' ');

test('what is not bound, not running, or not ready goes before what is', () => {
  assert.equal(
    order([
      pod('unbound', { node: '', phase: 'Pending' }),
      pod('pending', { phase: 'Pending' }),
      pod('unready', {}),
      pod('ready', { ready: 5 }),
    ]),
    'unbound pending unready ready',
  );
});

test('of ready Pods the cheaper goes first, then the one on the fuller node, then the one that restarted more', () => {
  assert.equal(order([pod('cheap', { ready: 5, cost: '-10' }), pod('dear', { ready: 5, cost: '10' })]), 'cheap dear');
  const [a, b] = [pod('full', { node: 'a', ready: 50 }), pod('lone', { node: 'b', ready: 5 })];
  assert.equal(order([a, b], [a, b, pod('x', { node: 'a' })]), 'full lone');
  assert.equal(order([pod('shaky', { ready: 5, restarts: 3 }), pod('calm', { ready: 5 })]), 'shaky calm');
  assert.equal(
    order([pod('cost not a number counts as 0', { ready: 5, cost: '1e3' }), pod('dear', { ready: 5, cost: '1' })]),
    'cost not a number counts as 0 dear',
  );
});

test('the one that became ready clearly later goes first; of about equal ones the uid decides', () => {
  assert.equal(order([pod('young', { ready: 1 }), pod('old', { ready: 60 })]), 'young old');
  assert.equal(order([pod('aa', { ready: 61 }), pod('bb', { ready: 60 })]), 'aa bb');
});
