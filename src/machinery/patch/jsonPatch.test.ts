import assert from 'node:assert/strict';
import test from 'node:test';
import { ApiError } from '../apiError.ts';
import { applyJsonPatch } from './jsonPatch.ts';
import { applyMergePatch } from './mergePatch.ts';

const object = Object.freeze({ a: { 'x/y': 1, 'm~n': 2 }, list: Object.freeze(['p', 'q', 'r']) });

const applied: [name: string, patch: object[], want: object][] = [
  [
    'adds a member and replaces one',
    [
      { op: 'add', path: '/b', value: 1 },
      { op: 'replace', path: '/b', value: [2] },
    ],
    { ...object, b: [2] },
  ],
  [
    'inserts into and appends to a list',
    [
      { op: 'add', path: '/list/1', value: 'i' },
      { op: 'add', path: '/list/-', value: 'e' },
    ],
    { ...object, list: ['p', 'i', 'q', 'r', 'e'] },
  ],
  ['counts from the end', [{ op: 'remove', path: '/list/-1' }], { ...object, list: ['p', 'q'] }],
  [
    'reads escaped paths',
    [
      { op: 'remove', path: '/a/x~1y' },
      { op: 'test', path: '/a/m~0n', value: 2 },
    ],
    { ...object, a: { 'm~n': 2 } },
  ],
  [
    'moves and copies',
    [
      { op: 'move', from: '/list/0', path: '/list/2' },
      { op: 'copy', from: '/a', path: '/b' },
    ],
    { ...object, list: ['q', 'r', 'p'], b: { 'x/y': 1, 'm~n': 2 } },
  ],
  ['replaces what is not there', [{ op: 'replace', path: '/new', value: null }], { ...object, new: null }],
  ['takes an absent member for null in a test', [{ op: 'test', path: '/nope', value: null }], { ...object }],
];
for (const [name, patch, want] of applied) {
  test(`applyJsonPatch() ${name}`, () => {
    assert.deepEqual(applyJsonPatch(object, patch), want);
  });
}

const refused: [patch: unknown, code: number, why: string][] = [
  [[{ op: 'test', path: '/list/0', value: 'x' }], 422, 'testing value /list/0 failed: test failed'],
  [
    [{ op: 'remove', path: '/nope' }],
    422,
    "error in remove for path: '/nope': Unable to remove nonexistent key: nope: missing value",
  ],
  [
    [{ op: 'add', path: '/n/x', value: 1 }],
    422,
    'add operation does not apply: doc is missing path: "/n/x": missing value',
  ],
  [
    [{ op: 'remove', path: '/list/3' }],
    422,
    "error in remove for path: '/list/3': Unable to access invalid index: 3: invalid index referenced",
  ],
  [[{ op: 'jump', path: '/a' }], 422, 'Unexpected kind: jump'],
  [{ op: 'add' }, 400, ''],
  [Array.from({ length: 10_001 }, () => ({ op: 'test', path: '/nope', value: null })), 413, ''],
];
for (const [patch, code, why] of refused) {
  test(`applyJsonPatch() answers ${code} to ${JSON.stringify(patch).slice(0, 60)}`, () => {
    assert.throws(
      () => applyJsonPatch(object, patch),
      (error) => {
        assert.ok(error instanceof ApiError);
        assert.equal(error.code, code);
        if (code === 422) assert.equal(error.message, 'the server rejected our request due to an error in our request');
        assert.equal(error.details?.causes?.[0]?.message ?? '', why);
        return true;
      },
    );
  });
}

test('applyMergePatch() deletes nulls, merges objects, replaces lists, and leaves its input alone', () => {
  assert.deepEqual(applyMergePatch(object, { a: { 'x/y': null, z: { n: null, k: 1 } }, list: ['s'] }), {
    a: { 'm~n': 2, z: { k: 1 } },
    list: ['s'],
  });
  assert.equal(JSON.stringify(applyMergePatch({}, JSON.parse('{"__proto__":{"a":1}}'))), '{"__proto__":{"a":1}}');
  assert.throws(() => applyMergePatch(object, []), { code: 400 });
});
