import assert from 'node:assert/strict';
import test from 'node:test';
import type { NodePod } from './identity.ts';
import { noRoomFor, noRoomToResize } from './room.ts';
import { testPod } from './testPods.ts';

const allocatable = { cpu: '2', memory: '1Gi', pods: '3', 'ephemeral-storage': '1Gi' };
const asking = (requests: Record<string, string>): NodePod =>
  testPod({ containers: [{ name: 'c', image: 'i', resources: { requests } }] });

test('a Pod that asks for more than is left is refused, with the numbers', () => {
  assert.deepEqual(noRoomFor(asking({ cpu: '1500m' }), [asking({ cpu: '600m' })], allocatable), {
    reason: 'OutOfcpu',
    message: "Node didn't have enough resource: cpu, requested: 1500, used: 600, capacity: 2000",
  });
  assert.equal(noRoomFor(asking({ memory: '2Gi' }), [], allocatable)?.reason, 'OutOfmemory');
  const many = [asking({}), asking({}), asking({})];
  assert.equal(
    noRoomFor(asking({}), many, allocatable)?.message,
    "Node didn't have enough resource: pods, requested: 1, used: 3, capacity: 3",
  );
});

test('a Pod that asks for nothing fits however full the node is', () => {
  assert.equal(noRoomFor(asking({}), [asking({ cpu: '5' })], allocatable), undefined);
});

test('a size beyond the node is Infeasible, one beyond what is left Deferred, and one that fits neither', () => {
  const others = [asking({ cpu: '1' })];
  assert.deepEqual(noRoomToResize(asking({ cpu: '3' }), others, allocatable), {
    reason: 'Infeasible',
    message: "Node didn't have enough capacity: cpu, requested: 3000, capacity: 2000",
  });
  assert.deepEqual(noRoomToResize(asking({ cpu: '1500m' }), others, allocatable), {
    reason: 'Deferred',
    message: "Node didn't have enough resource: cpu, requested: 1500, used: 1000, capacity: 2000",
  });
  assert.equal(noRoomToResize(asking({ cpu: '1' }), others, allocatable), undefined);
});
