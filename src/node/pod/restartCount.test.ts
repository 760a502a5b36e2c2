import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { restartCountFromLogs } from './restartCount.ts';

test('restartCountFromLogs() goes on after the newest log, rotated or not', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'peapod-logs-'));
  try {
    assert.equal(await restartCountFromLogs(folder), 0);
    for (const name of ['0.log', '2.log', '10.log.20250131-080000', 'other'])
      writeFileSync(path.join(folder, name), '');
    assert.equal(await restartCountFromLogs(folder), 11);
    assert.equal(await restartCountFromLogs(path.join(folder, 'ghost')), 0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
