/** The log format of CRI: `<RFC 3339 time> <stdout|stderr> <P|F> <text>`, one entry a line. Pure. */

export interface LogEntry {
  /** RFC 3339 with nanoseconds, as it was written. */
  readonly time: string;
  readonly stream: 'stdout' | 'stderr';
  /** With its newline when the entry ends a line; a partial entry has none. */
  readonly text: Buffer;
  /** The line goes on in the next entry of this stream. */
  readonly partial: boolean;
}

const space = 0x20;
const newline = 0x0a;

/** @param line without its newline; undefined when it has not the form of an entry. */
export function parseLine(line: Buffer): LogEntry | undefined {
  const afterTime = line.indexOf(space);
  const afterStream = line.indexOf(space, afterTime + 1);
  if (afterTime <= 0 || afterStream < 0) return undefined;
  let afterTags = line.indexOf(space, afterStream + 1);
  if (afterTags < 0) afterTags = line.length;
  const stream = line.toString('latin1', afterTime + 1, afterStream);
  if (stream !== 'stdout' && stream !== 'stderr') return undefined;
  const partial = line.toString('latin1', afterStream + 1, afterTags).split(':')[0] === 'P';
  const body = line.subarray(Math.min(afterTags + 1, line.length));
  const text = partial ? body : Buffer.concat([body, Buffer.of(newline)]);
  return { time: line.toString('latin1', 0, afterTime), stream, text, partial };
}

/** Milliseconds since the epoch. */
export const entryTime = (entry: LogEntry): number => Date.parse(entry.time);
