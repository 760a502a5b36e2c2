import assert from 'node:assert/strict';
import test from 'node:test';
import type { Pod } from '../../../api/core/v1.ts';
import { judge, planDrain } from './filters.ts';

const options = { force: false, ignoreDaemonSets: false, deleteEmptyDirData: false, skipWaitSeconds: 0 };
const owner = (kind: string) => ({ apiVersion: 'apps/v1', kind, name: 'o', uid: 'u', controller: true });
const pod = (name: string, parts: Pod = {}): Pod => ({
  ...parts,
  metadata: { name, namespace: 'n', ...parts.metadata },
  spec: { containers: [], ...parts.spec },
});
const owned = (kind: string): Pod => pod('p', { metadata: { ownerReferences: [owner(kind)] } });
const local = pod('p', {
  metadata: { ownerReferences: [owner('ReplicaSet')] },
  spec: { containers: [], volumes: [{ name: 'v', emptyDir: {} }] },
});

test('judge() takes what a controller brings back, and what has ended', () => {
  assert.deepEqual(judge(owned('ReplicaSet'), options, undefined, 0), { take: true });
  assert.deepEqual(judge(pod('p', { status: { phase: 'Succeeded' } }), options, undefined, 0), { take: true });
});

test('judge() takes Pods of nobody only by force', () => {
  assert.match(JSON.stringify(judge(pod('p'), options, undefined, 0)), /use --force to override/);
  assert.deepEqual(judge(pod('p'), { ...options, force: true }, undefined, 0), {
    take: true,
    warning: 'deleting Pods that declare no controller',
  });
});

test('judge() leaves Pods of DaemonSets, and refuses unless they may be ignored', () => {
  assert.match(JSON.stringify(judge(owned('DaemonSet'), options, undefined, 0)), /use --ignore-daemonsets to ignore/);
  const ignoring = { ...options, ignoreDaemonSets: true };
  assert.deepEqual(judge(owned('DaemonSet'), ignoring, undefined, 0), {
    take: false,
    warning: 'ignoring DaemonSet-managed Pods',
  });
  const orphan = judge(owned('DaemonSet'), ignoring, 'daemonsets.apps "o" not found', 0);
  assert.deepEqual(orphan, { take: false, refusal: 'daemonsets.apps "o" not found' });
});

test('judge() spares data of emptyDirs, mirrors, and what has been ending for long', () => {
  assert.match(JSON.stringify(judge(local, options, undefined, 0)), /use --delete-emptydir-data to override/);
  assert.deepEqual(judge(local, { ...options, deleteEmptyDirData: true }, undefined, 0), { take: true });
  const mirror = pod('p', { metadata: { annotations: { 'kubernetes.io/config.mirror': 'x' } } });
  assert.deepEqual(judge(mirror, { ...options, force: true }, undefined, 0), { take: false });
  const ending = pod('p', { metadata: { deletionTimestamp: '2025-01-01T00:00:00Z' } });
  const now = Date.parse('2025-01-01T00:01:00Z');
  assert.deepEqual(judge(ending, { ...options, force: true, skipWaitSeconds: 30 }, undefined, now), { take: false });
});

test('planDrain() tells of all Pods with one reason together', () => {
  const plan = planDrain([pod('a'), pod('b'), owned('ReplicaSet')], options, () => undefined, 0);
  assert.deepEqual(plan.refusals, [
    'cannot delete cannot delete Pods that declare no controller (use --force to override): n/a, n/b',
  ]);
  assert.equal(plan.taken.length, 1);
});
