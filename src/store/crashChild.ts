/**
 * The child of crash.test.ts: writes until it is killed. Each acknowledged write is a line on standard output,
 * written synchronously: `key sequence revision`, sequence 0 for a deletion.
 */
import { writeSync } from 'node:fs';
import { openLmdbStore } from './lmdbStore.ts';

const [directory = '', point, times = '1'] = process.argv.slice(2);

let left = Number(times);
const store = await openLmdbStore(directory, {
  autoCompaction: { minutes: 60, revisions: 200 },
  atPoint(reached) {
    if (reached === point && --left === 0) process.kill(process.pid, 'SIGKILL');
  },
});

const acknowledge = (key: string, sequence: number, revision: number): void =>
  void writeSync(1, `${key} ${sequence} ${revision}\n`);

async function writer(key: string): Promise<never> {
  let entry = await store.get(key);
  let sequence = entry ? Number(Buffer.from(entry.value).toString('utf8', 0, 10)) : 0;
  for (;;) {
    const value = Buffer.alloc(1000, String(++sequence).padStart(10, '0'));
    entry = entry ? await store.update(key, value, entry.modRevision) : await store.create(key, value);
    acknowledge(key, sequence, entry.modRevision);
    if (sequence % 7 !== 0) continue;
    acknowledge(key, 0, await store.delete(key, entry.modRevision));
    entry = undefined;
  }
}

await Promise.all(Array.from({ length: 32 }, (_, i) => writer(`/w/${i}`)));
