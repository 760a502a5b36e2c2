import assert from 'node:assert/strict';
import test from 'node:test';
import { cluster, filterAll, info, node } from '../testing/build.ts';
import { nodeUnschedulable } from './nodeUnschedulable.ts';

const context = cluster([node('open'), node('cordoned', { spec: { unschedulable: true } })]);

test('NodeUnschedulable refuses a cordoned node', () => {
  assert.deepEqual(filterAll(nodeUnschedulable, info('a'), context), {
    open: 'fits',
    cordoned: 'node(s) were unschedulable',
  });
});

test('NodeUnschedulable lets a Pod pass that tolerates the taint', () => {
  const tolerant = info('a', {
    spec: { tolerations: [{ key: 'node.kubernetes.io/unschedulable', operator: 'Exists' }] },
  });
  assert.deepEqual(filterAll(nodeUnschedulable, tolerant, context), { open: 'fits', cordoned: 'fits' });
});
