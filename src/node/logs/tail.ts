/** The end of a log file, read backwards from its end: cost grows with what is asked for, not with the file. */
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { parseLine } from './criLine.ts';

const newline = 0x0a;
const step = 64 * 1024;

/** Offset at which the last `lines` lines begin. */
export async function tailOffset(file: FileHandle, lines: number): Promise<number> {
  const { size } = await file.stat();
  if (lines <= 0) return size;
  let missing = lines;
  let end = size;
  while (end > 0) {
    const start = Math.max(0, end - step);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(end - start), 0, end - start, start);
    for (let i = bytesRead - 1; i >= 0; i--) {
      // The newline that ends the last line does not begin another one.
      if (buffer[i] !== newline || start + i === size - 1) continue;
      if (--missing === 0) return start + i + 1;
    }
    end = start;
  }
  return 0;
}

/** The text of the last `lines` entries, at most its last `limit` bytes. */
export async function readTail(path: string, lines: number, limit: number): Promise<string> {
  await using file = await open(path);
  const from = await tailOffset(file, lines);
  const { size } = await file.stat();
  const { buffer, bytesRead } = await file.read(Buffer.alloc(size - from), 0, size - from, from);
  const parts: Buffer[] = [];
  for (let at = 0; at < bytesRead; ) {
    const end = buffer.indexOf(newline, at);
    const stop = end < 0 ? bytesRead : end;
    const entry = parseLine(buffer.subarray(at, stop));
    if (entry !== undefined) parts.push(entry.text);
    at = stop + 1;
  }
  const text = Buffer.concat(parts);
  return text.subarray(Math.max(0, text.length - limit)).toString('utf8');
}
