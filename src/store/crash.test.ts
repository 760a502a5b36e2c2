import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { openLmdbStore } from './lmdbStore.ts';

interface Acknowledged {
  sequence: number;
  revision: number;
}

/** Lets the child write until it is killed; answers its last acknowledgement of each key. */
async function writeUntilKilled(
  directory: string,
  point: string,
  times: number,
  afterLines?: number,
): Promise<Map<string, Acknowledged>> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'crashChild.ts'), directory, point, String(times)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  let lines = 0;
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk;
    lines += chunk.split('\n').length - 1;
    if (afterLines !== undefined && lines >= afterLines) child.kill('SIGKILL');
  });
  const [, signal] = await once(child, 'close');
  assert.equal(signal, 'SIGKILL');
  const last = new Map<string, Acknowledged>();
  // The last line may be cut: such a write counts as not acknowledged.
  for (const line of output.split('\n').slice(0, -1)) {
    const [key = '', sequence, revision] = line.split(' ');
    last.set(key, { sequence: Number(sequence), revision: Number(revision) });
  }
  return last;
}

/** Every acknowledged write is there, or what its writer did next. Answers the store's revision. */
async function verify(directory: string, acknowledged: Map<string, Acknowledged>): Promise<number> {
  await using store = await openLmdbStore(directory, { autoCompaction: false });
  await store.check();
  const revision = await store.revision();
  for (const [key, last] of acknowledged) {
    assert.ok(revision >= last.revision, `${key} was acknowledged at ${last.revision}, the store is at ${revision}`);
    const entry = await store.get(key);
    if (entry?.modRevision === last.revision) {
      assert.equal(Number(Buffer.from(entry.value).toString('utf8', 0, 10)), last.sequence);
    } else if (entry) {
      assert.ok(entry.modRevision > last.revision, `${key} fell back from ${last.revision} to ${entry.modRevision}`);
    } else {
      assert.ok(last.sequence % 7 === 0, `${key} was acknowledged as ${last.sequence} at ${last.revision} and is gone`);
    }
  }
  return revision;
}

test('kill -9 at named points and at random moments loses no acknowledged write and never turns revisions back', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'peapod-crash-'));
  try {
    let revision = 0;
    const rounds: [point: string, times: number, afterLines?: number][] = [
      ['decided', 9],
      ['written', 8],
      ['published', 7],
      ['swept', 2],
      ['', 0, 1],
      ['', 0, 500 + Math.floor(Math.random() * 2000)],
      ['', 0, 500 + Math.floor(Math.random() * 4000)],
    ];
    for (const [point, times, afterLines] of rounds) {
      const acknowledged = await writeUntilKilled(directory, point, times, afterLines);
      const reached = await verify(directory, acknowledged);
      assert.ok(reached >= revision, `revisions went back from ${revision} to ${reached}`);
      revision = reached;
    }
    assert.ok(revision > 1000);
  } finally {
    await rm(directory, { recursive: true });
  }
});
