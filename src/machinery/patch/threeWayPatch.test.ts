import assert from 'node:assert/strict';
import test from 'node:test';
import { structSchema } from '../scheme.ts';
import { applyStrategicMergePatch } from './strategicMergePatch.ts';
import { PatchConflict, threeWayMergePatch, threeWayStrategicPatch } from './threeWayPatch.ts';
import type { JsonObject } from './values.ts';

const podSpec = structSchema('core/v1.PodSpec');
const c = (name: string, rest: JsonObject = {}): JsonObject => ({ name, ...rest });

interface Case {
  readonly name: string;
  readonly original: JsonObject;
  readonly modified: JsonObject;
  readonly current: JsonObject;
  readonly patch: JsonObject;
  /** What the server makes of it. */
  readonly result: JsonObject;
}

const cases: Case[] = [
  {
    name: 'has nothing to say when nothing changed, whatever others have set',
    original: { containers: [c('a', { image: 'x' })] },
    modified: { containers: [c('a', { image: 'x' })] },
    current: { containers: [c('a', { image: 'x', imagePullPolicy: 'Always' })], restartPolicy: 'Always' },
    patch: {},
    result: { containers: [c('a', { image: 'x', imagePullPolicy: 'Always' })], restartPolicy: 'Always' },
  },
  {
    name: 'sets what is new, and deletes what was applied and is no more',
    original: { nodeName: 'n', hostNetwork: true, containers: [c('a')] },
    modified: { hostname: 'h', hostNetwork: true, containers: [c('a')] },
    current: { nodeName: 'n', hostNetwork: false, containers: [c('a')], restartPolicy: 'Always' },
    patch: { nodeName: null, hostname: 'h', hostNetwork: true },
    result: { hostNetwork: true, containers: [c('a')], restartPolicy: 'Always', hostname: 'h' },
  },
  {
    name: 'changes, adds and deletes items of a list by their key, and says their order',
    original: { containers: [c('a', { image: '1', tty: true }), c('b')] },
    modified: { containers: [c('n', { image: 'n' }), c('a', { image: '2' })] },
    current: { containers: [c('a', { image: '1', tty: true }), c('b'), c('sidecar')] },
    patch: {
      '$setElementOrder/containers': [{ name: 'n' }, { name: 'a' }],
      containers: [
        { name: 'n', image: 'n' },
        { name: 'a', image: '2', tty: null },
        { name: 'b', $patch: 'delete' },
      ],
    },
    result: { containers: [c('n', { image: 'n' }), c('a', { image: '2' }), c('sidecar')] },
  },
  {
    name: 'tells a new order alone',
    original: { containers: [c('a'), c('b')] },
    modified: { containers: [c('b'), c('a')] },
    current: { containers: [c('a'), c('b')] },
    patch: { '$setElementOrder/containers': [{ name: 'b' }, { name: 'a' }] },
    result: { containers: [c('b'), c('a')] },
  },
  {
    name: 'names the member of a union that stays',
    original: { volumes: [{ name: 'v', emptyDir: {} }] },
    modified: { volumes: [{ name: 'v', hostPath: { path: '/x' } }] },
    current: { volumes: [{ name: 'v', emptyDir: {} }] },
    patch: {
      '$setElementOrder/volumes': [{ name: 'v' }],
      volumes: [{ name: 'v', emptyDir: null, hostPath: { path: '/x' }, $retainKeys: ['hostPath', 'name'] }],
    },
    result: { volumes: [{ name: 'v', hostPath: { path: '/x' } }] },
  },
  {
    name: 'replaces lists without a merge key, and merges maps',
    original: { nodeSelector: { a: '1', b: '2' }, tolerations: [{ key: 'x' }] },
    modified: { nodeSelector: { a: '3' }, tolerations: [{ key: 'y' }] },
    current: { nodeSelector: { a: '1', b: '2', other: 'o' }, tolerations: [{ key: 'x' }, { key: 'z' }] },
    patch: { nodeSelector: { a: '3', b: null }, tolerations: [{ key: 'y' }] },
    result: { nodeSelector: { a: '3', other: 'o' }, tolerations: [{ key: 'y' }] },
  },
];
for (const { name, original, modified, current, patch, result } of cases) {
  test(`threeWayStrategicPatch() ${name}`, () => {
    const made = threeWayStrategicPatch(podSpec, original, modified, current);
    assert.deepEqual(made, patch);
    assert.deepEqual(applyStrategicMergePatch(podSpec, current, made), result);
  });
}

test('threeWayStrategicPatch() merges and deletes in lists of scalars', () => {
  const meta = structSchema('meta/v1.ObjectMeta');
  const current = { finalizers: ['a', 'b', 'theirs'] };
  const patch = threeWayStrategicPatch(meta, { finalizers: ['a', 'b'] }, { finalizers: ['c', 'a'] }, current);
  assert.deepEqual(patch, {
    finalizers: ['c'],
    '$deleteFromPrimitiveList/finalizers': ['b'],
    '$setElementOrder/finalizers': ['c', 'a'],
  });
  assert.deepEqual(applyStrategicMergePatch(meta, current, patch), { finalizers: ['c', 'a', 'theirs'] });
});

test('threeWayStrategicPatch() refuses to undo the changes of others when told so', () => {
  assert.throws(
    () =>
      threeWayStrategicPatch(podSpec, { hostname: 'a' }, { hostname: 'b' }, { hostname: 'c' }, { overwrite: false }),
    PatchConflict,
  );
  assert.deepEqual(
    threeWayStrategicPatch(podSpec, { hostname: 'a' }, { hostname: 'b' }, { hostname: 'a' }, { overwrite: false }),
    { hostname: 'b' },
  );
});

test('threeWayMergePatch() sets, deletes and leaves alone', () => {
  const original = { spec: { a: 1, gone: { x: 1 }, list: [1] }, kind: 'K' };
  const modified = { spec: { a: 2, list: [1, 2], empty: {} }, kind: 'K' };
  const current = { spec: { a: 1, gone: { x: 1 }, list: [1], theirs: true }, status: {}, kind: 'K' };
  assert.deepEqual(threeWayMergePatch(original, modified, current), {
    spec: { gone: null, a: 2, list: [1, 2], empty: {} },
  });
  assert.throws(() => threeWayMergePatch(original, { ...modified, kind: 'L' }, current), {
    message: 'At least one of apiVersion, kind and name was changed',
  });
});
