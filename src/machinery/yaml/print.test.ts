import assert from 'node:assert/strict';
import test from 'node:test';
import { parseYaml, printYaml } from '../yaml.ts';

test('printYaml() lays out a manifest as kubectl does', () => {
  assert.equal(
    printYaml({
      kind: 'Pod',
      apiVersion: 'v1',
      metadata: { name: 'a', creationTimestamp: null, labels: {}, annotations: undefined },
      spec: { containers: [{ name: 'c', args: ['-c', 'echo'], ports: [] }], matrix: [[1, 2], [{ a: 1, b: [true] }]] },
    }),
    `apiVersion: v1
kind: Pod
metadata:
  creationTimestamp: null
  labels: {}
  name: a
spec:
  containers:
  - args:
    - -c
    - echo
    name: c
    ports: []
  matrix:
  - - 1
    - 2
  - - a: 1
      b:
      - true
`,
  );
});

const scalars: [value: unknown, printed: string][] = [
  ['yes', '"yes"'],
  ['n', '"n"'],
  ['null', '"null"'],
  ['', '""'],
  ['12', '"12"'],
  ['0x1F', '"0x1F"'],
  ['1e3', '"1e3"'],
  ['1:30', '"1:30"'],
  ['2025-01-31T08:00:00Z', '"2025-01-31T08:00:00Z"'],
  ['<<', '<<'],
  ['a: b', "'a: b'"],
  ['a #b', "'a #b'"],
  ['- x', "'- x'"],
  ['-x', '-x'],
  ["it's", "it's"],
  ["'x", "'''x'"],
  [' x', "' x'"],
  ['{x', "'{x'"],
  ['a\tb', '"a\\tb"'],
  ['é', 'é'],
  ['😀', '"\\U0001F600"'],
  [1000000, '1000000'],
  [0.5, '0.5'],
  [123456789.5, '1.234567895e+08'],
  [5e-7, '5e-07'],
  [null, 'null'],
  [false, 'false'],
  ['a\nb', '|-\n  a\n  b'],
  ['a\n\nb\n', '|\n  a\n\n  b'],
  ['a\n\n', '|+\n  a\n'],
  [' a\nb\n', '|2\n   a\n  b'],
  ['a \nb', '"a \\nb"'],
];
for (const [value, printed] of scalars) {
  test(`printYaml() prints ${JSON.stringify(value)} as kubectl does`, () => {
    assert.equal(printYaml({ a: value }), `a: ${printed}\n`);
    assert.deepEqual(parseYaml(`a: ${printed}\n`), { a: value });
  });
}

test('printYaml() folds long lines at spaces', () => {
  const words = 'word '.repeat(40).trim();
  assert.equal(
    printYaml({ a: { b: words } }),
    `a:
  b: word word word word word word word word word word word word word word word word
    word word word word word word word word word word word word word word word word
    word word word word word word word word
`,
  );
  assert.deepEqual(parseYaml(printYaml([{ x: `it: ${words}` }, { y: `\u0001 ${words}` }])), [
    { x: `it: ${words}` },
    { y: `\u0001 ${words}` },
  ]);
});

test('printYaml() orders keys naturally, and sets off a long key', () => {
  const long = 'k'.repeat(140);
  assert.equal(
    printYaml({ a10: 1, a9: 1, B: 1, b: 1, _x: 1, [long]: { c: [1] } }),
    `_x: 1\nB: 1\na9: 1\na10: 1\nb: 1\n? ${long}\n: c:\n  - 1\n`,
  );
});
