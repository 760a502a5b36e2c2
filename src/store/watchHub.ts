/**
 * Watchers: fed from memory with what was committed, and from the log on disk with what they have missed.
 *
 * Guarantees:
 *  - Only what is on disk is delivered, in order of revisions, without a gap or a duplicate, also across the switch
 *    from history to live.
 *  - A watcher that reads slowly costs bounded memory: beyond the bound its buffer is dropped and it reads history again.
 *  - A watcher that falls behind the compacted revision fails with CompactedError.
 */
import type { Environment } from './environment.ts';
import { readHistory } from './history.ts';
import type { Revision, StoreEvent, StoreEventBatch } from './store.ts';
import { CompactedError } from './store.ts';
import { TimeSlice } from './timeSlice.ts';

export interface WatchBuffer {
  /** Events that one watcher may have waiting. */
  readonly events: number;
  /** Bytes of values that one watcher may have waiting. */
  readonly bytes: number;
}

/** One live watcher. It is in the hub's set exactly while it must hear of every commit. */
interface Subscriber {
  readonly prefix: string;
  /** Later changes only: what comes before was delivered already, or was not asked for. */
  readonly after: Revision;
  events: StoreEvent[];
  bytes: number;
  /** Everything up to here is in `events` or was delivered. */
  revision: Revision;
  overflowed: boolean;
  wake: (() => void) | undefined;
}

const sizeOf = (event: StoreEvent): number => (event.entry?.value.length ?? 0) + (event.previous?.value.length ?? 0);

export class WatchHub {
  readonly #environment: Environment;
  readonly #buffer: WatchBuffer;
  readonly #subscribers = new Set<Subscriber>();
  #published: Revision;
  #compacted: Revision;
  #closed = false;

  constructor(environment: Environment, published: Revision, compacted: Revision, buffer: WatchBuffer) {
    this.#environment = environment;
    this.#published = published;
    this.#compacted = compacted;
    this.#buffer = buffer;
  }

  /** Called in order, once for each transaction on disk. */
  publish(revision: Revision, events: readonly StoreEvent[]): void {
    this.#published = revision;
    for (const subscriber of this.#subscribers) this.#feed(subscriber, revision, events);
  }

  compacted(revision: Revision): void {
    this.#compacted = revision;
  }

  /** All watchers end. */
  close(): void {
    this.#closed = true;
    for (const subscriber of this.#subscribers) subscriber.wake?.();
  }

  async *watch(prefix: string, from: Revision, signal: AbortSignal): AsyncGenerator<StoreEventBatch, void> {
    let cursor = from;
    while (!signal.aborted && !this.#closed) {
      const batch = cursor < this.#published ? await this.#fromHistory(prefix, cursor) : undefined;
      if (batch) {
        cursor = batch.revision;
        // An empty batch amid the history tells nothing that the next one will not.
        if (batch.events.length > 0 || cursor === this.#published) yield batch;
      } else {
        cursor = yield* this.#live(prefix, cursor, signal);
      }
    }
  }

  async #fromHistory(prefix: string, cursor: Revision): Promise<StoreEventBatch> {
    const slice = new TimeSlice();
    await slice.next();
    const databases = await this.#environment.use();
    if (cursor < this.#compacted) throw new CompactedError(cursor, this.#compacted);
    return readHistory(databases, prefix, cursor, this.#published, slice);
  }

  /** Until the watcher ends or is too slow; answers the revision up to which it was fed. */
  async *#live(prefix: string, from: Revision, signal: AbortSignal): AsyncGenerator<StoreEventBatch, Revision> {
    // Between the caller's look at #published and here nothing else runs: no commit falls between history and live.
    const subscriber: Subscriber = {
      prefix,
      after: from,
      events: [],
      bytes: 0,
      revision: from,
      overflowed: false,
      wake: undefined,
    };
    let cursor = from;
    const onAbort = (): void => subscriber.wake?.();
    this.#subscribers.add(subscriber);
    signal.addEventListener('abort', onAbort);
    try {
      for (;;) {
        if (subscriber.revision === cursor && !subscriber.overflowed && !signal.aborted && !this.#closed) {
          await new Promise<void>((resolve) => (subscriber.wake = resolve));
        }
        subscriber.wake = undefined;
        if (subscriber.overflowed || signal.aborted || this.#closed) return cursor;
        const { events, revision } = subscriber;
        subscriber.events = [];
        subscriber.bytes = 0;
        cursor = revision;
        yield { revision, events };
      }
    } finally {
      signal.removeEventListener('abort', onAbort);
      this.#subscribers.delete(subscriber);
    }
  }

  #feed(subscriber: Subscriber, revision: Revision, events: readonly StoreEvent[]): void {
    if (revision <= subscriber.after) return;
    for (const event of events) {
      if (event.revision <= subscriber.after || !event.key.startsWith(subscriber.prefix)) continue;
      subscriber.events.push(event);
      subscriber.bytes += sizeOf(event);
    }
    subscriber.revision = revision;
    if (subscriber.events.length > this.#buffer.events || subscriber.bytes > this.#buffer.bytes) {
      subscriber.overflowed = true;
      subscriber.events = [];
      this.#subscribers.delete(subscriber);
    }
    subscriber.wake?.();
  }
}
