import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compileJsonPath, relaxedJsonPath } from './jsonPath.ts';

const list = {
  kind: 'List',
  items: [
    { metadata: { name: 'a', labels: { 'app.kubernetes.io/name': 'x' } }, spec: { n: 1, on: true, list: [1, 2, 3] } },
    { metadata: { name: 'b' }, spec: { n: 2.5, on: false, list: [] } },
  ],
};
const print = (template: string): string => compileJsonPath(template).print(list);

describe('JSONPath', () => {
  test('prints fields, with or without root and at sign', () => {
    assert.equal(print('{.kind} {$.kind} {@.kind}'), 'List List List');
  });
  test('joins several results with a space', () => assert.equal(print('{.items[*].metadata.name}'), 'a b'));
  test('ranges, with text and escapes between', () => {
    assert.equal(print('{range .items[*]}{.metadata.name}{"\\t"}{.spec.n}{"\\n"}{end}'), 'a\t1\nb\t2.5\n');
  });
  test('takes indexes, negative ones and slices', () => {
    assert.equal(print('{.items[0].spec.list[-1]} {.items[0].spec.list[0:2]} {.items[-1:].metadata.name}'), '3 1 2 b');
  });
  test('takes names with dots, escaped or quoted', () => {
    assert.equal(print('{.items[0].metadata.labels.app\\.kubernetes\\.io/name}'), 'x');
    assert.equal(print("{.items[0].metadata.labels['app.kubernetes.io/name']}"), 'x');
  });
  test('filters by comparison and by existence', () => {
    assert.equal(print('{.items[?(@.spec.n>1)].metadata.name}'), 'b');
    assert.equal(print('{.items[?(@.metadata.name=="a")].spec.n}'), '1');
    assert.equal(print('{.items[?(@.metadata.labels)].metadata.name}'), 'a');
    assert.equal(print('{.items[?(@.spec.on==true)].metadata.name}'), 'a');
  });
  test('unites members and descends into everything', () => {
    assert.equal(print("{.items[0].metadata['name','labels']}"), 'a {"app.kubernetes.io/name":"x"}');
    assert.equal(print('{..name}'), 'a b');
  });
  test('prints objects and lists as JSON', () => assert.equal(print('{.items[0].spec.list}'), '[1,2,3]'));
  test('yields nothing for what is missing, and says so when strict', () => {
    assert.equal(print('{.nope.deeper}'), '');
    assert.throws(() => compileJsonPath('{.nope}', { strict: true }).print(list), /nope is not found/);
  });
  test('refuses what is no template', () => {
    assert.throws(() => compileJsonPath('{.items[*'), /unterminated array/);
    assert.throws(() => compileJsonPath('{range .items[*]}x'), /unclosed range/);
    assert.throws(() => compileJsonPath('{.items["a"]}'), /invalid array index/);
  });
});

describe('a relaxed path', () => {
  test('means the same with and without braces and dot', () => {
    for (const text of ['a.b', '.a.b', '{a.b}', '{.a.b}']) assert.equal(relaxedJsonPath(text), '{.a.b}');
  });
  test('is refused with braces inside', () => assert.throws(() => relaxedJsonPath('a{b'), /unexpected path string/));
});
