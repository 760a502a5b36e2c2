import { statfs } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../userError.ts';

const mebibyte = 1024 * 1024;
/** Enough for the images of the examples, the store and some logs. */
const needed = 500 * mebibyte;

/** Throws UserError when the disk that holds the folder, which need not exist yet, is nearly full. */
export async function checkDisk(folder: string): Promise<void> {
  const { existing, free } = await freeSpace(folder);
  if (free >= needed) return;
  throw new UserError(
    `the disk of ${existing} has ${Math.floor(free / mebibyte)} MiB left; Peapod needs ${needed / mebibyte} MiB to start`,
    'make room there, or choose another folder with --data-dir',
  );
}

async function freeSpace(folder: string): Promise<{ readonly existing: string; readonly free: number }> {
  for (let existing = path.resolve(folder); ; existing = path.dirname(existing)) {
    const stats = await statfs(existing).catch(() => undefined);
    if (stats) return { existing, free: stats.bavail * stats.bsize };
    if (existing === '/') return { existing, free: Infinity };
  }
}
