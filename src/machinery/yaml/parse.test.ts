import assert from 'node:assert/strict';
import test from 'node:test';
import { parseYaml, parseYamlStream, YamlError } from '../yaml.ts';

const scalars: [text: string, value: unknown][] = [
  ['0777', 511],
  ['0x1f', 31],
  ['0o17', 15],
  ['0b101', 5],
  ['-07', -7],
  ['08', 8],
  ['1_000', 1000],
  ['+5', 5],
  ['1e3', 1000],
  ['.5', 0.5],
  ['1.50', 1.5],
  ['5e-7', 5e-7],
  ['18446744073709551615', 2 ** 64],
  ['yes', true],
  ['y', true],
  ['On', true],
  ['no', false],
  ['OFF', false],
  ['~', null],
  ['Null', null],
  ['', null],
  ['2025-01-01', '2025-01-01'],
  ['2025-01-31T08:00:00Z', '2025-01-31T08:00:00Z'],
  ['1:30', '1:30'],
  ['1.2.3', '1.2.3'],
  ['_1', '_1'],
  ['--1', '--1'],
  ['1 2', '1 2'],
  ['"yes"', 'yes'],
  ['!!str 12', '12'],
  ['!!binary aGVsbG8gw7Y=', 'hello ö'],
  ['YeS', 'YeS'],
];
for (const [text, value] of scalars) {
  test(`parseYaml() reads the scalar '${text}' as kubectl does`, () => {
    assert.deepEqual(parseYaml(`a: ${text}\n`), { a: value });
  });
}

test('parseYaml() merges << and resolves aliases', () => {
  assert.deepEqual(parseYaml('base: &b {p: 1, q: 2}\nm:\n  <<: *b\n  q: 3\n'), {
    base: { p: 1, q: 2 },
    m: { p: 1, q: 3 },
  });
});

test('parseYaml() makes strings of keys that are none', () => {
  assert.deepEqual(parseYaml('12: a\n1.5: b\n'), { 12: 'a', 1.5: 'b' });
});

test('parseYaml() refuses a key that is given twice, and names it and the line', () => {
  assert.throws(() => parseYaml('metadata:\n  labels:\n    app: x\n    app: y\n'), {
    name: 'YamlError',
    message: 'yaml: line 4: key "app" already set in map',
  });
});

test('parseYaml() names the line of what is no YAML', () => {
  assert.throws(
    () => parseYaml('a: b\n c: d\n'),
    (error) => error instanceof YamlError && error.message.startsWith('yaml: line 2: '),
  );
  assert.throws(
    () => parseYaml('a:\n\t- b\n'),
    (error) => error instanceof YamlError && error.message.startsWith('yaml: line 2: '),
  );
});

test('parseYaml() refuses what JSON cannot hold', () => {
  assert.throws(() => parseYaml('a: .inf'), { message: 'json: unsupported value: Infinity' });
});

test('parseYaml() refuses aliases that blow a small text up, and objects that contain themselves', () => {
  const lines = ['a0: &a0 [x,x,x,x,x,x,x,x,x,x]'];
  for (let i = 1; i < 9; i++)
    lines.push(
      `a${i}: &a${i} [${Array(10)
        .fill(`*a${i - 1}`)
        .join(',')}]`,
    );
  assert.throws(() => parseYaml(lines.join('\n')), { message: 'yaml: document contains excessive aliasing' });
  assert.throws(() => parseYaml('a: &a [*a]'), { message: 'yaml: document is nested too deeply' });
});

test('parseYamlStream() leaves out documents of nothing but comments', () => {
  assert.deepEqual(parseYamlStream('# head\n---\na: 1\n---\n# none\n---\n{"b": 2}\n'), [{ a: 1 }, { b: 2 }]);
  assert.deepEqual(parseYamlStream(''), []);
});
