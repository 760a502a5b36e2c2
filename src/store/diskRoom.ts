/** Whether the disk has room: LMDB reports a full disk as a plain input/output error, so it has to be asked for. */
import { open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What a transaction takes on disk beyond its values: pages of the trees, and the free list. */
const overhead = 1 << 20;

/**
 * Tries to write as much as a transaction of `bytes` needs, behind the end of the data file's size (a limit on the
 * size of files counts as a full disk). Answers the error that this met.
 */
export async function missingRoom(directory: string, bytes: number): Promise<Error | undefined> {
  const path = join(directory, 'probe');
  try {
    const { size } = await stat(join(directory, 'data.mdb'));
    await using file = await open(path, 'w', 0o600);
    const needed = Buffer.alloc(2 * bytes + overhead);
    const { bytesWritten } = await file.write(needed, 0, needed.length, size);
    return bytesWritten < needed.length
      ? new Error(`ENOSPC: ${needed.length} bytes are needed, ${bytesWritten} are there`)
      : undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  } finally {
    await rm(path, { force: true }).catch(() => undefined);
  }
}
