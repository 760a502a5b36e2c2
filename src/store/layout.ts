/**
 * What lies on disk, format 1. Three LMDB databases with binary keys; numbers are big-endian, 8 bytes a revision.
 *
 *  log    revision                 → one change: type (1), createRevision, previousRevision (0: none), key length (2), key, value
 *  index  key, 0, revision         → 1 (live) or 0 (deleted), createRevision
 *  meta   'format' | 'revision' | 'compacted' | 'swept' → number
 *
 * A value is stored once, in the log. The state at revision R is, for each key, the index entry with the greatest
 * revision ≤ R. Sweeping history up to C removes what was superseded or deleted at or before C from both.
 */
import type { Entry, Revision, StoreEvent } from './store.ts';
import { StoreError } from './store.ts';

export const formatVersion = 1;

/** LMDB's limit for a whole key at 4 KiB pages, less what the index adds. */
const maxKeyBytes = 1978 - 9;

const types = ['create', 'update', 'delete'] as const;
const recordHead = 19;

export interface LogRecord {
  readonly type: StoreEvent['type'];
  readonly key: string;
  readonly createRevision: Revision;
  /** Revision of what was stored before; 0 for create. */
  readonly previousRevision: Revision;
  readonly value: Uint8Array;
}

/** One version of a key, as the index knows it. */
export interface Version {
  readonly revision: Revision;
  readonly createRevision: Revision;
  readonly live: boolean;
}

function writeRevision(target: Buffer, revision: Revision, offset: number): void {
  target.writeUInt32BE(Math.floor(revision / 0x1_0000_0000), offset);
  target.writeUInt32BE(revision >>> 0, offset + 4);
}

function readRevision(source: Buffer, offset: number): Revision {
  return source.readUInt32BE(offset) * 0x1_0000_0000 + source.readUInt32BE(offset + 4);
}

/** StoreError InvalidKey when the key is empty, too long, or has a zero byte. */
export function checkKey(key: string): void {
  if (key === '' || key.includes('\0'))
    throw new StoreError('InvalidKey', `key ${JSON.stringify(key)}: must not be empty or hold a zero byte`);
  const bytes = Buffer.byteLength(key);
  if (bytes > maxKeyBytes)
    throw new StoreError('InvalidKey', `key ${key.slice(0, 64)}…: ${bytes} bytes, at most ${maxKeyBytes} are allowed`);
}

export function logKey(revision: Revision): Buffer {
  const target = Buffer.allocUnsafe(8);
  writeRevision(target, revision, 0);
  return target;
}

export const revisionOfLogKey = (key: Buffer): Revision => readRevision(key, 0);

export function indexKey(key: string, revision: Revision): Buffer {
  const length = Buffer.byteLength(key);
  const target = Buffer.allocUnsafe(length + 9);
  target.write(key, 0, 'utf8');
  target[length] = 0;
  writeRevision(target, revision, length + 1);
  return target;
}

/** The key's own bytes: a view into `raw`. */
export const keyBytesOf = (raw: Buffer): Buffer => raw.subarray(0, raw.length - 9);
export const revisionOfIndexKey = (raw: Buffer): Revision => readRevision(raw, raw.length - 8);

/** The first index key behind every version of `key`. */
export const behindKey = (key: string): Buffer => Buffer.from(`${key}\x01`);

/** The first index key behind everything that starts with `prefix`; undefined when there is no end. */
export function behindPrefix(prefix: string): Buffer | undefined {
  if (prefix === '') return undefined;
  const target = Buffer.from(prefix);
  // UTF-8 has no byte 0xff, so the last byte can always be raised.
  target[target.length - 1] = (target.at(-1) ?? 0) + 1;
  return target;
}

export function encodeVersion(version: { live: boolean; createRevision: Revision }): Buffer {
  const target = Buffer.allocUnsafe(9);
  target[0] = version.live ? 1 : 0;
  writeRevision(target, version.createRevision, 1);
  return target;
}

export const decodeVersion = (revision: Revision, value: Buffer): Version => ({
  revision,
  live: value[0] === 1,
  createRevision: readRevision(value, 1),
});

export function encodeRecord(record: LogRecord): Buffer {
  const length = Buffer.byteLength(record.key);
  const target = Buffer.allocUnsafeSlow(recordHead + length + record.value.length);
  target[0] = types.indexOf(record.type);
  writeRevision(target, record.createRevision, 1);
  writeRevision(target, record.previousRevision, 9);
  target.writeUInt16BE(length, 17);
  target.write(record.key, recordHead, 'utf8');
  target.set(record.value, recordHead + length);
  return target;
}

/** `value` is a view into `source`. StoreError Corrupt when the record cannot be read. */
export function decodeRecord(revision: Revision, source: Buffer | undefined): LogRecord {
  const type = types[source?.[0] ?? -1];
  if (!source || !type || source.length < recordHead)
    throw new StoreError('Corrupt', `the record of revision ${revision} is missing or broken`);
  const end = recordHead + source.readUInt16BE(17);
  return {
    type,
    key: source.toString('utf8', recordHead, end),
    createRevision: readRevision(source, 1),
    previousRevision: readRevision(source, 9),
    value: source.subarray(end),
  };
}

/** Whether the record's key starts with `prefix` (its bytes), without decoding it. */
export function recordHasPrefix(source: Buffer, prefix: Buffer): boolean {
  return (
    source.readUInt16BE(17) >= prefix.length &&
    source.compare(prefix, 0, prefix.length, recordHead, recordHead + prefix.length) === 0
  );
}

export const entryOf = (revision: Revision, record: LogRecord): Entry => ({
  key: record.key,
  value: record.value,
  modRevision: revision,
  createRevision: record.createRevision,
});

export function encodeNumber(value: number): Buffer {
  return logKey(value);
}

export const decodeNumber = (source: Buffer | undefined): number | undefined => source && readRevision(source, 0);
