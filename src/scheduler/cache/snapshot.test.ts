import assert from 'node:assert/strict';
import test from 'node:test';
import { info, node, pod } from '../testing/build.ts';
import { Snapshot } from './snapshot.ts';

const onA = (snapshot: Snapshot) => [snapshot.node('a')?.pods.size, snapshot.node('a')?.milliCpu];
const asking = { requests: { cpu: '500m' } };

test('an assumed Pod counts until it is confirmed, and then once', () => {
  const snapshot = new Snapshot();
  snapshot.setNode(node('a'));
  snapshot.assume(info('p', asking), 'a');
  assert.deepEqual(onA(snapshot), [1, 500]);
  snapshot.setPod(pod('p', { ...asking, node: 'a' }), 'default/p');
  assert.deepEqual(onA(snapshot), [1, 500]);
  assert.equal(snapshot.isAssumed('default/p'), false);
  snapshot.forget('default/p');
  assert.deepEqual(onA(snapshot), [1, 500]);
});

test('an assumed Pod that is forgotten counts no more', () => {
  const snapshot = new Snapshot();
  snapshot.setNode(node('a'));
  snapshot.assume(info('p', asking), 'a');
  snapshot.forget('default/p');
  assert.deepEqual(onA(snapshot), [0, 0]);
});

test('a Pod that was bound elsewhere than assumed counts there', () => {
  const snapshot = new Snapshot();
  for (const name of ['a', 'b']) snapshot.setNode(node(name));
  snapshot.assume(info('p', asking), 'a');
  snapshot.setPod(pod('p', { ...asking, node: 'b' }), 'default/p');
  assert.deepEqual([onA(snapshot)[0], snapshot.node('b')?.pods.size], [0, 1]);
});

test('Pods of a node that comes later, or goes and comes again, count', () => {
  const snapshot = new Snapshot();
  snapshot.setPod(pod('p', { ...asking, node: 'a' }), 'default/p');
  assert.equal(snapshot.nodes.length, 0);
  snapshot.setNode(node('a'));
  assert.deepEqual(onA(snapshot), [1, 500]);
  snapshot.removeNode('a');
  assert.equal(snapshot.node('a'), undefined);
  snapshot.setNode(node('a'));
  assert.deepEqual(onA(snapshot), [1, 500]);
});

test('removing a node leaves the others in the list', () => {
  const snapshot = new Snapshot();
  for (const name of ['a', 'b', 'c']) snapshot.setNode(node(name));
  snapshot.removeNode('a');
  snapshot.removeNode('c');
  assert.deepEqual(
    snapshot.nodes.map((each) => each.name),
    ['b'],
  );
});
