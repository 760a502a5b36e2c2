/**
 * Writing tar archives (POSIX ustar with pax headers for what does not fit). The same entries give the same bytes:
 * order is the caller's, times are zero.
 */

export interface TarEntry {
  /** Without a leading slash. */
  readonly path: string;
  readonly type: 'file' | 'directory' | 'symlink' | 'hardlink';
  /** Permission bits, with set-id and sticky. */
  readonly mode: number;
  readonly uid?: number;
  readonly gid?: number;
  /** Of a link. A hard link's is a path in the archive. */
  readonly target?: string;
  /** Of a file. */
  readonly content?: Uint8Array;
}

const block = 512;
const typeFlags = { file: '0', hardlink: '1', symlink: '2', directory: '5' } as const;

/** The archive in pieces, to be written one after the other. */
export function* tar(entries: Iterable<TarEntry>): Iterable<Uint8Array> {
  for (const entry of entries) {
    const name = entry.type === 'directory' ? `${entry.path}/` : entry.path;
    const records = paxRecords(name, entry.target ?? '');
    if (records !== '') {
      const body = Buffer.from(records);
      yield header({ path: 'pax', type: 'file', mode: 0o644 }, 'pax', '', body.length, 'x');
      yield* padded(body);
    }
    const content = entry.content ?? new Uint8Array();
    yield header(entry, name, entry.target ?? '', content.length, typeFlags[entry.type]);
    yield* padded(content);
  }
  yield new Uint8Array(2 * block);
}

function header(entry: TarEntry, name: string, target: string, size: number, flag: string): Uint8Array {
  const bytes = Buffer.alloc(block);
  const octal = (value: number, offset: number, width: number) => {
    bytes.write(`${value.toString(8).padStart(width - 1, '0')}\0`, offset, 'latin1');
  };
  bytes.write(truncated(name), 0);
  octal(entry.mode, 100, 8);
  octal(entry.uid ?? 0, 108, 8);
  octal(entry.gid ?? 0, 116, 8);
  octal(size, 124, 12);
  octal(0, 136, 12);
  bytes.write('        ', 148, 'latin1');
  bytes.write(flag, 156, 'latin1');
  bytes.write(truncated(target), 157);
  bytes.write('ustar\x0000', 257, 'latin1');
  const checksum = bytes.reduce((sum, byte) => sum + byte, 0);
  bytes.write(`${checksum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return bytes;
}

/** Names longer than their field; the field itself then holds their beginning. */
function paxRecords(name: string, target: string): string {
  return (fits(name) ? '' : paxRecord('path', name)) + (fits(target) ? '' : paxRecord('linkpath', target));
}

/** `length key=value\n`, where the length counts its own digits. */
function paxRecord(key: string, value: string): string {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest + String(rest).length;
  if (rest + String(length).length > length) length = rest + String(length).length;
  return `${length} ${key}=${value}\n`;
}

function fits(name: string): boolean {
  return Buffer.byteLength(name) <= 100;
}

function truncated(name: string): string {
  return fits(name) ? name : Buffer.from(name).subarray(0, 100).toString('latin1');
}

function* padded(content: Uint8Array): Iterable<Uint8Array> {
  if (content.length === 0) return;
  yield content;
  const rest = content.length % block;
  if (rest > 0) yield new Uint8Array(block - rest);
}
