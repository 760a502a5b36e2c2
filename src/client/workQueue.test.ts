import assert from 'node:assert/strict';
import test from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { silent } from '../machinery/log.ts';
import { runWorkers } from './runWorkers.ts';
import { eventually } from './testing/eventually.ts';
import { WorkQueue } from './workQueue.ts';

test('keys are handed out in the order in which they were added, each once', async () => {
  const queue = new WorkQueue();
  for (const key of ['a', 'b', 'a', 'c', 'b']) queue.add(key);
  assert.equal(queue.length, 3);
  assert.deepEqual([await queue.take(), await queue.take(), await queue.take()], ['a', 'b', 'c']);
});

test('a key that is processed is not handed out, and is handed out again when it was added meanwhile', async () => {
  const queue = new WorkQueue();
  queue.add('a');
  assert.equal(await queue.take(), 'a');
  queue.add('a');
  queue.add('a');
  let again: string | undefined;
  const taken = queue.take().then((key) => (again = key));
  await delay(2);
  assert.equal(again, undefined);
  queue.done('a');
  assert.equal(await taken, 'a');
  queue.done('a');
  assert.equal(queue.length, 0);
});

test('a key that waits twice comes once, at the earlier moment', async () => {
  const queue = new WorkQueue();
  const start = performance.now();
  queue.addAfter('a', 10_000);
  queue.addAfter('a', 15);
  queue.addAfter('a', 5_000);
  assert.equal(await queue.take(), 'a');
  assert.ok(performance.now() - start < 1_000);
  queue.shutDown();
});

test('the back-off of a key doubles from 5 ms to 1000 s and ends with forget()', () => {
  const queue = new WorkQueue();
  for (let i = 0; i < 30; i += 1) queue.addRateLimited('a');
  assert.equal(queue.retries('a'), 30);
  queue.forget('a');
  assert.equal(queue.retries('a'), 0);
  queue.shutDown();
});

test('shutDown() wakes those who wait, with nothing, and accepts nothing more', async () => {
  const queue = new WorkQueue();
  const taken = queue.take();
  queue.shutDown();
  assert.equal(await taken, undefined);
  queue.add('a');
  assert.equal(await queue.take(), undefined);
});

test('workers try a failed key again, and disposing waits for what is under way', async () => {
  const queue = new WorkQueue();
  const seen: string[] = [];
  let finished = false;
  const workers = runWorkers(
    queue,
    2,
    async (key) => {
      seen.push(key);
      if (key === 'bad' && seen.length < 4) throw new Error('not yet');
      if (key === 'slow') {
        await delay(30);
        finished = true;
      }
    },
    silent,
  );
  queue.add('bad');
  await eventually(() => seen.length === 4);
  queue.add('slow');
  await eventually(() => seen.includes('slow'));
  await workers[Symbol.asyncDispose]();
  assert.ok(finished);
});

test('many workers never process one key at once', async () => {
  const queue = new WorkQueue();
  const busy = new Set<string>();
  let runs = 0;
  const workers = runWorkers(
    queue,
    8,
    async (key) => {
      assert.ok(!busy.has(key));
      busy.add(key);
      await delay(1);
      busy.delete(key);
      runs += 1;
    },
    silent,
  );
  for (let i = 0; i < 200; i += 1) {
    queue.add(`k${i % 5}`);
    if (i % 20 === 0) await delay(1);
  }
  await eventually(() => runs >= 5 && queue.length === 0 && busy.size === 0);
  await workers[Symbol.asyncDispose]();
});
