/** The default store: LMDB on the local disk. What the rooms beside it do: layout.ts says what lies where. */
import type { CompactionPolicy } from './autoCompaction.ts';
import { AutoCompaction, defaultCompactionPolicy } from './autoCompaction.ts';
import { findFaults } from './check.ts';
import { lockDirectory } from './directoryLock.ts';
import { Environment } from './environment.ts';
import type { CommitPoint } from './groupCommit.ts';
import { GroupCommit } from './groupCommit.ts';
import { checkKey } from './layout.ts';
import { listAt } from './listing.ts';
import { Readers } from './readers.ts';
import type { Entry, ListOptions, ListResult, Revision, Store, StoreEventBatch } from './store.ts';
import { CompactedError, FutureRevisionError, KeyExistsError, RevisionMismatchError, StoreError } from './store.ts';
import { sweep } from './sweep.ts';
import type { Transaction } from './transaction.ts';
import { entryAt } from './versions.ts';
import type { WatchBuffer } from './watchHub.ts';
import { WatchHub } from './watchHub.ts';

export interface LmdbStoreOptions {
  /** When history is compacted by itself; false: only by compact(). Default: defaultCompactionPolicy. */
  readonly autoCompaction?: CompactionPolicy | false;
  /** What one slow watcher may hold in memory. Default: 10 000 events, 16 MiB. */
  readonly watchBuffer?: WatchBuffer;
  /** Told of compaction by itself that failed; it is tried again. */
  readonly onCompactionError?: (error: unknown) => void;
  /** For crash tests: called at the named point of each commit. */
  readonly atPoint?: (point: CommitPoint) => void;
}

const defaultWatchBuffer: WatchBuffer = { events: 10_000, bytes: 16 << 20 };

/**
 * Opens, or makes, the store in `directory`, and owns it until disposed. StoreError: Locked (another process has it),
 * Format (written by another version), DiskFull, InputOutput.
 */
export async function openLmdbStore(directory: string, options: LmdbStoreOptions = {}): Promise<LmdbStore> {
  const lock = await lockDirectory(directory);
  try {
    const environment = await Environment.open(directory);
    const databases = await environment.use();
    const revision = environment.readMeta(databases, 'revision');
    return new LmdbStore(environment, lock, revision, environment.readMeta(databases, 'compacted'), options);
  } catch (error) {
    await lock[Symbol.asyncDispose]();
    throw error;
  }
}

export class LmdbStore implements Store {
  readonly #environment: Environment;
  readonly #lock: AsyncDisposable;
  readonly #commits: GroupCommit;
  readonly #hub: WatchHub;
  readonly #readers = new Readers();
  readonly #autoCompaction: AutoCompaction | undefined;
  readonly #atPoint: (point: CommitPoint) => void;
  readonly #closing = new AbortController();
  #revision: Revision;
  #compacted: Revision;
  /** The end of the chain of sweeps: one at a time. Never rejects. */
  #sweeping: Promise<void>;

