import assert from 'node:assert/strict';
import test from 'node:test';
import { difference, intersection, isEmpty, parseFieldSet, pathTexts, recursiveDifference, union } from './fieldSet.ts';
import type { FieldSet } from './fieldSet.ts';

const set = (value: unknown): FieldSet => {
  const parsed = parseFieldSet(value);
  assert.ok(parsed);
  return parsed;
};
const json = JSON.stringify;
const a = set({ 'f:a': {}, 'f:b': { '.': {}, 'f:c': {}, 'f:d': {} } });

test('Steps come in the order of fields, keys by their values, values and indices', () => {
  const mixed = set({
    'i:10': {},
    'i:9': {},
    'v:"b"': {},
    'v:2': {},
    'k:{"containerPort":8080,"protocol":"TCP"}': {},
    'k:{"containerPort":443,"protocol":"UDP"}': {},
    'k:{"containerPort":443,"protocol":"TCP"}': {},
    'f:z': {},
  });
  assert.deepEqual(Object.keys(mixed), [
    'f:z',
    'k:{"containerPort":443,"protocol":"TCP"}',
    'k:{"containerPort":443,"protocol":"UDP"}',
    'k:{"containerPort":8080,"protocol":"TCP"}',
    'v:2',
    'v:"b"',
    'i:9',
    'i:10',
  ]);
});

test('A union has the members of both, and is the first set itself when the second adds nothing', () => {
  const b = set({ 'f:b': { 'f:e': {} }, 'f:0': {} });
  assert.equal(json(union(a, b)), '{"f:0":{},"f:a":{},"f:b":{".":{},"f:c":{},"f:d":{},"f:e":{}}}');
  assert.equal(json(union(b, a)), json(union(a, b)));
  assert.equal(union(a, set({ 'f:b': { 'f:c': {} } })), a);
  assert.equal(json(union(set({ 'f:b': {} }), set({ 'f:b': { 'f:c': {} } }))), '{"f:b":{".":{},"f:c":{}}}');
});

test('A difference takes members alone, a recursive one what lies below them too', () => {
  assert.equal(json(difference(a, set({ 'f:b': {} }))), '{"f:a":{},"f:b":{"f:c":{},"f:d":{}}}');
  assert.equal(json(recursiveDifference(a, set({ 'f:b': {} }))), '{"f:a":{}}');
  assert.equal(json(difference(a, set({ 'f:b': { 'f:c': {}, 'f:d': {} } }))), '{"f:a":{},"f:b":{}}');
  assert.ok(isEmpty(difference(a, a)));
  assert.equal(difference(a, set({ 'f:x': {}, 'f:b': { 'f:x': {} } })), a);
});

test('An intersection has what is a member of both', () => {
  assert.equal(
    json(intersection(a, set({ 'f:a': {}, 'f:b': { 'f:d': {}, 'f:e': {} } }))),
    '{"f:a":{},"f:b":{"f:d":{}}}',
  );
});

test('Paths read as in messages of conflicts, shallow ones first', () => {
  const paths = pathTexts(
    set({
      'f:spec': { 'f:ports': { 'k:{"port":80,"protocol":"TCP"}': { '.': {}, 'f:name': {} } }, 'f:x': {} },
      'f:f': { 'v:"a"': {} },
    }),
  );
  assert.deepEqual(paths, [
    '.f[="a"]',
    '.spec.x',
    '.spec.ports[port=80,protocol="TCP"]',
    '.spec.ports[port=80,protocol="TCP"].name',
  ]);
});

test('A malformed set is refused, and steps of sorts that are not known are left out', () => {
  for (const bad of [[], 'x', { f: {} }, { 'f:a': 1 }, { 'k:{': {} }, { 'i:x': {} }])
    assert.equal(parseFieldSet(bad), undefined);
  assert.deepEqual(parseFieldSet({ 'q:new': {}, 'f:a': {} }), { 'f:a': {} });
});
