import assert from 'node:assert/strict';
import test from 'node:test';
import { cluster, info, node, pod, scoreAll } from '../testing/build.ts';
import { imageLocality } from './imageLocality.ts';
import { nodeResourcesBalancedAllocation } from './nodeResourcesBalancedAllocation.ts';

test('NodeResourcesBalancedAllocation prefers the node on which CPU and memory are used alike', () => {
  const allocatable = { cpu: '4', memory: '4Gi' };
  const context = cluster(
    [node('skewed', { allocatable }), node('even', { allocatable })],
    [
      pod('a', { requests: { cpu: '3' }, node: 'skewed' }),
      pod('b', { requests: { cpu: '1', memory: '1Gi' }, node: 'even' }),
    ],
  );
  assert.deepEqual(
    scoreAll(nodeResourcesBalancedAllocation, info('p', { requests: { cpu: '1', memory: '1Gi' } }), context),
    { skewed: 62, even: 100 },
  );
});

test('ImageLocality prefers the node that has the image, untagged names meaning latest', () => {
  const context = cluster([node('has', { images: { 'nginx:latest': 500 * 1024 * 1024 } }), node('not')]);
  const scores = scoreAll(imageLocality, info('p'), context);
  assert.ok((scores['has'] ?? 0) > 20 && scores['not'] === 0);
});
