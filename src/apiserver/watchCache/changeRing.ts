/** The recent changes of a resource, in revision order, each under an ever-growing sequence number. */
import type { CacheItem } from './cacheItem.ts';

/** One change, with the frames that were made of it: shared by all its watchers. */
export interface Change {
  readonly type: 'create' | 'update' | 'delete';
  readonly key: string;
  readonly revision: number;
  /** What is there now; for delete: the last state under the revision of the deletion. */
  readonly item: CacheItem;
  /** What was there before; absent for create. */
  readonly previous: CacheItem | undefined;
}

const defaultSize = 2048;

export class ChangeRing {
  readonly #size: number;
  #changes: Change[] = [];
  /** Sequence number of #changes[0]. */
  #first = 0;
  #start = 0;

  constructor(size = defaultSize) {
    this.#size = size;
  }

  /** Every change after this revision is in the ring. */
  get start(): number {
    return this.#start;
  }

  /** The sequence number that the next change will get. */
  get next(): number {
    return this.#first + this.#changes.length;
  }

  startAt(revision: number): void {
    this.#first += this.#changes.length;
    this.#changes = [];
    this.#start = revision;
  }

  push(change: Change): void {
    this.#changes.push(change);
    if (this.#changes.length < 2 * this.#size) return;
    const dropped = this.#changes.length - this.#size;
    this.#start = this.#changes[dropped - 1]?.revision ?? this.#start;
    this.#changes = this.#changes.slice(dropped);
    this.#first += dropped;
  }

  /** undefined when it has not happened yet, or 'lost' when it is no longer kept. */
  at(sequence: number): Change | undefined | 'lost' {
    return sequence < this.#first ? 'lost' : this.#changes[sequence - this.#first];
  }

  /** The sequence number of the first change after `revision`; undefined when the ring does not reach back that far. */
  after(revision: number): number | undefined {
    if (revision < this.#start) return undefined;
    let low = 0;
    let high = this.#changes.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#changes[middle]?.revision ?? 0) <= revision) low = middle + 1;
      else high = middle;
    }
    return this.#first + low;
  }

  /** Revision of the newest change; the ring's start when there is none. */
  get newest(): number {
    return this.#changes.at(-1)?.revision ?? this.#start;
  }
}
