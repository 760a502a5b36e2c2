import assert from 'node:assert/strict';
import test from 'node:test';
import { cluster, filterAll, info, node, pod, present, scoreAll } from '../testing/build.ts';
import { nodeResourcesFit } from './nodeResourcesFit.ts';

const on = (allocatable: Record<string, string>, used: Record<string, string> = {}) =>
  cluster([node('a', { allocatable })], [pod('old', { requests: used, node: 'a' })]);

test('NodeResourcesFit names each resource that is short', () => {
  const context = on({ cpu: '1', memory: '1Gi', 'example.com/gpu': '2' }, { cpu: '600m', 'example.com/gpu': '2' });
  const say = (requests: Record<string, string>): string | undefined =>
    filterAll(nodeResourcesFit, info('p', { requests }), context)['a'];
  assert.equal(say({ cpu: '400m', memory: '1Gi' }), 'fits');
  assert.equal(say({ cpu: '401m' }), 'Insufficient cpu');
  assert.equal(
    say({ cpu: '2', memory: '2Gi', 'ephemeral-storage': '1Ti', 'example.com/gpu': '1', 'example.com/none': '1' }),
    'Insufficient cpu, Insufficient memory, Insufficient ephemeral-storage, Insufficient example.com/gpu, Insufficient example.com/none',
  );
});

test('NodeResourcesFit counts Pods', () => {
  assert.equal(filterAll(nodeResourcesFit, info('p'), on({ pods: '1' }))['a'], 'Too many pods');
});

test('NodeResourcesFit lets a Pod without requests onto a node that is full', () => {
  assert.equal(filterAll(nodeResourcesFit, info('p'), on({ cpu: '1' }, { cpu: '1' }))['a'], 'fits');
});

test('NodeResourcesFit counts init containers, sidecars and overhead', () => {
  const container = (name: string, cpu: string) => ({ name, resources: { requests: { cpu } } });
  const fits = (cpu: string): boolean => {
    const demanding = info('p', {
      spec: {
        containers: [container('main', '300m')],
        overhead: { cpu: '50m' },
        // 200m stays beside the rest; the first step needs 1000m alone, the second 500m beside the sidecar.
        initContainers: [
          container('first', '1'),
          { ...container('sidecar', '200m'), restartPolicy: 'Always' },
          container('second', '900m'),
        ],
      },
    });
    return filterAll(nodeResourcesFit, demanding, on({ cpu }))['a'] === 'fits';
  };
  assert.deepEqual([fits('1150m'), fits('1149m')], [true, false]);
});

test('NodeResourcesFit says whether removing Pods could help', () => {
  const prepared = nodeResourcesFit.prepareFilter?.(info('p', { requests: { cpu: '2' } }), on({ cpu: '2' }));
  assert.ok(prepared && 'filter' in prepared);
  const ask = (cpu: string): boolean | undefined =>
    prepared.filter(present(on({ cpu }, { cpu: '1' }).snapshot.node('a')))?.unresolvable;
  assert.deepEqual([ask('2'), ask('1500m')], [false, true]);
});

test('NodeResourcesFit prefers the node that is used least', () => {
  const context = cluster(
    [
      node('used', { allocatable: { cpu: '4', memory: '4Gi' } }),
      node('free', { allocatable: { cpu: '4', memory: '4Gi' } }),
    ],
    [pod('old', { requests: { cpu: '2', memory: '2Gi' }, node: 'used' })],
  );
  assert.deepEqual(scoreAll(nodeResourcesFit, info('p', { requests: { cpu: '1', memory: '1Gi' } }), context), {
    used: 25,
    free: 75,
  });
});
