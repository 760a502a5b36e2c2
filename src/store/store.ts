/**
 * The revisioned key-value store under the API server: etcd's model, reduced to what Kubernetes needs.
 *
 * Guarantees, each held by storeSuite.ts for every implementation:
 *  - Revisions are strictly increasing integers, one a committed write, and survive restarts.
 *  - A write that was acknowledged is on disk; `kill -9` at any instant loses none.
 *  - create, update and delete compare and swap: they fail and change nothing when the expectation does not hold.
 *  - list() pages that name a revision come from that one consistent revision.
 *  - watch() delivers every change after its revision, in order, no gap, no duplicate; when that revision has been
 *    compacted it fails with CompactedError.
 */

/** Position in the store's history; positive, fits a safe integer. */
export type Revision = number;

export interface Entry {
  readonly key: string;
  readonly value: Uint8Array;
  /** Revision of the last write: an object's resourceVersion. */
  readonly modRevision: Revision;
  readonly createRevision: Revision;
}

export interface StoreEvent {
  readonly type: 'create' | 'update' | 'delete';
  readonly key: string;
  readonly revision: Revision;
  /** What is stored now; absent for delete. */
  readonly entry?: Entry;
  /** What was stored before; absent for create. */
  readonly previous?: Entry;
}

/** Everything that was committed up to `revision` and was not delivered yet; `events` may be empty (progress). */
export interface StoreEventBatch {
  readonly revision: Revision;
  readonly events: readonly StoreEvent[];
}

export interface ListOptions {
  /** At most this many entries; all when absent. */
  readonly limit?: number;
  /** Start behind this key (the last key of the page before). */
  readonly after?: string;
  /** Read at this revision rather than the newest. CompactedError when it is gone. */
  readonly revision?: Revision;
}

export interface ListResult {
  /** The revision that was read. */
  readonly revision: Revision;
  readonly entries: readonly Entry[];
  /** How many entries follow the last one of this page. */
  readonly remaining: number;
}

export interface Store extends AsyncDisposable {
  /** The newest durable revision. */
  revision(): Promise<Revision>;
  /** The oldest revision that can still be read and watched from. */
  compactedRevision(): Promise<Revision>;
  get(key: string): Promise<Entry | undefined>;
  /** Entries whose key starts with `prefix`, in byte order of their keys. */
  list(prefix: string, options?: ListOptions): Promise<ListResult>;
  /** KeyExistsError when the key is there. */
  create(key: string, value: Uint8Array): Promise<Entry>;
  /** RevisionMismatchError when the key is absent or its modRevision is not `expected`. */
  update(key: string, value: Uint8Array, expected: Revision): Promise<Entry>;
  /** Resolves with the revision of the deletion. RevisionMismatchError as for update(). */
  delete(key: string, expected: Revision): Promise<Revision>;
  /** Changes under `prefix` after `from`, until `signal` aborts (then it ends without an error). */
  watch(prefix: string, from: Revision, signal: AbortSignal): AsyncIterable<StoreEventBatch>;
  /** Forgets history up to `revision`; the current value of every key stays. */
  compact(revision: Revision): Promise<void>;
  /** Bytes on disk. */
  size(): Promise<number>;
}

export class KeyExistsError extends Error {
  override readonly name = 'KeyExistsError';
  readonly key: string;
  constructor(key: string) {
    super(`key ${key} exists`);
    this.key = key;
  }
}

export class RevisionMismatchError extends Error {
  override readonly name = 'RevisionMismatchError';
  readonly key: string;
  /** What is there; undefined when the key is absent. */
  readonly current: Entry | undefined;
  constructor(key: string, expected: Revision, current: Entry | undefined) {
    super(`key ${key} is at revision ${current?.modRevision ?? 'none'}, not ${expected}`);
    this.key = key;
    this.current = current;
  }
}

export class CompactedError extends Error {
  override readonly name = 'CompactedError';
  readonly compacted: Revision;
  constructor(revision: Revision, compacted: Revision) {
    super(`revision ${revision} has been compacted; the oldest is ${compacted}`);
    this.compacted = compacted;
  }
}

/** A revision that the store has not reached was asked for. */
export class FutureRevisionError extends Error {
  override readonly name = 'FutureRevisionError';
  readonly current: Revision;
  constructor(revision: Revision, current: Revision) {
    super(`revision ${revision} is in the future; the newest is ${current}`);
    this.current = current;
  }
}

export type StoreFailure = 'DiskFull' | 'InputOutput' | 'Locked' | 'Format' | 'Corrupt' | 'Closed' | 'InvalidKey';

/**
 * The store cannot do what was asked for, for a reason that lies outside of the request (InvalidKey excepted).
 * DiskFull and InputOutput: nothing of the write was kept; reads go on, and writes work again once the cause is gone.
 */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly failure: StoreFailure;
  constructor(failure: StoreFailure, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.failure = failure;
  }
}
