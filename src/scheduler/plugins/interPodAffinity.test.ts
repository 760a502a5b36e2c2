import assert from 'node:assert/strict';
import test from 'node:test';
import type { Affinity, PodAffinityTerm } from '../../api/core/v1.ts';
import { cluster, filterAll, info, node, pod, present, scoreAll } from '../testing/build.ts';
import { interPodAffinity } from './interPodAffinity.ts';

const nodes = [
  node('a', { labels: { zone: 'x' } }),
  node('b', { labels: { zone: 'x' } }),
  node('c', { labels: { zone: 'y' } }),
  node('d'),
];
const term = (app: string, topologyKey: string, more: Partial<PodAffinityTerm> = {}): PodAffinityTerm => ({
  labelSelector: { matchLabels: { app } },
  topologyKey,
  ...more,
});
const near = (...terms: PodAffinityTerm[]): Affinity => ({
  podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms },
});
const away = (...terms: PodAffinityTerm[]): Affinity => ({
  podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms },
});
const db = pod('db', { labels: { app: 'db' }, node: 'a' });
const say = (affinity: Affinity, pods = [db], labels: Record<string, string> = {}) =>
  filterAll(
    interPodAffinity,
    info('p', { labels, spec: { affinity } }),
    cluster(nodes, pods, { namespaceLabels: (name) => ({ name }) }),
  );

const notNear = "node(s) didn't match pod affinity rules";
const tooNear = "node(s) didn't match pod anti-affinity rules";

test('InterPodAffinity holds a Pod to the place of the Pods it needs', () => {
  assert.deepEqual(say(near(term('db', 'zone'))), { a: 'fits', b: 'fits', c: notNear, d: notNear });
  assert.deepEqual(say(near(term('none', 'zone'))), { a: notNear, b: notNear, c: notNear, d: notNear });
});

test('InterPodAffinity lets the first of Pods that need each other go where the label is', () => {
  assert.deepEqual(say(near(term('web', 'zone')), [db], { app: 'web' }), {
    a: 'fits',
    b: 'fits',
    c: 'fits',
    d: notNear,
  });
});

test('InterPodAffinity keeps a Pod away from those it avoids', () => {
  assert.deepEqual(say(away(term('db', 'zone'))), { a: tooNear, b: tooNear, c: 'fits', d: 'fits' });
  assert.deepEqual(say(away(term('db', 'kubernetes.io/hostname'))), { a: tooNear, b: 'fits', c: 'fits', d: 'fits' });
});

test('InterPodAffinity keeps a Pod away from those that avoid it', () => {
  const lonely = pod('lonely', { node: 'a', spec: { affinity: away(term('web', 'zone')) } });
  const refusal = "node(s) didn't satisfy existing pods anti-affinity rules";
  assert.deepEqual(say({}, [lonely], { app: 'web' }), { a: refusal, b: refusal, c: 'fits', d: 'fits' });
  assert.deepEqual(say({}, [lonely], { app: 'other' }), { a: 'fits', b: 'fits', c: 'fits', d: 'fits' });
});

test('InterPodAffinity looks into other namespaces only when the term says so', () => {
  const elsewhere = pod('db', { namespace: 'other', labels: { app: 'db' }, node: 'a' });
  const place = (more: Partial<PodAffinityTerm>): string | undefined =>
    say(near(term('db', 'zone', more)), [elsewhere])['b'];
  assert.equal(place({}), notNear);
  assert.equal(place({ namespaces: ['other'] }), 'fits');
  assert.equal(place({ namespaceSelector: { matchLabels: { name: 'other' } } }), 'fits');
  assert.equal(place({ namespaceSelector: {} }), 'fits');
});

test('InterPodAffinity prefers near and avoids far by weight', () => {
  const affinity: Affinity = {
    podAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 10, podAffinityTerm: term('db', 'zone') }],
    },
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 5, podAffinityTerm: term('db', 'kubernetes.io/hostname') },
      ],
    },
  };
  assert.deepEqual(scoreAll(interPodAffinity, info('p', { spec: { affinity } }), cluster(nodes, [db])), {
    a: 50,
    b: 100,
    c: 0,
    d: 0,
  });
});

test('InterPodAffinity follows what-if changes', () => {
  const context = cluster(nodes, [db]);
  const prepared = interPodAffinity.prepareFilter?.(
    info('p', { spec: { affinity: away(term('db', 'zone')) } }),
    context,
  );
  assert.ok(prepared && 'filter' in prepared);
  const a = present(context.snapshot.node('a'));
  const there = present(a.pods.get('default/db'));
  prepared.podRemoved?.(there, a);
  assert.equal(prepared.filter(a), undefined);
  prepared.podAdded?.(there, a);
  assert.notEqual(prepared.filter(a), undefined);
});
