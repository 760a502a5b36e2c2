import assert from 'node:assert/strict';
import test from 'node:test';
import type { Taint, Toleration } from '../../api/core/v1.ts';
import { cluster, filterAll, info, node, scoreAll } from '../testing/build.ts';
import { taintToleration } from './taintToleration.ts';

const tainted = (...taints: Taint[]) => cluster([node('a', { spec: { taints } })]);
const tolerating = (...tolerations: Toleration[]) => info('p', { spec: { tolerations } });
const notReady: Taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };

test('TaintToleration refuses a taint that is not tolerated, naming it', () => {
  assert.equal(
    filterAll(taintToleration, info('p'), tainted(notReady))['a'],
    'node(s) had untolerated taint {node.kubernetes.io/not-ready: }',
  );
  const dedicated: Taint = { key: 'dedicated', value: 'db', effect: 'NoExecute' };
  assert.equal(
    filterAll(taintToleration, info('p'), tainted(dedicated))['a'],
    'node(s) had untolerated taint {dedicated: db}',
  );
});

test('TaintToleration matches key, value, operator and effect', () => {
  const taint: Taint = { key: 'k', value: 'v', effect: 'NoSchedule' };
  const fits = (toleration: Toleration): boolean =>
    filterAll(taintToleration, tolerating(toleration), tainted(taint))['a'] === 'fits';
  assert.ok(fits({ key: 'k', value: 'v' }));
  assert.ok(fits({ key: 'k', operator: 'Equal', value: 'v', effect: 'NoSchedule' }));
  assert.ok(fits({ key: 'k', operator: 'Exists' }));
  assert.ok(fits({ operator: 'Exists' }));
  assert.ok(!fits({ key: 'k', value: 'other' }));
  assert.ok(!fits({ key: 'other', operator: 'Exists' }));
  assert.ok(!fits({ key: 'k', operator: 'Exists', effect: 'NoExecute' }));
});

test('TaintToleration passes PreferNoSchedule, and prefers nodes without it', () => {
  const prefer: Taint = { key: 'k', effect: 'PreferNoSchedule' };
  const context = cluster([
    node('two', { spec: { taints: [prefer, { ...prefer, key: 'l' }] } }),
    node('one', { spec: { taints: [prefer] } }),
    node('none'),
  ]);
  assert.equal(filterAll(taintToleration, info('p'), context)['two'], 'fits');
  assert.deepEqual(scoreAll(taintToleration, info('p'), context), { two: 0, one: 50, none: 100 });
  assert.deepEqual(scoreAll(taintToleration, tolerating({ operator: 'Exists' }), context), {
    two: 100,
    one: 100,
    none: 100,
  });
});
