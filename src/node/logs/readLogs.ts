/**
 * The log of a container as `kubectl logs` asks for it (API: PodLogOptions).
 *
 * Guarantees: with `follow` every entry comes once and in order, also over rotations that happen meanwhile, and the log
 * ends when the container has; nothing is polled.
 */
import { watch } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { entryTime, parseLine } from './criLine.ts';
import { rotatedLogs } from './rotate.ts';
import { tailOffset } from './tail.ts';

export interface LogOptions {
  readonly follow?: boolean | undefined;
  readonly timestamps?: boolean | undefined;
  readonly tailLines?: number | undefined;
  readonly limitBytes?: number | undefined;
  /** Milliseconds since the epoch: earlier entries are left out. */
  readonly since?: number | undefined;
  /** Only this stream. */
  readonly stream?: 'stdout' | 'stderr' | undefined;
  /** For `follow`: resolves when the container has stopped and its log is complete. */
  readonly stopped?: Promise<void> | undefined;
  readonly signal: AbortSignal;
}

const newline = 0x0a;
const chunkSize = 64 * 1024;
/** Milliseconds for which the runtime may still write to a log that was set aside what it had in hand. */
const settleTime = 200;

export async function* readLogs(path: string, options: LogOptions): AsyncGenerator<Buffer> {
  let left = options.limitBytes ?? Infinity;
  for await (const text of entries(path, options)) {
    if (left <= 0) return;
    yield text.length > left ? text.subarray(0, left) : text;
    left -= text.length;
  }
}

async function* entries(path: string, options: LogOptions): AsyncGenerator<Buffer> {
  const changes = options.follow ? watchFile(path, options) : undefined;
  let file: FileHandle | undefined;
  try {
    file = await open(path);
    let position = options.tailLines === undefined ? 0 : await tailOffset(file, options.tailLines);
    let rest: Buffer = Buffer.alloc(0);
    let lineStart = true;
    let settled = false;
    for (;;) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(chunkSize), 0, chunkSize, position);
      position += bytesRead;
      if (bytesRead > 0) {
        const data: Buffer =
          rest.length === 0 ? buffer.subarray(0, bytesRead) : Buffer.concat([rest, buffer.subarray(0, bytesRead)]);
        const parts: Buffer[] = [];
        let at = 0;
        for (let end = data.indexOf(newline); end >= 0; end = data.indexOf(newline, at)) {
          const entry = parseLine(data.subarray(at, end));
          at = end + 1;
          if (entry === undefined) continue;
          if (options.stream !== undefined && entry.stream !== options.stream) continue;
          if (options.since !== undefined && entryTime(entry) < options.since) continue;
          if (options.timestamps && lineStart) parts.push(Buffer.from(`${entry.time} `));
          parts.push(entry.text);
          lineStart = !entry.partial;
        }
        rest = data.subarray(at);
        if (parts.length > 0) yield Buffer.concat(parts);
        settled = false;
        continue;
      }
      if (changes === undefined || options.signal.aborted) return;
      const next = await nextFile(path, file);
      if (next !== undefined && !settled) {
        await sleep(settleTime);
        settled = true;
        continue;
      }
      if (next !== undefined) {
        await file.close();
        file = await open(next);
        position = 0;
        rest = Buffer.alloc(0);
        settled = false;
        continue;
      }
      if (changes.ended()) return;
      await changes.next();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  } finally {
    changes?.close();
    await file?.close();
  }
}

/**
 * The file that goes on where this one ends, once another has taken the path: the one that was set aside after it, where
 * there was more than one rotation and that is not compressed yet, else the one at the path.
 */
async function nextFile(path: string, file: FileHandle): Promise<string | undefined> {
  const inode = (name: string): Promise<number | undefined> =>
    stat(name).then(
      ({ ino }) => ino,
      () => undefined,
    );
  const [current, { ino: mine }] = await Promise.all([inode(path), file.stat()]);
  if (current === undefined || current === mine) return undefined;
  const aside = (await rotatedLogs(path)).filter((name) => !name.endsWith('.gz'));
  const inodes = await Promise.all(aside.map(inode));
  return aside[inodes.indexOf(mine) + 1] ?? path;
}

interface Changes {
  /** Resolves when something may be new since it was asked last, or nothing will come any more. */
  next(): Promise<void>;
  /** The container has stopped, and that was known before the last look at the file. */
  ended(): boolean;
  close(): void;
}

function watchFile(path: string, { signal, stopped }: LogOptions): Changes {
  let pending = false;
  let stop = stopped === undefined;
  let seenStop = false;
  let wake: (() => void) | undefined;
  const tell = (): void => {
    pending = true;
    wake?.();
  };
  const name = basename(path);
  const watcher = watch(dirname(path), (_, changed) => {
    if (changed === null || changed === name) tell();
  });
  watcher.on('error', tell);
  const end = (): void => {
    stop = true;
    tell();
  };
  stopped?.then(end, end);
  signal.addEventListener('abort', tell, { once: true });
  return {
    async next() {
      if (!pending)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      pending = false;
      wake = undefined;
      seenStop = stop;
    },
    ended: () => seenStop,
    close() {
      watcher.close();
      signal.removeEventListener('abort', tell);
    },
  };
}
