/**
 * The queue between informers and reconcilers (client-go's util/workqueue).
 *
 * Guarantees:
 *  - Fair: keys are handed out in the order in which they were added.
 *  - Stingy: a key that is added several times before it is handed out is handed out once.
 *  - Never concurrent: a key that is being processed is not handed out until done().
 *  - Nothing is lost: a key that is added while it is processed is handed out again after done().
 *  - A failing key waits 5 ms, 10 ms, 20 ms, … up to 1000 s, each key by itself, until forget().
 *  - A key that waits twice (addAfter) is added once, at the earlier moment.
 *  - After shutDown() nothing more is accepted or handed out, and no timer is left.
 */
import { ItemBackoff } from './itemBackoff.ts';

/** setTimeout() counts in 32 bits. */
const longestTimer = 2 ** 31 - 1;

interface Waiting {
  readonly at: number;
  readonly timer: NodeJS.Timeout;
}

export class WorkQueue {
  /** Waiting to be handed out, in order. */
  readonly #queue = new Set<string>();
  /** To be processed: in #queue, or in #processing and added again. */
  readonly #dirty = new Set<string>();
  readonly #processing = new Set<string>();
  readonly #waiting = new Map<string, Waiting>();
  readonly #takers: ((key: string | undefined) => void)[] = [];
  readonly #backoff = new ItemBackoff(5, 1_000_000);
  #shutDown = false;

  /** Keys that are ready to be handed out. */
  get length(): number {
    return this.#queue.size;
  }

  add(key: string): void {
    if (this.#shutDown || this.#dirty.has(key)) return;
    this.#dirty.add(key);
    if (this.#processing.has(key)) return;
    this.#offer(key);
  }

  /** Adds after `ms` milliseconds. */
  addAfter(key: string, ms: number): void {
    if (this.#shutDown) return;
    if (ms <= 0) return this.add(key);
    const at = performance.now() + ms;
    const before = this.#waiting.get(key);
    if (before) {
      if (before.at <= at) return;
      clearTimeout(before.timer);
    }
    this.#wait(key, at);
  }

  /** Adds after the key's own back-off, which grows each time. */
  addRateLimited(key: string): void {
    this.addAfter(key, this.#backoff.next(key));
  }

  /** Ends the key's back-off: the next failure starts at 5 ms. */
  forget(key: string): void {
    this.#backoff.forget(key);
  }

  /** How often the key has been added by addRateLimited() since forget(). */
  retries(key: string): number {
    return this.#backoff.failures(key);
  }

  /** The next key, when there is one; undefined after shutDown(). Whoever takes a key calls done(). */
  take(): Promise<string | undefined> {
    if (this.#shutDown) return Promise.resolve(undefined);
    for (const key of this.#queue) return Promise.resolve(this.#hand(key));
    return new Promise((resolve) => this.#takers.push(resolve));
  }

  done(key: string): void {
    this.#processing.delete(key);
    if (this.#dirty.has(key) && !this.#shutDown) this.#offer(key);
  }

  shutDown(): void {
    this.#shutDown = true;
    for (const { timer } of this.#waiting.values()) clearTimeout(timer);
    this.#waiting.clear();
    this.#queue.clear();
    this.#dirty.clear();
    for (const taker of this.#takers.splice(0)) taker(undefined);
  }

  #offer(key: string): void {
    this.#queue.add(key);
    const taker = this.#takers.shift();
    if (taker) taker(this.#hand(key));
  }

  #hand(key: string): string {
    this.#queue.delete(key);
    this.#dirty.delete(key);
    this.#processing.add(key);
    return key;
  }

  #wait(key: string, at: number): void {
    const timer = setTimeout(
      () => {
        if (performance.now() < at && at - performance.now() > 1) return this.#wait(key, at);
        this.#waiting.delete(key);
        this.add(key);
      },
      Math.min(at - performance.now(), longestTimer),
    );
    this.#waiting.set(key, { at, timer });
  }
}
