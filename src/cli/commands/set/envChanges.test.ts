import assert from 'node:assert/strict';
import test from 'node:test';
import { parsePairChanges, parseLabelChanges, resourcesAndPairs } from '../../change/pairs.ts';
import { parseTaints, reorganize } from '../taint/changes.ts';
import { changeEnv, envNameOf, parseEnvChanges, splitEnvArguments } from './envChanges.ts';

test('splitEnvArguments() tells resources from changes, and refuses them mixed', () => {
  assert.deepEqual(splitEnvArguments(['deploy/web', 'A=1', 'B-']), { resources: ['deploy/web'], env: ['A=1', 'B-'] });
  assert.equal(splitEnvArguments(['A=1', 'deploy/web']), undefined);
});

test('parseEnvChanges() reads pairs, removals and standard input', () => {
  assert.deepEqual(parseEnvChanges(['A=1', 'B-', '-'], '# no\nC=x=y # note\nnothing\n'), {
    set: [
      { name: 'A', value: '1' },
      { name: 'C', value: 'x=y ' },
    ],
    remove: ['B'],
  });
  assert.throws(() => parseEnvChanges(['A=1', 'A-'], ''), /can not both modify and remove/);
  assert.throws(() => parseEnvChanges(['=1'], ''), /is not a valid key name/);
});

test('changeEnv() keeps places, and appends what is new', () => {
  const present = [{ name: 'A', value: '1' }, { name: 'B' }, { name: 'C' }];
  const set = [
    { name: 'Z', value: 'z' },
    { name: 'A', value: '2' },
  ];
  assert.deepEqual(changeEnv(present, { set, remove: ['B'] }), [
    { name: 'A', value: '2' },
    { name: 'C' },
    { name: 'Z', value: 'z' },
  ]);
  assert.equal(envNameOf('a.b-c'), 'A_B_C');
});

test('pairs come behind resources', () => {
  assert.deepEqual(resourcesAndPairs(['pod', 'a', 'x=y', 'z-'], 'label'), {
    resources: ['pod', 'a'],
    pairs: ['x=y', 'z-'],
  });
  assert.throws(() => resourcesAndPairs(['x=y', 'pod'], 'label'), /specified before label changes: pod/);
  assert.throws(() => parseLabelChanges(['a=b=c']), /invalid label spec: a=b=c/);
  assert.deepEqual(parsePairChanges(['a=b=c', 'd-'], 'annotation'), { set: { a: 'b=c' }, remove: ['d'] });
});

test('taints are added, replaced and taken away', () => {
  const rule = (): string[] => [];
  const changes = parseTaints(['a=b:NoSchedule', 'c-'], rule, rule);
  const present = [{ key: 'c', effect: 'NoExecute' as const }];
  assert.deepEqual(reorganize(present, changes, false), {
    operation: 'modified',
    taints: [{ key: 'a', value: 'b', effect: 'NoSchedule' }],
    missing: [],
  });
  assert.throws(() => parseTaints(['a=b:Nope'], rule, rule), /unsupported taint effect/);
  assert.throws(() => parseTaints(['a=b'], rule, rule), /invalid taint spec: a=b/);
});
