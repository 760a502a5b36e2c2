/**
 * One transaction under construction: operations read through it the state that their predecessors in the same
 * transaction leave, and each write takes the next revision. Nothing reaches LMDB before write().
 */
import type { Databases, MetaName } from './environment.ts';
import { metaKey } from './environment.ts';
import type { LogRecord } from './layout.ts';
import { encodeNumber, encodeRecord, encodeVersion, entryOf, indexKey, logKey } from './layout.ts';
import type { Entry, Revision, StoreEvent } from './store.ts';
import { entryAt, versionAt } from './versions.ts';

export class Transaction {
  readonly databases: Databases;
  readonly base: Revision;
  readonly events: StoreEvent[] = [];
  #revision: Revision;
  #bytes = 0;
  /** What this transaction has stored under a key; undefined when it has deleted it. */
  readonly #changed = new Map<string, Entry | undefined>();
  readonly #meta = new Map<MetaName, number>();
  readonly #writes: (() => void)[] = [];

  constructor(databases: Databases, base: Revision) {
    this.databases = databases;
    this.base = base;
    this.#revision = base;
  }

  /** The last revision assigned. */
  get revision(): Revision {
    return this.#revision;
  }

  /** Bytes of values so far. */
  get bytes(): number {
    return this.#bytes;
  }

  get empty(): boolean {
    return this.#writes.length === 0;
  }

  has(key: string): boolean {
    if (this.#changed.has(key)) return this.#changed.get(key) !== undefined;
    return versionAt(this.databases, key, this.base)?.live ?? false;
  }

  get(key: string): Entry | undefined {
    return this.#changed.has(key) ? this.#changed.get(key) : entryAt(this.databases, key, this.base);
  }

  /** Stores `value`; `previous` is what get() answers now. The value is copied. */
  put(key: string, value: Uint8Array, previous: Entry | undefined): Entry {
    const revision = ++this.#revision;
    const createRevision = previous?.createRevision ?? revision;
    const type = previous ? 'update' : 'create';
    const stored = this.#append(revision, {
      type,
      key,
      createRevision,
      previousRevision: previous?.modRevision ?? 0,
      value,
    });
    const entry = entryOf(revision, { type, key, createRevision, previousRevision: 0, value: stored });
    this.#changed.set(key, entry);
    this.events.push(
      previous ? { type: 'update', key, revision, entry, previous } : { type: 'create', key, revision, entry },
    );
    return entry;
  }

  delete(key: string, previous: Entry): Revision {
    const revision = ++this.#revision;
    const { createRevision, modRevision: previousRevision } = previous;
    this.#append(revision, { type: 'delete', key, createRevision, previousRevision, value: new Uint8Array() });
    this.#changed.set(key, undefined);
    this.events.push({ type: 'delete', key, revision, previous });
    return revision;
  }

  /** Removes one version from the log and the index (history only: never the newest version of a live key). */
  forget(key: string, revision: Revision): void {
    const { log, index } = this.databases;
    this.#writes.push(() => {
      void log.remove(logKey(revision));
      void index.remove(indexKey(key, revision));
    });
  }

  /** What setMeta() has set in this transaction. */
  metaOf(name: MetaName): number | undefined {
    return this.#meta.get(name);
  }

  setMeta(name: MetaName, value: number): void {
    const { meta } = this.databases;
    this.#meta.set(name, value);
    this.#writes.push(() => void meta.put(metaKey(name), encodeNumber(value)));
  }

  /** Hands everything to LMDB as one transaction; resolves once it is on disk. */
  async write(): Promise<void> {
    if (this.#revision > this.base) this.setMeta('revision', this.#revision);
    // Promises of the single writes resolve with the batch and need no handling of their own.
    await this.databases.root.batch(() => {
      for (const write of this.#writes) write();
    });
  }

  #append(revision: Revision, record: LogRecord): Buffer {
    const { log, index } = this.databases;
    const bytes = encodeRecord(record);
    this.#bytes += bytes.length;
    const version = encodeVersion({ live: record.type !== 'delete', createRevision: record.createRevision });
    this.#writes.push(() => {
      void log.put(logKey(revision), bytes);
      void index.put(indexKey(record.key, revision), version);
    });
    return bytes.subarray(bytes.length - record.value.length);
  }
}
