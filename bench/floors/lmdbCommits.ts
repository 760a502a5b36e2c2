/** LMDB alone, the least that a durable revisioned write can cost: two puts an item, one synced batch at a time. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open } from 'lmdb';
import { ratePerSecond } from '../row.ts';

/** Items a second. */
export async function lmdbCommits(value: Uint8Array = Buffer.alloc(1000, 'x'), lanes = 32): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), 'peapod-bench-'));
  const binary = { encoding: 'binary', keyEncoding: 'binary' } as const;
  const root = open<Buffer, Buffer>({ ...binary, path: directory, noSubdir: false, overlappingSync: false });
  const values = root.openDB<Buffer, Buffer>({ ...binary, name: 'values' });
  const keys = root.openDB<Buffer, Buffer>({ ...binary, name: 'keys' });
  let revision = 0;
  let waiting: { key: string; resolve: () => void }[] = [];
  let writing = false;

  const write = async (): Promise<void> => {
    writing = true;
    await new Promise(setImmediate);
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      await root.batch(() => {
        for (const { key } of batch) {
          const number = Buffer.alloc(8);
          number.writeUInt32BE(++revision, 4);
          void values.put(number, Buffer.from(value));
          void keys.put(Buffer.from(key), number);
        }
      });
      for (const { resolve } of batch) resolve();
    }
    writing = false;
  };

  try {
    return await ratePerSecond(
      lanes,
      3000,
      (lane, call) =>
        new Promise((resolve) => {
          waiting.push({ key: `/registry/pods/namespace-${lane}/pod-${call}`, resolve });
          if (!writing) void write();
        }),
    );
  } finally {
    await root.close();
    await rm(directory, { recursive: true });
  }
}
