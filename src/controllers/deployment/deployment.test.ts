import assert from 'node:assert/strict';
import test from 'node:test';
import type { Deployment } from '../../api/apps/v1.ts';
import { currentSetAnnotations } from './annotations.ts';
import { maxSurge, maxUnavailable } from './limits.ts';
import { shares } from './proportional.ts';
import type { StoredSet } from './replicaSetLists.ts';
import { canonical, fnv32a, safeEncode, templateHash } from './templateHash.ts';

const deployment = (replicas: number, surge: number | string, unavailable: number | string): Deployment => ({
  metadata: { name: 'web' },
  spec: {
    replicas,
    selector: {},
    template: {},
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: surge, maxUnavailable: unavailable } },
  },
});

const set = (name: string, replicas: number, max: number, created = name): StoredSet => ({
  metadata: {
    name,
    uid: name,
    resourceVersion: '1',
    creationTimestamp: `2025-01-01T00:00:0${created.length}Z`,
    annotations: { 'deployment.kubernetes.io/max-replicas': String(max), 'deployment.kubernetes.io/revision': '3' },
  },
  spec: { replicas, selector: {} },
});

test('surge is rounded up, unavailability down, and both zero lets one be unavailable', () => {
  assert.deepEqual([maxSurge(deployment(2, '25%', '25%')), maxUnavailable(deployment(2, '25%', '25%'))], [1, 0]);
  assert.deepEqual([maxSurge(deployment(10, '25%', '25%')), maxUnavailable(deployment(10, '25%', '25%'))], [3, 2]);
  assert.deepEqual([maxSurge(deployment(1, 0, '25%')), maxUnavailable(deployment(1, 0, '25%'))], [0, 1]);
  assert.equal(maxUnavailable(deployment(2, 0, 5)), 2);
});

test('sets in the middle of a rollout share growth and shrinkage in proportion, and the largest takes the remainder', () => {
  const grown = shares(deployment(15, 3, 2), [set('old', 8, 13), set('newer', 5, 13)]);
  assert.deepEqual(
    grown.map(({ set: { metadata }, replicas }) => [metadata.name, replicas]),
    [
      ['old', 11],
      ['newer', 7],
    ],
  );
  const shrunk = shares(deployment(5, 3, 2), [set('old', 8, 13), set('newer', 5, 13)]);
  assert.deepEqual(
    shrunk.map(({ replicas }) => replicas),
    [5, 3],
  );
  assert.deepEqual(
    shares(deployment(0, 3, 2), [set('old', 8, 13), set('newer', 5, 13)]).map(({ replicas }) => replicas),
    [0, 0],
  );
});

test('a revision only rises, and the former one goes into the history', () => {
  const old = set('old', 1, 1);
  assert.equal(currentSetAnnotations({}, old, 2)['deployment.kubernetes.io/revision'], '3');
  const next = currentSetAnnotations(
    { metadata: { annotations: { note: 'x', 'kubectl.kubernetes.io/last-applied-configuration': '{}' } } },
    old,
    5,
  );
  assert.deepEqual(next, {
    note: 'x',
    'deployment.kubernetes.io/max-replicas': '1',
    'deployment.kubernetes.io/revision': '5',
    'deployment.kubernetes.io/revision-history': '3',
  });
});

test('the hash of a template does not depend on the order of fields, but on the collision count', () => {
  assert.equal(canonical({ b: 1, a: { d: null, c: ['x'] }, e: [] }), '{"a":{"c":["x"]},"b":1}');
  assert.equal(fnv32a('a'), 0xe40c292c);
  assert.equal(safeEncode('0123456789'), '456789bcdf');
  const template = { metadata: { labels: { a: '1', b: '2' } } };
  assert.equal(
    templateHash(template, undefined),
    templateHash({ metadata: { labels: { b: '2', a: '1' } } }, undefined),
  );
  assert.notEqual(templateHash(template, 1), templateHash(template, undefined));
});
