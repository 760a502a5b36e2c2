import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  arrayFlag,
  boolFlag,
  durationFlag,
  firstArgument,
  intFlag,
  listFlag,
  parseFlags,
  stringFlag,
} from './flags.ts';

const flags = {
  namespace: stringFlag('', { short: 'n' }),
  output: stringFlag('', { short: 'o' }),
  watch: boolFlag('', { short: 'w' }),
  all: boolFlag('', { short: 'A' }),
  tail: intFlag('', { initial: -1 }),
  file: listFlag('', { short: 'f' }),
  env: arrayFlag(''),
  'dry-run': stringFlag('', { initial: 'none', bare: 'unchanged' }),
  timeout: durationFlag('', '1s'),
};
const parse = (...words: string[]) => parseFlags(flags, words);

describe('flags', () => {
  test('take values after a space, an equals sign, or right behind a short name', () => {
    for (const words of [['-n', 'x'], ['-n=x'], ['-nx'], ['--namespace', 'x'], ['--namespace=x']])
      assert.equal(parse(...words).values.namespace, 'x');
  });
  test('stand anywhere among the arguments', () => {
    const { values, args } = parse('pods', '-oyaml', 'web', '-wA');
    assert.deepEqual([values.output, values.watch, values.all, args], ['yaml', true, true, ['pods', 'web']]);
  });
  test('leave what stands behind -- alone', () => {
    const { args, dash } = parse('web', '--', 'ls', '-w');
    assert.deepEqual([args, dash], [['web', 'ls', '-w'], 1]);
  });
  test('with a bare meaning take no value from the next word', () => {
    const { values, args } = parse('--dry-run', 'client', '--watch=false');
    assert.deepEqual([values['dry-run'], args, values.watch], ['unchanged', ['client'], false]);
  });
  test('that are lists collect, by commas where they say so', () => {
    const { values } = parse('-f', 'a,b', '-f', 'c', '--env', 'A=1,2', '--env', 'B=3');
    assert.deepEqual(
      [values.file, values.env],
      [
        ['a', 'b', 'c'],
        ['A=1,2', 'B=3'],
      ],
    );
  });
  test('are refused in the words of pflag', () => {
    const said = (...words: string[]) => {
      try {
        parse(...words);
      } catch (error) {
        return error instanceof Error ? error.message : '';
      }
      return 'nothing';
    };
    assert.equal(said('--nope'), 'unknown flag: --nope');
    assert.equal(said('-y'), "unknown shorthand flag: 'y' in -y");
    assert.equal(said('-n'), "flag needs an argument: 'n' in -n");
    assert.equal(said('--output'), 'flag needs an argument: --output');
    assert.equal(
      said('--tail=x'),
      'invalid argument "x" for "--tail" flag: strconv.ParseInt: parsing "x": invalid syntax',
    );
    assert.equal(said('--timeout=5'), 'invalid argument "5" for "--timeout" flag: time: missing unit in duration "5"');
  });
  test('before the first argument are passed over with their values', () => {
    assert.equal(firstArgument(flags, ['-n', 'x', '--watch', '--output=yaml', 'get']), 4);
    assert.equal(firstArgument(flags, ['-n', 'x']), -1);
  });
});
