/**
 * Exclusive ownership of a directory: a kernel lock (flock) on `owner.lock`, which ends with the process however it
 * dies. Node has no call for it, so flock(1) takes it on our open file; the lock belongs to that file, not to the
 * helper, which is gone at once.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { StoreError } from './store.ts';

/** StoreError Locked, naming the process that holds the directory. Dispose to release. */
export async function lockDirectory(directory: string): Promise<AsyncDisposable> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const path = join(directory, 'owner.lock');
  const file = await open(path, 'a+', 0o600);
  try {
    const helper = spawn('flock', ['-x', '-n', '3'], { stdio: ['ignore', 'ignore', 'ignore', file.fd] });
    // once() rejects when flock is not installed.
    const [code] = await once(helper, 'exit');
    if (code !== 0) {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(16), 0, 16, 0);
      const pid = buffer.toString('utf8', 0, bytesRead).trim() || 'unknown';
      throw new StoreError(
        'Locked',
        `${directory} is in use by the process with pid ${pid}; stop it, or use another directory`,
      );
    }
    await file.truncate(0);
    await file.write(`${process.pid}\n`);
    return { [Symbol.asyncDispose]: () => file.close() };
  } catch (error) {
    await file.close();
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new StoreError('InputOutput', "the command 'flock' is missing: install the package util-linux", error);
    }
    throw error;
  }
}
