import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test from 'node:test';
import { layoutOf } from '../layout.ts';
import { announce, AlreadyRunningError, type ProcessState } from './announce.ts';
import { currentState, observe } from './observe.ts';

const newLayout = () => layoutOf(`/nowhere/${randomUUID()}`);
const state = (ready: boolean): ProcessState => ({ role: 'node', pid: process.pid, ready, components: [] });

test('only one process a role and cluster announces itself', async () => {
  const layout = newLayout();
  await using _first = await announce(layout, 'node', async () => state(true));
  await assert.rejects(
    announce(layout, 'node', async () => state(true)),
    AlreadyRunningError,
  );
  await using _other = await announce(layout, 'control-plane', async () => state(true));
});

test('observe() yields the state of now, then every change, and ends with the process', async () => {
  const layout = newLayout();
  let ready = false;
  const announcement = await announce(layout, 'node', async () => state(ready));
  const seen: boolean[] = [];
  for await (const { ready: now } of observe(layout, 'node')) {
    seen.push(now);
    ready = true;
    if (now) await announcement[Symbol.asyncDispose]();
    else await announcement.publish();
  }
  assert.deepEqual(seen, [false, true]);
});

test('observe() ends when it is called off', { timeout: 5_000 }, async () => {
  const layout = newLayout();
  await using _announcement = await announce(layout, 'node', async () => state(true));
  const stop = new AbortController();
  for await (const _ of observe(layout, 'node', stop.signal)) setTimeout(() => stop.abort(), 10);
});

test('currentState() is undefined when nothing runs', async () => {
  assert.equal(await currentState(newLayout(), 'node'), undefined);
});
