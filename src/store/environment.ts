/**
 * The LMDB environment of one directory: opening it, handing out its databases, and opening it anew after an
 * input/output error, since LMDB refuses all work in an environment whose meta page could not be written.
 */
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { open } from 'lmdb';
import type { Database, RootDatabase } from 'lmdb';
import { missingRoom } from './diskRoom.ts';
import { decodeNumber, encodeNumber, formatVersion } from './layout.ts';
import type { StoreFailure } from './store.ts';
import { StoreError } from './store.ts';

export type Table = Database<Buffer, Buffer>;

export interface Databases {
  readonly root: RootDatabase<Buffer, Buffer>;
  readonly log: Table;
  readonly index: Table;
  readonly meta: Table;
}

const binary = { encoding: 'binary', keyEncoding: 'binary' } as const;

function openDatabases(directory: string): Databases {
  // overlappingSync off: a transaction becomes visible, and its promise resolves, only once it is synced to disk.
  // eventTurnBatching off: each transaction is one explicit batch(), whose promise is the only one that can reject.
  const root = open<Buffer, Buffer>({
    ...binary,
    path: directory,
    noSubdir: false,
    overlappingSync: false,
    eventTurnBatching: false,
    maxDbs: 4,
  });
  return {
    root,
    log: root.openDB<Buffer, Buffer>({ ...binary, name: 'log' }),
    index: root.openDB<Buffer, Buffer>({ ...binary, name: 'index' }),
    meta: root.openDB<Buffer, Buffer>({ ...binary, name: 'meta' }),
  };
}

export class Environment {
  readonly #directory: string;
  #databases: Databases | undefined;
  #reopening: Promise<void> | undefined;
  #closed = false;

  constructor(directory: string, databases: Databases) {
    this.#directory = directory;
    this.#databases = databases;
  }

  static async open(directory: string): Promise<Environment> {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    let databases: Databases | undefined;
    try {
      databases = openDatabases(directory);
      const format = decodeNumber(databases.meta.get(metaKey('format')));
      if (format === undefined) await databases.meta.put(metaKey('format'), encodeNumber(formatVersion));
      else if (format !== formatVersion) {
        throw new StoreError(
          'Format',
          `the store in ${directory} has format ${format}; this version of Peapod reads format ${formatVersion}`,
        );
      }
      return new Environment(directory, databases);
    } catch (error) {
      await databases?.root.close();
      throw storeErrorOf(error, `the store in ${directory} cannot be opened`);
    }
  }

  /** The databases, for work in this very turn of the event loop: after an await ask again. */
  async use(): Promise<Databases> {
    while (this.#reopening) await this.#reopening;
    if (this.#closed || !this.#databases) throw closedError();
    return this.#databases;
  }

  /** Called after a failed commit. A full disk leaves the environment usable; after any other error it is opened anew. */
  async recover(failure: StoreFailure): Promise<void> {
    if (failure === 'DiskFull' || this.#closed) return;
    this.#reopening = (async () => {
      await this.#databases?.root.close();
      this.#databases = undefined;
      this.#databases = openDatabases(this.#directory);
    })()
      .catch(() => undefined)
      .finally(() => (this.#reopening = undefined));
    await this.#reopening;
  }

  /** Tries again to open what recover() could not. */
  async revive(): Promise<void> {
    if (!this.#databases && !this.#closed && !this.#reopening) await this.recover('InputOutput');
  }

  /** StoreError when the disk has no room for a transaction of `bytes`. */
  async needRoom(bytes: number): Promise<void> {
    const missing = await missingRoom(this.#directory, bytes);
    if (missing) throw storeErrorOf(missing, 'the write was not stored');
  }

  readMeta(databases: Databases, name: MetaName): number {
    return decodeNumber(databases.meta.get(metaKey(name))) ?? 0;
  }

  /** Bytes that the data file takes on disk. */
  async size(): Promise<number> {
    return (await stat(join(this.#directory, 'data.mdb'))).blocks * 512;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#reopening;
    await this.#databases?.root.close();
    this.#databases = undefined;
  }
}

export type MetaName = 'format' | 'revision' | 'compacted' | 'swept';
export const metaKey = (name: MetaName): Buffer => Buffer.from(name);

export const closedError = (): StoreError => new StoreError('Closed', 'the store is closed');

const fullDisk = /ENOSPC|EDQUOT|EFBIG|No space left|quota exceeded|File too large|MDB_MAP_FULL/i;

/** A StoreError of the right kind for what LMDB or the file system threw. */
export function storeErrorOf(error: unknown, what: string): StoreError {
  if (error instanceof StoreError) return error;
  const text = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (fullDisk.test(`${code} ${text}`)) return new StoreError('DiskFull', `${what}: the disk is full (${text})`, error);
  return new StoreError('InputOutput', `${what}: ${text}`, error);
}