  /** Use openLmdbStore(). */
  constructor(
    environment: Environment,
    lock: AsyncDisposable,
    revision: Revision,
    compacted: Revision,
    options: LmdbStoreOptions,
  ) {
    this.#environment = environment;
    this.#lock = lock;
    this.#revision = revision;
    this.#compacted = compacted;
    this.#atPoint = options.atPoint ?? (() => undefined);
    this.#hub = new WatchHub(environment, revision, compacted, options.watchBuffer ?? defaultWatchBuffer);
    this.#commits = new GroupCommit(environment, revision, (transaction) => this.#publish(transaction), this.#atPoint);
    const report = options.onCompactionError ?? (() => undefined);
    if (options.autoCompaction !== false) {
      this.#autoCompaction = new AutoCompaction(
        options.autoCompaction ?? defaultCompactionPolicy,
        revision,
        compacted,
        (upTo) =>
          this.compact(upTo).then(
            () => true,
            (error: unknown) => (report(error), false),
          ),
      );
    }
    // A sweep that was cut off goes on.
    this.#sweeping = sweep(environment, this.#commits, compacted, this.#closing.signal).catch(report);
  }

  async revision(): Promise<Revision> {
    return this.#revision;
  }

  async compactedRevision(): Promise<Revision> {
    return this.#compacted;
  }

  async get(key: string): Promise<Entry | undefined> {
    return entryAt(await this.#environment.use(), key, this.#revision);
  }

  async list(prefix: string, options: ListOptions = {}): Promise<ListResult> {
    const revision = options.revision ?? this.#revision;
    if (revision > this.#revision) throw new FutureRevisionError(revision, this.#revision);
    if (revision < this.#compacted) throw new CompactedError(revision, this.#compacted);
    using _held = this.#readers.hold(revision);
    return await listAt(this.#environment, {
      prefix,
      revision,
      after: options.after,
      limit: options.limit ?? Infinity,
    });
  }

  async create(key: string, value: Uint8Array): Promise<Entry> {
    checkKey(key);
    return this.#commits.run((transaction) => {
      if (transaction.has(key)) throw new KeyExistsError(key);
      return transaction.put(key, value, undefined);
    });
  }

  async update(key: string, value: Uint8Array, expected: Revision): Promise<Entry> {
    return this.#commits.run((transaction) => transaction.put(key, value, expect(transaction, key, expected)));
  }

  async delete(key: string, expected: Revision): Promise<Revision> {
    return this.#commits.run((transaction) => transaction.delete(key, expect(transaction, key, expected)));
  }

  watch(prefix: string, from: Revision, signal: AbortSignal): AsyncIterable<StoreEventBatch> {
    return this.#hub.watch(prefix, from, signal);
  }

  async compact(revision: Revision): Promise<void> {
    if (revision > this.#revision) throw new FutureRevisionError(revision, this.#revision);
    if (revision <= this.#compacted) return;
    await this.#commits.run((transaction) => {
      // Another compaction may have been quicker and gone further.
      if (revision > Math.max(this.#compacted, transaction.metaOf('compacted') ?? 0))
        transaction.setMeta('compacted', revision);
    });
    const swept = this.#sweeping.then(async () => {
      await this.#readers.passed(revision);
      await sweep(this.#environment, this.#commits, revision, this.#closing.signal);
      this.#atPoint('swept');
    });
    this.#sweeping = swept.catch(() => undefined);
    await swept;
  }

  async size(): Promise<number> {
    return this.#environment.size();
  }

  /** StoreError Corrupt naming what is wrong on disk. Waits for writes under way; nothing may be written meanwhile. */
  async check(): Promise<void> {
    await this.#sweeping;
    const faults = await findFaults(this.#environment);
    if (faults.length > 0) throw new StoreError('Corrupt', `the store is damaged:\n${faults.join('\n')}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    this.#autoCompaction?.[Symbol.dispose]();
    this.#hub.close();
    await this.#commits.close();
    await this.#sweeping;
    await this.#readers.passed(Infinity);
    await this.#environment.close();
    await this.#lock[Symbol.asyncDispose]();
  }

  #publish(transaction: Transaction): void {
    const compacted = transaction.metaOf('compacted');
    if (compacted !== undefined) {
      this.#compacted = compacted;
      this.#hub.compacted(compacted);
    }
    if (transaction.events.length === 0) return;
    this.#revision = transaction.revision;
    this.#hub.publish(transaction.revision, transaction.events);
    this.#autoCompaction?.committed(transaction.revision);
  }
}

/** What is stored, if it is at `expected`. */
function expect(transaction: Transaction, key: string, expected: Revision): Entry {
  const current = transaction.get(key);
  if (current?.modRevision !== expected) throw new RevisionMismatchError(key, expected, current);
  return current;
}
