import assert from 'node:assert/strict';
import test from 'node:test';
import type { NodeSelectorRequirement, NodeSelectorTerm } from '../../api/core/v1.ts';
import type { PodInfo } from '../cache/podInfo.ts';
import { cluster, filterAll, info, node, scoreAll } from '../testing/build.ts';
import { nodeAffinity } from './nodeAffinity.ts';

const context = cluster([
  node('a', { labels: { zone: 'x', cores: '4' } }),
  node('b', { labels: { zone: 'y', cores: '16', ssd: '' } }),
  node('c'),
]);
const required = (...nodeSelectorTerms: NodeSelectorTerm[]): PodInfo =>
  info('p', {
    spec: { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } } },
  });
const fitting = (pod: PodInfo): string[] =>
  Object.entries(filterAll(nodeAffinity, pod, context))
    .filter(([, said]) => said === 'fits')
    .map(([name]) => name);
const where = (...matchExpressions: NodeSelectorRequirement[]): string[] => fitting(required({ matchExpressions }));

test('NodeAffinity holds a Pod to its nodeSelector', () => {
  const pod = info('p', { spec: { nodeSelector: { zone: 'x' } } });
  const refusal = "node(s) didn't match Pod's node affinity/selector";
  assert.deepEqual(filterAll(nodeAffinity, pod, context), { a: 'fits', b: refusal, c: refusal });
});

test('NodeAffinity knows every operator', () => {
  assert.deepEqual(where({ key: 'zone', operator: 'In', values: ['y', 'z'] }), ['b']);
  assert.deepEqual(where({ key: 'zone', operator: 'NotIn', values: ['y'] }), ['a', 'c']);
  assert.deepEqual(where({ key: 'ssd', operator: 'Exists' }), ['b']);
  assert.deepEqual(where({ key: 'ssd', operator: 'DoesNotExist' }), ['a', 'c']);
  assert.deepEqual(where({ key: 'cores', operator: 'Gt', values: ['4'] }), ['b']);
  assert.deepEqual(where({ key: 'cores', operator: 'Lt', values: ['5'] }), ['a']);
});

test('NodeAffinity asks for all expressions of one term, and for one term of several', () => {
  assert.deepEqual(where({ key: 'zone', operator: 'Exists' }, { key: 'ssd', operator: 'Exists' }), ['b']);
  const either = required(
    { matchExpressions: [{ key: 'zone', operator: 'In', values: ['x'] }] },
    { matchFields: [{ key: 'metadata.name', operator: 'In', values: ['c'] }] },
  );
  assert.deepEqual(fitting(either), ['a', 'c']);
  assert.deepEqual(fitting(required({})), []);
});

test('NodeAffinity confines a Pod of a DaemonSet to the node that it names', () => {
  const named = (...values: string[]): PodInfo =>
    required({ matchFields: [{ key: 'metadata.name', operator: 'In', values }] });
  const prepared = nodeAffinity.prepareFilter?.(named('b'), context);
  assert.deepEqual(prepared && 'only' in prepared && [...(prepared.only ?? [])], ['b']);
  assert.deepEqual(fitting(named('b')), ['b']);
});

test('NodeAffinity prefers nodes by the weights of the terms that they meet', () => {
  const pod = info('p', {
    spec: {
      affinity: {
        nodeAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            { weight: 30, preference: { matchExpressions: [{ key: 'zone', operator: 'Exists' }] } },
            { weight: 10, preference: { matchExpressions: [{ key: 'ssd', operator: 'Exists' }] } },
          ],
        },
      },
    },
  });
  assert.deepEqual(scoreAll(nodeAffinity, pod, context), { a: 75, b: 100, c: 0 });
});
