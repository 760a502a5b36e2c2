/**
 * Feeds every resource cache from one watch of the whole store.
 *
 *  - Changes are applied in revision order; `revision` is the one up to which every cache is current.
 *  - Who has written waits with reached() until the caches show it: reads see the writer's own writes.
 *  - A writer hands its parsed object over with expect(), so that what this server writes is never parsed again.
 *  - When the watch fails (the store compacted what was still to come), everything is listed again and the difference
 *    is applied, so caches never go back.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Logger } from '../../machinery/log.ts';
import type { KubeObject } from '../../machinery/object.ts';
import type { Entry, Revision, Store, StoreEvent } from '../../store/store.ts';
import { CacheItem } from './cacheItem.ts';
import type { Change } from './changeRing.ts';
import { root, splitStoreKey } from './keys.ts';
import type { ResourceCache } from './resourceCache.ts';

const pageSize = 500;
const bookmarkMilliseconds = 60_000;

/** A write that is under way: when its change arrives, `item` is what the cache made of it. */
export class Expectation implements Disposable {
  readonly storeKey: string;
  readonly value: Uint8Array;
  readonly object: KubeObject;
  item: CacheItem | undefined;
  readonly #forget: (expectation: Expectation) => void;

  constructor(storeKey: string, value: Uint8Array, object: KubeObject, forget: (expectation: Expectation) => void) {
    this.storeKey = storeKey;
    this.value = value;
    this.object = object;
    this.#forget = forget;
  }

  [Symbol.dispose](): void {
    this.#forget(this);
  }
}

interface CacheChange {
  readonly cache: ResourceCache;
  readonly change: Change;
}

interface Waiter {
  readonly revision: Revision;
  readonly resolve: () => void;
}

export class StoreFeed implements AsyncDisposable {
  readonly #store: Store;
  readonly #log: Logger;
  readonly #caches = new Map<string, ResourceCache>();
  /** Changes to resources whose caches are being filled. */
  readonly #loading = new Map<string, StoreEvent[]>();
  #resyncs = 0;
  readonly #stop = new AbortController();
  readonly #expected = new Map<string, Expectation[]>();
  readonly #changed = new Set<() => void>();
  #waiters: Waiter[] = [];
  #revision: Revision = 0;
  #running: Promise<void> = Promise.resolve();
  #failure: string | undefined = 'not started';
  #bookmarks: NodeJS.Timeout | undefined;

  constructor(store: Store, caches: Iterable<ResourceCache>, log: Logger) {
    this.#store = store;
    this.#log = log;
    for (const cache of caches) this.#caches.set(cache.name, cache);
  }

  /** Every cache is current up to here. */
  get revision(): Revision {
    return this.#revision;
  }

