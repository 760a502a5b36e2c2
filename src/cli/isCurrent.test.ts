import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { isCurrent } from './isCurrent.ts';

/** Two sources, and a list of them that is newer. */
async function built() {
  const root = mkdtempSync(join(tmpdir(), 'peapod-current-'));
  const write = (name: string, text = name): string => {
    writeFileSync(join(root, name), text);
    return join(root, name);
  };
  write('a.ts');
  write('b.ts');
  await delay(20);
  const list = write('list', 'a.ts\nb.ts');
  await delay(20);
  return { root, list, write, [Symbol.dispose]: () => rmSync(root, { recursive: true }) };
}

test('isCurrent() holds while no source has changed, and without a list only where there are none', async () => {
  using folder = await built();
  folder.write('c.ts');
  assert.equal(isCurrent(folder.list, folder.root), true);
  assert.equal(isCurrent(join(folder.root, 'none'), folder.root), true);
  mkdirSync(join(folder.root, 'src'));
  assert.equal(isCurrent(join(folder.root, 'none'), folder.root), false);
});

test('isCurrent() notices a source that was written', async () => {
  using folder = await built();
  folder.write('b.ts', 'other');
  assert.equal(isCurrent(folder.list, folder.root), false);
});

test('isCurrent() notices an older file that took the place of a source', async () => {
  using folder = await built();
  const older = folder.write('older', 'other');
  utimesSync(older, 1, 1);
  renameSync(older, join(folder.root, 'a.ts'));
  assert.equal(isCurrent(folder.list, folder.root), false);
});

test('isCurrent() notices a source that is gone', async () => {
  using folder = await built();
  rmSync(join(folder.root, 'a.ts'));
  assert.equal(isCurrent(folder.list, folder.root), false);
});
