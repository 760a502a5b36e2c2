import assert from 'node:assert/strict';
import test from 'node:test';
import type { TopologySpreadConstraint } from '../../api/core/v1.ts';
import { selectorFromSet } from '../../machinery/labels.ts';
import { cluster, filterAll, info, node, pod, scoreAll } from '../testing/build.ts';
import { podTopologySpread } from './podTopologySpread.ts';

const nodes = [
  node('a', { labels: { zone: 'x' } }),
  node('b', { labels: { zone: 'x' } }),
  node('c', { labels: { zone: 'y' } }),
  node('d'),
];
const web = (name: string, on: string, version = '1') => pod(name, { labels: { app: 'web', version }, node: on });
const constraint = (more: Partial<TopologySpreadConstraint> = {}): TopologySpreadConstraint => ({
  maxSkew: 1,
  topologyKey: 'zone',
  whenUnsatisfiable: 'DoNotSchedule',
  labelSelector: { matchLabels: { app: 'web' } },
  ...more,
});
const spreading = (...topologySpreadConstraints: TopologySpreadConstraint[]) =>
  info('p', { labels: { app: 'web', version: '2' }, spec: { topologySpreadConstraints } });

const tooMany = "node(s) didn't match pod topology spread constraints";
const noLabel = `${tooMany} (missing required label)`;

test('PodTopologySpread keeps the fullest place within maxSkew of the emptiest', () => {
  const context = cluster(nodes, [web('1', 'a')]);
  assert.deepEqual(filterAll(podTopologySpread, spreading(constraint()), context), {
    a: tooMany,
    b: tooMany,
    c: 'fits',
    d: noLabel,
  });
  assert.equal(filterAll(podTopologySpread, spreading(constraint({ maxSkew: 2 })), context)['a'], 'fits');
});

test('PodTopologySpread counts only Pods that are alike: same namespace, selector and matchLabelKeys', () => {
  const other = pod('x', { namespace: 'other', labels: { app: 'web' }, node: 'a' });
  assert.equal(filterAll(podTopologySpread, spreading(constraint()), cluster(nodes, [other]))['a'], 'fits');
  const keyed = spreading(constraint({ matchLabelKeys: ['version'] }));
  assert.equal(filterAll(podTopologySpread, keyed, cluster(nodes, [web('1', 'a')]))['a'], 'fits');
});

test('PodTopologySpread takes the emptiest place for 0 with fewer places than minDomains', () => {
  const context = cluster(nodes, [web('1', 'a'), web('2', 'c')]);
  assert.equal(filterAll(podTopologySpread, spreading(constraint()), context)['a'], 'fits');
  assert.equal(filterAll(podTopologySpread, spreading(constraint({ minDomains: 3 })), context)['a'], tooMany);
});

test('PodTopologySpread leaves out nodes that the affinity of the Pod rules out, unless told not to', () => {
  const confined = (nodeAffinityPolicy: 'Honor' | 'Ignore') =>
    info('p', {
      labels: { app: 'web' },
      spec: { nodeSelector: { zone: 'x' }, topologySpreadConstraints: [constraint({ nodeAffinityPolicy })] },
    });
  const context = cluster(nodes, [web('1', 'a')]);
  assert.equal(filterAll(podTopologySpread, confined('Honor'), context)['a'], 'fits');
  assert.equal(filterAll(podTopologySpread, confined('Ignore'), context)['a'], tooMany);
});

test('PodTopologySpread prefers the emptier place when the constraint is a wish', () => {
  const wish = spreading(constraint({ whenUnsatisfiable: 'ScheduleAnyway' }));
  const scores = scoreAll(podTopologySpread, wish, cluster(nodes, [web('1', 'a'), web('2', 'b'), web('3', 'b')]));
  assert.deepEqual(scores, { a: 0, b: 0, c: 100, d: 0 });
});

test('PodTopologySpread spreads replicas over nodes by default', () => {
  const replicaSelectors = () => [selectorFromSet({ app: 'web' })];
  const scores = scoreAll(
    podTopologySpread,
    info('p', { labels: { app: 'web' } }),
    cluster(nodes, [web('1', 'a'), web('2', 'a')], { replicaSelectors }),
  );
  assert.ok((scores['d'] ?? 0) > (scores['a'] ?? 0) && (scores['c'] ?? 0) > (scores['a'] ?? 0));
  assert.deepEqual(scoreAll(podTopologySpread, info('p'), cluster(nodes)), { a: 0, b: 0, c: 0, d: 0 });
});