  /** Why the caches are not current, if they are not. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** Called after each batch of changes. */
  onChange(listener: () => void): Disposable {
    this.#changed.add(listener);
    return { [Symbol.dispose]: () => void this.#changed.delete(listener) };
  }

  /** Fills the caches; resolves when they are current. */
  async start(): Promise<void> {
    const { revision, items } = await this.#listAll();
    for (const [name, cache] of this.#caches) cache.load(items.get(name) ?? [], revision);
    this.#advance(revision);
    this.#failure = undefined;
    this.#running = this.#follow();
    this.#bookmarks = setInterval(() => this.#bookmark(), bookmarkMilliseconds).unref();
  }

  /** Takes in an empty cache while it runs; resolves when the cache is current. */
  async add(cache: ResourceCache): Promise<void> {
    try {
      let missed: StoreEvent[];
      let listed: Awaited<ReturnType<typeof listPrefix>>;
      let resyncs: number;
      do {
        resyncs = this.#resyncs;
        missed = [];
        this.#loading.set(cache.name, missed);
        listed = await listPrefix(this.#store, cache.prefix);
        await this.reached(listed.revision);
        // After a resync events may be missing.
      } while (resyncs !== this.#resyncs);
      const { revision, entries } = listed;
      cache.load(
        entries.map((e) => CacheItem.fromStore(e.key.slice(cache.prefix.length), e.modRevision, e.value, cache.kind)),
        revision,
      );
      this.#caches.set(cache.name, cache);
      this.#loading.delete(cache.name);
      // In the same turn: what has been written since the list was taken, and nothing twice.
      const late = missed.filter((event) => event.revision > revision);
      this.#apply(late, (event) => this.#changeOf(event));
    } finally {
      this.#loading.delete(cache.name);
    }
  }

  /** Lets go of a cache: its watches end. */
  remove(cache: ResourceCache): void {
    this.#caches.delete(cache.name);
    cache.endWatches();
  }

  /** Resolves when every cache shows `revision`; at once when they do already. */
  reached(revision: Revision): Promise<void> | undefined {
    if (this.#revision >= revision) return undefined;
    return new Promise((resolve) => this.#waiters.push({ revision, resolve }));
  }

  expect(storeKey: string, value: Uint8Array, object: KubeObject): Expectation {
    const expectation = new Expectation(storeKey, value, object, (e) => this.#forget(e));
    const others = this.#expected.get(storeKey);
    if (others) others.push(expectation);
    else this.#expected.set(storeKey, [expectation]);
    return expectation;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    clearInterval(this.#bookmarks);
    await this.#running;
    for (const cache of this.#caches.values()) cache.endWatches();
  }

  #bookmark(): void {
    for (const cache of this.#caches.values()) {
      for (const watcher of cache.watchers) if (watcher.bookmarks) watcher.bookmark(this.#revision);
    }
  }

  async #follow(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        for await (const batch of this.#store.watch(root, this.#revision, signal)) {
          this.#apply(batch.events, (event) => this.#changeOf(event));
          this.#advance(batch.revision);
        }
        if (!signal.aborted) await nextTurn();
      } catch (error) {
        if (signal.aborted) return;
        this.#failure = `the store's watch failed: ${String(error)}`;
        this.#log.error({ err: error }, 'The watch of the store failed; listing everything again');
        await this.#resync();
      }
    }
  }

  /** `changeOf` is asked for each in turn, when those before it have been applied. */
  #apply<T>(events: Iterable<T>, changeOf: (event: T) => CacheChange | undefined): void {
    const touched = new Set<ResourceCache>();
    for (const event of events) {
      const found = changeOf(event);
      if (!found) continue;
      found.cache.apply(found.change);
      touched.add(found.cache);
    }
    for (const cache of touched) cache.deliver();
    if (touched.size > 0) for (const listener of this.#changed) listener();
  }

  #changeOf(event: StoreEvent): CacheChange | undefined {
    const place = splitStoreKey(event.key);
    const cache = place && this.#caches.get(place.cache);
    if (!place || !cache) {
      if (place) this.#loading.get(place.cache)?.push(event);
      return undefined;
    }
    const { key } = place;
    const known = cache.get(key);
    const previous =
      known ??
      (event.previous && CacheItem.fromStore(key, event.previous.modRevision, event.previous.value, cache.kind));
    if (event.type === 'delete') {
      return (
        previous && {
          cache,
          change: { type: 'delete', key, revision: event.revision, item: previous.at(event.revision), previous },
        }
      );
    }
    if (!event.entry) return undefined;
    const item = this.#itemOf(cache, key, event.entry);
    return { cache, change: { type: event.type, key, revision: event.revision, item, previous } };
  }

  #itemOf(cache: ResourceCache, key: string, entry: Entry): CacheItem {
    const waiting = this.#expected.get(entry.key)?.find((e) => !e.item && Buffer.compare(e.value, entry.value) === 0);
    if (!waiting) return CacheItem.fromStore(key, entry.modRevision, entry.value, cache.kind);
    const object = {
      ...waiting.object,
      metadata: { ...waiting.object.metadata, resourceVersion: String(entry.modRevision) },
    };
    return (waiting.item = new CacheItem(key, entry.modRevision, object, cache.kind, waiting.value));
  }

  #forget(expectation: Expectation): void {
    const others = this.#expected.get(expectation.storeKey);
    if (!others) return;
    if (others.length === 1) this.#expected.delete(expectation.storeKey);
    else others.splice(others.indexOf(expectation), 1);
  }

  #advance(revision: Revision): void {
    this.#revision = Math.max(this.#revision, revision);
    if (this.#waiters.length === 0) return;
    const due = this.#waiters.filter((w) => w.revision <= this.#revision);
    if (due.length === 0) return;
    this.#waiters = this.#waiters.filter((w) => w.revision > this.#revision);
    for (const waiter of due) waiter.resolve();
  }

  async #listAll(): Promise<{ revision: Revision; items: Map<string, CacheItem[]> }> {
    const items = new Map<string, CacheItem[]>();
    let revision: Revision | undefined;
    let after: string | undefined;
    for (;;) {
      const page = await this.#store.list(root, {
        limit: pageSize,
        ...(revision !== undefined && { revision }),
        ...(after !== undefined && { after }),
      });
      revision ??= page.revision;
      for (const entry of page.entries) {
        const place = splitStoreKey(entry.key);
        const cache = place && this.#caches.get(place.cache);
        if (!place || !cache) continue;
        const list = items.get(place.cache);
        const known = cache.get(place.key);
        const item =
          known?.revision === entry.modRevision
            ? known
            : CacheItem.fromStore(place.key, entry.modRevision, entry.value, cache.kind);
        if (list) list.push(item);
        else items.set(place.cache, [item]);
      }
      after = page.entries.at(-1)?.key;
      if (page.remaining === 0 || after === undefined) return { revision, items };
      await nextTurn();
    }
  }

  /** Lists until it succeeds, a second apart, and applies what differs. */
  async #resync(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      try {
        const { revision, items } = await this.#listAll();
        for (const [name, cache] of this.#caches)
          this.#apply(differences(cache, items.get(name) ?? [], revision), (change) => ({ cache, change }));
        this.#resyncs += 1;
        this.#advance(revision);
        this.#failure = undefined;
        return;
      } catch (error) {
        this.#log.error({ err: error }, 'The store cannot be listed; trying again');
        await new Promise((resolve) => setTimeout(resolve, 1000));
      }
    }
  }
}

/** All entries below a prefix, at one revision. */
async function listPrefix(store: Store, prefix: string): Promise<{ revision: Revision; entries: Entry[] }> {
  const entries: Entry[] = [];
  let page = await store.list(prefix, { limit: pageSize });
  const { revision } = page;
  for (;;) {
    entries.push(...page.entries);
    const after = page.entries.at(-1)?.key;
    if (page.remaining === 0 || after === undefined) return { revision, entries };
    await nextTurn();
    page = await store.list(prefix, { limit: pageSize, revision, after });
  }
}

function differences(cache: ResourceCache, items: readonly CacheItem[], revision: Revision): Change[] {
  const changes: Change[] = [];
  const there = new Set(items.map((item) => item.key));
  for (const previous of cache.list()) {
    if (!there.has(previous.key))
      changes.push({ type: 'delete', key: previous.key, revision, item: previous.at(revision), previous });
  }
  for (const item of items) {
    const previous = cache.get(item.key);
    if (previous?.revision === item.revision) continue;
    changes.push({ type: previous ? 'update' : 'create', key: item.key, revision: item.revision, item, previous });
  }
  return changes.sort((a, b) => a.revision - b.revision);
}
