import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import type { Plugin } from './framework.ts';
import { SchedulingQueue } from './queue.ts';
import { cluster, info, node, pod, present } from './testing/build.ts';

const fit: Plugin = { name: 'Fit', events: ['node', 'podDeleted'], helps: (_, event) => event.kind === 'node' };
const ports: Plugin = { name: 'Ports', events: ['podDeleted'] };
const someNode = present(cluster([node('a')]).snapshot.nodes[0]);
const nodeAdded = { kind: 'node', changes: new Set(['added'] as const), node: someNode } as const;
const podDeleted = { kind: 'podDeleted', pod: info('gone') } as const;

function queue() {
  let now = 1_000_000;
  const made = new SchedulingQueue([fit, ports], () => now);
  return { queue: made, pass: (ms: number) => (now += ms), [Symbol.dispose]: () => made[Symbol.dispose]() };
}

const name = async (q: SchedulingQueue): Promise<string | undefined> => (await q.next())?.info.pod.metadata.name;

test('the highest priority comes first, then who waits longest', async () => {
  using t = queue();
  for (const each of [pod('low'), pod('high', { spec: { priority: 5 } }), pod('later')]) t.queue.add(each);
  assert.deepEqual([await name(t.queue), await name(t.queue), await name(t.queue)], ['high', 'low', 'later']);
});

test('next() waits for a Pod, and ends when the queue is disposed', async () => {
  using t = queue();
  const waiting = name(t.queue);
  t.queue.add(pod('a'));
  assert.equal(await waiting, 'a');
  const ending = t.queue.next();
  t.queue[Symbol.dispose]();
  assert.equal(await ending, undefined);
});

test('an unschedulable Pod moves on an event that a plugin which refused it says may help, and on no other', async () => {
  using t = queue();
  t.queue.add(pod('a'));
  const queued = present(await t.queue.next());
  t.queue.unschedulable(queued, new Set(['Fit']));
  t.queue.happened(podDeleted);
  assert.equal(t.queue.sizes.unschedulable, 1);
  t.pass(5000);
  t.queue.happened(nodeAdded);
  assert.deepEqual(t.queue.sizes, { active: 1, backoff: 0, unschedulable: 0, gated: 0 });
});

test('a Pod that no plugin refused waits for a node', async () => {
  using t = queue();
  t.queue.add(pod('a'));
  t.queue.unschedulable(present(await t.queue.next()), new Set());
  t.queue.happened(podDeleted);
  assert.equal(t.queue.sizes.unschedulable, 1);
  t.queue.happened(nodeAdded);
  assert.equal(await name(t.queue), 'a');
});

test('a moved Pod backs off 1 s, doubled with each failure, at most 10 s', async () => {
  using t = queue();
  t.queue.add(pod('a'));
  for (const seconds of [1, 2, 4, 8, 10, 10]) {
    const queued = present(await t.queue.next());
    t.queue.unschedulable(queued, new Set(['Ports']));
    t.pass(seconds * 1000 - 1);
    t.queue.happened(podDeleted);
    assert.equal(t.queue.sizes.backoff, 1, `after ${seconds} s`);
  }
});

test('a Pod whose backoff has not ended goes before nothing, but after what is active', async () => {
  using t = queue();
  t.queue.add(pod('moved'));
  t.queue.unschedulable(present(await t.queue.next()), new Set(['Ports']));
  t.queue.happened(podDeleted);
  t.queue.add(pod('active'));
  assert.deepEqual([await name(t.queue), await name(t.queue)], ['active', 'moved']);
});

test('a Pod that failed by an error waits for the end of its backoff', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    using t = queue();
    t.queue.add(pod('a'));
    t.queue.failed(present(await t.queue.next()));
    const waiting = name(t.queue);
    t.queue.happened(podDeleted);
    assert.deepEqual(t.queue.sizes, { active: 0, backoff: 1, unschedulable: 0, gated: 0 });
    t.pass(1000);
    mock.timers.tick(1000);
    assert.equal(await waiting, 'a');
  } finally {
    mock.timers.reset();
  }
});

test('a Pod that was deleted while it was handed out does not come back', async () => {
  using t = queue();
  t.queue.add(pod('a'));
  const queued = present(await t.queue.next());
  t.queue.delete('default/a');
  t.queue.unschedulable(queued, new Set(['Fit']));
  assert.equal(t.queue.sizes.unschedulable, 0);
});

test('a Pod with scheduling gates is held until they are gone', async () => {
  using t = queue();
  const gated = pod('a', { spec: { schedulingGates: [{ name: 'quota' }] } });
  t.queue.add(gated);
  assert.equal(t.queue.sizes.gated, 1);
  const { schedulingGates: _, ...spec } = present(gated.spec);
  t.queue.update({ ...gated, spec }, 'default/a', true);
  assert.equal(await name(t.queue), 'a');
});

test('an unschedulable Pod that changes is tried again; a change of its status alone is none', async () => {
  using t = queue();
  const a = pod('a');
  t.queue.add(a);
  t.queue.unschedulable(present(await t.queue.next()), new Set(['Fit']));
  t.queue.update(a, 'default/a', false);
  assert.equal(t.queue.sizes.unschedulable, 1);
  t.queue.update({ ...a, metadata: { ...a.metadata, labels: { x: 'y' } } }, 'default/a', true);
  assert.equal((await t.queue.next())?.info.labels['x'], 'y');
});
