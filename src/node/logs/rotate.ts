/**
 * Keeps the logs of running containers within bounds, as kubelet does: a log that has grown too large is set aside under
 * `<name>.<time>`, the runtime begins a new one, and of those set aside all but the newest are compressed and only a few
 * are kept.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

interface RotationLimits {
  readonly maxBytes: number;
  /** With the one that is being written. */
  readonly maxFiles: number;
}

const defaultRotation: RotationLimits = { maxBytes: 10 * 1024 * 1024, maxFiles: 5 };

/**
 * Returns whether the log was rotated.
 *
 * @param reopen makes the runtime write to a new file at `path`; when it fails, the old one is put back
 */
export async function rotateLog(
  path: string,
  reopen: () => Promise<unknown>,
  { maxBytes, maxFiles }: RotationLimits = defaultRotation,
): Promise<boolean> {
  const size = (await stat(path).catch(() => undefined))?.size ?? 0;
  if (size < maxBytes) return false;
  const stamp = new Date().toISOString().replace(/[-:T]/g, '').replace('.', '-').slice(0, 18);
  const aside = `${path}.${stamp}`;
  const earlier = await rotatedLogs(path);
  await rename(path, aside);
  try {
    await reopen();
  } catch (error) {
    await rename(aside, path);
    throw error;
  }
  const kept = earlier.slice(Math.max(0, earlier.length - (maxFiles - 2)));
  for (const file of earlier) if (!kept.includes(file)) await rm(file, { force: true });
  for (const file of kept) if (!file.endsWith('.gz')) await compress(file);
  return true;
}

/** Those set aside of a log, oldest first. */
export async function rotatedLogs(path: string): Promise<string[]> {
  const directory = dirname(path);
  const names = await readdir(directory).catch(() => []);
  const ours = names.filter((name) => name.startsWith(`${basename(path)}.`) && !name.endsWith('.tmp'));
  return ours.sort().map((name) => join(directory, name));
}

async function compress(file: string): Promise<void> {
  await pipeline(createReadStream(file), createGzip(), createWriteStream(`${file}.gz.tmp`));
  await rename(`${file}.gz.tmp`, `${file}.gz`);
  await rm(file);
}
