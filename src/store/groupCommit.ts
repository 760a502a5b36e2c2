/**
 * Group commit: one transaction at a time; what is asked for while it is being synced goes together into the next.
 *
 * Guarantees:
 *  - Operations run in the order they were asked for; each sees the effects of those before it.
 *  - An operation that throws has no effect, and the others of its transaction are not disturbed.
 *  - A promise resolves only after the transaction is on disk and `published` has been called.
 *  - When the commit fails, no operation of the transaction had an effect, and each of them rejects with a StoreError.
 */
import type { Environment } from './environment.ts';
import { closedError, storeErrorOf } from './environment.ts';
import type { Revision, StoreError } from './store.ts';
import { Transaction } from './transaction.ts';

/** Bounds the synchronous work, and the wait of each writer, for one transaction. */
const maxOperations = 500;
const maxBytes = 8 << 20;

/** Where a crash test pulls the plug. */
export type CommitPoint = 'decided' | 'written' | 'published' | 'swept';

interface Waiting {
  /** Reads and writes through the transaction; its value is the operation's. */
  readonly run: (transaction: Transaction) => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

interface Done {
  readonly waiting: Waiting;
  readonly value: unknown;
}

export class GroupCommit {
  readonly #environment: Environment;
  readonly #published: (transaction: Transaction) => void;
  readonly #atPoint: (point: CommitPoint) => void;
  #revision: Revision;
  #queue: Waiting[] = [];
  #running: Promise<void> | undefined;
  /** The last commit failed: the next looks first whether there is room on disk. */
  #suspect = false;
  #closed = false;

  /** `published` is called in order with every transaction that is on disk, before its operations resolve. */
  constructor(
    environment: Environment,
    revision: Revision,
    published: (transaction: Transaction) => void,
    atPoint: (point: CommitPoint) => void,
  ) {
    this.#environment = environment;
    this.#revision = revision;
    this.#published = published;
    this.#atPoint = atPoint;
  }

  run<T>(operation: (transaction: Transaction) => T): Promise<T> {
    if (this.#closed) return Promise.reject(closedError());
    return new Promise<T>((resolve, reject) => {
      // The queue forgets T: `resolve` is only ever called with what `run` answered.
      this.#queue.push({ run: operation, resolve: resolve as (value: unknown) => void, reject });
      this.#running ??= this.#drain();
    });
  }

  /** Refuses new operations and waits for those under way. */
  async close(): Promise<void> {
    this.#closed = true;
    while (this.#running) await this.#running;
  }

  async #drain(): Promise<void> {
    // Whatever is asked for in this turn of the event loop belongs into the first transaction.
    await new Promise(setImmediate);
    while (this.#queue.length > 0) await this.#commit();
    // In the same turn as the look at the queue: whoever comes after starts anew.
    this.#running = undefined;
  }

  async #commit(): Promise<void> {
    const done: Done[] = [];
    let transaction: Transaction | undefined;
    try {
      await this.#environment.revive();
      transaction = new Transaction(await this.#environment.use(), this.#revision);
      this.#decide(transaction, done);
      if (!transaction.empty) {
        this.#atPoint('decided');
        if (this.#suspect) await this.#environment.needRoom(transaction.bytes);
        await transaction.write();
        this.#suspect = false;
        this.#atPoint('written');
        this.#revision = transaction.revision;
        this.#published(transaction);
        this.#atPoint('published');
      }
      for (const { waiting, value } of done) waiting.resolve(value);
    } catch (error) {
      this.#suspect = true;
      const failure = await this.#failureOf(error, transaction);
      // Without an environment nothing was decided: the first in line learns of it, the others try again.
      if (!transaction) this.#queue.shift()?.reject(failure);
      for (const { waiting } of done) waiting.reject(failure);
      await this.#environment.recover(failure.failure);
    }
  }

  async #failureOf(error: unknown, transaction: Transaction | undefined): Promise<StoreError> {
    const what = 'the write was not stored';
    const failure = storeErrorOf(await causeOf(error), what);
    if (failure.failure !== 'InputOutput' || !transaction) return failure;
    return this.#environment.needRoom(transaction.bytes).then(
      () => failure,
      (reason: unknown) => storeErrorOf(reason, what),
    );
  }

  #decide(transaction: Transaction, done: Done[]): void {
    let taken = 0;
    while (taken < this.#queue.length && taken < maxOperations && transaction.bytes < maxBytes) {
      const waiting = this.#queue[taken++];
      if (!waiting) break;
      try {
        done.push({ waiting, value: waiting.run(transaction) });
      } catch (error) {
        waiting.reject(error);
      }
    }
    this.#queue = this.#queue.slice(taken);
  }
}

/** The reason why LMDB's commit failed, which comes on a promise of its own. */
async function causeOf(error: unknown): Promise<unknown> {
  if (!(error instanceof Error) || !('commitError' in error)) return error;
  return Promise.resolve(error.commitError).then(
    () => error,
    (reason: unknown) => reason,
  );
}
