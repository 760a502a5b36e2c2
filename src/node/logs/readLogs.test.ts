import assert from 'node:assert/strict';
import { appendFile, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestContext } from 'node:test';
import { readLogs } from './readLogs.ts';
import type { LogOptions } from './readLogs.ts';
import { readTail } from './tail.ts';

const at = (second: number): string => `2025-01-01T00:00:0${second}.000000001Z`;
const lines = [
  `${at(0)} stdout F zero`,
  `${at(1)} stderr F one`,
  `${at(2)} stdout P tw`,
  `${at(2)} stdout F o`,
  `${at(3)} stdout F `,
  '',
].join('\n');

async function logFile(t: TestContext, text: string): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'peapod-logs-'));
  t.after(() => rm(directory, { recursive: true }));
  const path = join(directory, '0.log');
  await writeFile(path, text);
  return path;
}

async function read(path: string, options: Partial<LogOptions> = {}): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of readLogs(path, { signal: new AbortController().signal, ...options })) parts.push(part);
  return Buffer.concat(parts).toString();
}

test('reads entries, joins partial ones, and selects as asked', async (t) => {
  const path = await logFile(t, lines);
  assert.equal(await read(path), 'zero\none\ntwo\n\n');
  assert.equal(await read(path, { tailLines: 1 }), '\n');
  assert.equal(await read(path, { tailLines: 0 }), '');
  assert.equal(await read(path, { tailLines: 100 }), 'zero\none\ntwo\n\n');
  assert.equal(await read(path, { limitBytes: 6 }), 'zero\no');
  assert.equal(await read(path, { since: Date.parse(at(2)) }), 'two\n\n');
  assert.equal(await read(path, { stream: 'stderr' }), 'one\n');
  assert.equal(await read(path, { timestamps: true, tailLines: 3 }), `${at(2)} two\n${at(3)} \n`);
  assert.equal(await read(`${path}.none`), '');
});

test('follows what is written, over a rotation, until the container stops', { timeout: 5000 }, async (t) => {
  const path = await logFile(t, `${at(0)} stdout F zero\n`);
  const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
  const reading = read(path, { follow: true, stopped });
  await appendFile(path, `${at(1)} stdout F one\n${at(1)} stdout F ha`);
  await appendFile(path, 'lf\n');
  await rename(path, `${path}.1`);
  await writeFile(path, `${at(2)} stdout F two\n`);
  await appendFile(path, `${at(3)} stdout F last\n`);
  stop();
  assert.equal(await reading, 'zero\none\nhalf\ntwo\nlast\n');
});

test('what the runtime still writes to a log that was set aside is not lost', { timeout: 5000 }, async (t) => {
  const path = await logFile(t, `${at(0)} stdout F zero\n`);
  const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
  const reading = read(path, { follow: true, stopped });
  await rename(path, `${path}.20250101-000001`);
  await writeFile(path, `${at(2)} stdout F two\n`);
  // The reader has seen the end of the first file by now.
  await sleep(50);
  await appendFile(`${path}.20250101-000001`, `${at(1)} stdout F one\n`);
  await sleep(300);
  stop();
  assert.equal(await reading, 'zero\none\ntwo\n');
});

test('a reader that is more than one rotation behind reads every log in its turn', { timeout: 5000 }, async (t) => {
  const path = await logFile(t, `${at(0)} stdout F zero\n`);
  const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
  const reading = read(path, { follow: true, stopped });
  await sleep(50);
  await rename(path, `${path}.20250101-000001`);
  await writeFile(`${path}.20250101-000002`, `${at(1)} stdout F one\n`);
  await writeFile(path, `${at(2)} stdout F two\n`);
  stop();
  assert.equal(await reading, 'zero\none\ntwo\n');
});

test('following ends when the reader leaves', { timeout: 5000 }, async (t) => {
  const path = await logFile(t, lines);
  const leave = new AbortController();
  const reading = read(path, { follow: true, stopped: new Promise(() => undefined), signal: leave.signal });
  setImmediate(() => leave.abort());
  assert.equal(await reading, 'zero\none\ntwo\n\n');
});

test('readTail() reads from the end, over block borders', async (t) => {
  const many = Array.from({ length: 5000 }, (_, i) => `${at(0)} stdout F line ${i} ${'x'.repeat(40)}\n`).join('');
  const path = await logFile(t, many);
  const text = await readTail(path, 80, 1_000_000);
  assert.equal(text.split('\n').length - 1, 80);
  assert.ok(text.startsWith('line 4920 '));
  assert.equal((await readTail(path, 80, 10)).length, 10);
});
