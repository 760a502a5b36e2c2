import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { rotateLog } from './rotate.ts';

test('a log that is too large is set aside, older ones are compressed, and few are kept', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'peapod-rotate-'));
  t.after(() => rm(directory, { recursive: true }));
  const path = join(directory, '0.log');
  const limits = { maxBytes: 4, maxFiles: 3 };
  await writeFile(path, 'abc');
  assert.equal(await rotateLog(path, async () => undefined, limits), false);
  for (const text of ['first', 'second', 'third']) {
    await writeFile(path, text);
    assert.equal(await rotateLog(path, () => writeFile(path, ''), limits), true);
    await sleep(2);
  }
  const [older = '', newest = '', ...more] = (await readdir(directory)).filter((n) => n !== '0.log').sort();
  assert.deepEqual(more, []);
  assert.equal(gunzipSync(await readFile(join(directory, older))).toString(), 'second');
  assert.equal(await readFile(join(directory, newest), 'utf8'), 'third');
});

test('a runtime that cannot begin a new log keeps the old one', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'peapod-rotate-'));
  t.after(() => rm(directory, { recursive: true }));
  const path = join(directory, '0.log');
  await writeFile(path, 'text');
  await assert.rejects(
    rotateLog(path, () => Promise.reject(new Error('no')), { maxBytes: 1, maxFiles: 2 }),
    { message: 'no' },
  );
  assert.equal(await readFile(path, 'utf8'), 'text');
});
