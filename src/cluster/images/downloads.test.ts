import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { Downloads } from './downloads.ts';

test('downloads are summed over blobs, and one that is no longer coming has come whole', async (t) => {
  const root = mkdtempSync(join(tmpdir(), 'peapod-downloads-'));
  t.after(() => rmSync(root, { recursive: true }));
  const ingest = join(root, 'io.containerd.content.v1.content', 'ingest');
  const comes = (name: string, bytes: number, total?: number): void => {
    mkdirSync(join(ingest, name), { recursive: true });
    writeFileSync(join(ingest, name, 'data'), 'x'.repeat(bytes));
    if (total !== undefined) writeFileSync(join(ingest, name, 'total'), String(total));
  };
  const downloads = new Downloads(root);
  assert.equal(await downloads.look(), undefined);
  comes('a', 10, 100);
  comes('b', 5, 50);
  comes('of-unknown-size', 7);
  assert.deepEqual(await downloads.look(), { done: 15, total: 150 });
  rmSync(join(ingest, 'a'), { recursive: true });
  assert.deepEqual(await downloads.look(), { done: 105, total: 150 });
});
