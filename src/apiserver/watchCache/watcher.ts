/**
 * One watch: what it selects, where in the ring of changes it is, and where its events go.
 *
 * An object that comes to match is ADDED, one that stays is MODIFIED, one that ceases to match is DELETED with the last
 * state that matched, under the revision of the change.
 */
import type { CacheItem } from './cacheItem.ts';
import type { Change, ChangeRing } from './changeRing.ts';

export type EventType = 'ADDED' | 'MODIFIED' | 'DELETED';

export interface WatchSink {
  /** `change` is there for events that other watchers get as well: what is made of them can be shared. */
  event(type: EventType, item: CacheItem, change: Change | undefined): void;
  bookmark(revision: number, initialEventsEnd: boolean): void;
  /** False while the connection takes no more. */
  ready(): boolean;
  /** Calls `listener` once, when the connection takes more again. */
  onReady(listener: () => void): void;
  /** Around what is written in one go. */
  begin(): void;
  flush(): void;
  /** The watcher is too slow, or the server stops. */
  end(): void;
}

export interface Selection {
  readonly namespace: string | undefined;
  /** undefined selects everything. */
  readonly matches: ((item: CacheItem) => boolean) | undefined;
}

/** The part of a resource's cache that a watcher deals with. */
export interface WatchedCache {
  readonly ring: ChangeRing;
  add(watcher: Watcher): void;
  remove(watcher: Watcher): void;
}

export class Watcher implements Disposable {
  readonly bookmarks: boolean;
  readonly #cache: WatchedCache;
  readonly #prefix: string | undefined;
  readonly #matches: Selection['matches'];
  readonly #sink: WatchSink;
  #next = 0;
  #ended = false;
  #waiting = false;

  constructor(cache: WatchedCache, selection: Selection, sink: WatchSink, bookmarks: boolean) {
    this.#cache = cache;
    this.#prefix = selection.namespace === undefined ? undefined : `${selection.namespace}/`;
    this.#matches = selection.matches;
    this.#sink = sink;
    this.bookmarks = bookmarks;
  }

  /** Delivers everything in the ring from `sequence` on, and from then on every change. */
  start(sequence: number): void {
    this.#next = sequence;
    this.#cache.add(this);
    this.pump();
  }

  /** Hands over what has happened since the last time. */
  pump(): void {
    if (this.#ended) return;
    const { ring } = this.#cache;
    if (this.#next === ring.next) return;
    if (!this.#sink.ready()) {
      this.#wait();
      return;
    }
    // One event alone, the usual case, needs no gathering.
    const several = ring.next - this.#next > 1;
    if (several) this.#sink.begin();
    for (;;) {
      const change = ring.at(this.#next);
      if (change === undefined) break;
      if (change === 'lost') {
        if (several) this.#sink.flush();
        this.end();
        return;
      }
      this.#next += 1;
      this.offer(change);
      if (!this.#sink.ready()) {
        this.#wait();
        break;
      }
    }
    if (several) this.#sink.flush();
  }

  #wait(): void {
    if (this.#waiting) return;
    this.#waiting = true;
    this.#sink.onReady(() => {
      this.#waiting = false;
      this.pump();
    });
  }

  /** Turns a change into the event that this watch sees, if any. */
  offer(change: Change): void {
    if (this.#prefix !== undefined && !change.key.startsWith(this.#prefix)) return;
    const { item, previous } = change;
    const matches = this.#matches;
    if (!matches) {
      this.#sink.event(
        change.type === 'create' ? 'ADDED' : change.type === 'update' ? 'MODIFIED' : 'DELETED',
        item,
        change,
      );
      return;
    }
    const is = change.type !== 'delete' && matches(item);
    const was = previous !== undefined && matches(previous);
    if (is) this.#sink.event(was ? 'MODIFIED' : 'ADDED', item, change);
    else if (was)
      this.#sink.event(
        'DELETED',
        change.type === 'delete' ? item : previous.at(change.revision),
        change.type === 'delete' ? change : undefined,
      );
  }

  /** Tells the revision up to which everything was delivered; not while something is still under way. */
  bookmark(revision: number): void {
    if (!this.#ended && this.#next === this.#cache.ring.next && this.#sink.ready())
      this.#sink.bookmark(revision, false);
  }

  end(): void {
    if (this.#ended) return;
    this[Symbol.dispose]();
    this.#sink.end();
  }

  [Symbol.dispose](): void {
    this.#ended = true;
    this.#cache.remove(this);
  }
}
