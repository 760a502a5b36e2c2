/**
 * All objects of one resource, current, in key order, with the recent changes behind them.
 *
 *  - Changes arrive in revision order, each once, from the store's watch (storeFeed.ts).
 *  - A watcher that starts from a revision that the ring of recent changes covers sees every later change, in order,
 *    without a look into the store.
 *  - Delivering to many watchers never holds the event loop longer than a time slice; a watcher whose connection is
 *    full waits until it has drained, and one that falls out of the ring is ended.
 */
import { performance } from 'node:perf_hooks';
import type { CacheItem, KindBytes } from './cacheItem.ts';
import { ChangeRing } from './changeRing.ts';
import type { Change } from './changeRing.ts';
import type { Watcher } from './watcher.ts';

const sliceMilliseconds = 5;
/** Up to here each is put into its place by itself. */
const fewKeys = 16;
const byteOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export class ResourceCache {
  readonly name: string;
  readonly prefix: string;
  readonly kind: KindBytes;
  readonly ring: ChangeRing;
  readonly #items = new Map<string, CacheItem>();
  /** In byte order, which for names and namespaces is also the order of strings; without those in #added. */
  #keys: string[] = [];
  /** Keys that are not yet in their place: many are sorted in at once, when somebody asks for the order. */
  #added: string[] = [];
  readonly #watchers = new Set<Watcher>();
  /** Watchers that have something coming, in turn. */
  readonly #behind = new Set<Watcher>();
  #scheduled = false;

  constructor(name: string, prefix: string, kind: KindBytes, ringSize?: number) {
    this.name = name;
    this.prefix = prefix;
    this.kind = kind;
    this.ring = new ChangeRing(ringSize);
  }

  get size(): number {
    return this.#items.size;
  }

  get watchers(): ReadonlySet<Watcher> {
    return this.#watchers;
  }

  get(key: string): CacheItem | undefined {
    return this.#items.get(key);
  }

  /** Items of a namespace (all when undefined), in key order, behind `after`. */
  list(namespace?: string, after?: string): CacheItem[] {
    const [from, to] = this.#range(namespace, after);
    const items = new Array<CacheItem>(to - from);
    for (let i = from; i < to; i += 1) {
      const item = this.#items.get(this.#keys[i] ?? '');
      if (item) items[i - from] = item;
    }
    return items;
  }

  count(namespace?: string, after?: string): number {
    const [from, to] = this.#range(namespace, after);
    return to - from;
  }

  /** Fills the empty cache; every change after `revision` will be applied. */
  load(items: Iterable<CacheItem>, revision: number): void {
    for (const item of items) this.#set(item);
    this.ring.startAt(revision);
  }

  apply(change: Change): void {
    if (change.type === 'delete') this.#remove(change.key);
    else if (change.item) this.#set(change.item);
    this.ring.push(change);
  }

  /** After one or more changes: hands them to the watchers. */
  deliver(): void {
    if (this.#watchers.size === 0) return;
    for (const watcher of this.#watchers) this.#behind.add(watcher);
    this.#pump();
  }

  add(watcher: Watcher): void {
    this.#watchers.add(watcher);
  }

  remove(watcher: Watcher): void {
    this.#watchers.delete(watcher);
    this.#behind.delete(watcher);
  }

  /** Ends every watch: what is watched is served no longer, or otherwise. */
  endWatches(): void {
    for (const watcher of this.#watchers) watcher.end();
  }

  #pump(): void {
    if (this.#scheduled) return;
    const until = performance.now() + sliceMilliseconds;
    for (const watcher of this.#behind) {
      this.#behind.delete(watcher);
      watcher.pump();
      if (performance.now() > until) break;
    }
    if (this.#behind.size === 0) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#pump();
    });
  }

  #set(item: CacheItem): void {
    if (!this.#items.has(item.key)) this.#added.push(item.key);
    this.#items.set(item.key, item);
  }

  #remove(key: string): void {
    if (!this.#items.delete(key)) return;
    this.#order();
    this.#keys.splice(this.#lowerBound(key), 1);
  }

  #order(): void {
    const added = this.#added;
    if (added.length === 0) return;
    this.#added = [];
    if (added.length > fewKeys) {
      // Sorting two runs, of which one is sorted, is a merge.
      this.#keys = this.#keys.concat(added.sort(byteOrder)).sort(byteOrder);
      return;
    }
    for (const key of added) this.#keys.splice(this.#lowerBound(key), 0, key);
  }

  #range(namespace: string | undefined, after: string | undefined): [number, number] {
    this.#order();
    // '0' follows '/' in byte order: the end of the namespace's keys.
    const from = namespace === undefined ? 0 : this.#lowerBound(`${namespace}/`);
    const to = namespace === undefined ? this.#keys.length : this.#lowerBound(`${namespace}0`);
    if (after === undefined) return [from, to];
    const next = this.#lowerBound(`${after}\0`);
    return [Math.min(Math.max(from, next), to), to];
  }

  /** Index of the first key that is not less than `key`. */
  #lowerBound(key: string): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#keys[middle] ?? '') < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
