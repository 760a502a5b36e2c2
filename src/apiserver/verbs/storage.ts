/**
 * Writes to the store, seen in the caches before they are answered.
 *
 *  - Every write compares and swaps on the revision that the caller has seen.
 *  - When a promise resolves, reads through the caches show the write.
 *  - The parsed object goes into the cache as it is: it must not be changed after it was handed over.
 */
import type { KubeObject } from '../../machinery/object.ts';
import type { Revision, Store } from '../../store/store.ts';
import { RevisionMismatchError } from '../../store/store.ts';
import { CacheItem, storedBytes } from '../watchCache/cacheItem.ts';
import type { Expectation, StoreFeed } from '../watchCache/storeFeed.ts';
import type { Endpoint } from './endpoint.ts';

/** Somebody else wrote in between: look again and decide again. The caches show what they wrote. */
export class WriteConflict extends Error {
  override readonly name = 'WriteConflict';
}

export class ObjectStorage {
  readonly #store: Store;
  readonly #feed: StoreFeed;

  constructor(store: Store, feed: StoreFeed) {
    this.#store = store;
    this.#feed = feed;
  }

  /** KeyExistsError when it is there. `object` is in the endpoint's own version. */
  async create(endpoint: Endpoint, key: string, object: KubeObject): Promise<CacheItem> {
    const stored = endpoint.toStored(object);
    const value = storedBytes(stored);
    using expected = this.#feed.expect(endpoint.stored.prefix + key, value, stored);
    const entry = await this.#store.create(expected.storeKey, value);
    // Awaited here: the expectation must live until the cache has met it.
    return await this.#seen(endpoint, key, expected, entry.modRevision);
  }

  /** WriteConflict when `old` is no longer current. */
  async update(endpoint: Endpoint, old: CacheItem, object: KubeObject): Promise<CacheItem> {
    const stored = endpoint.toStored(object);
    const value = storedBytes(stored);
    using expected = this.#feed.expect(endpoint.stored.prefix + old.key, value, stored);
    try {
      const entry = await this.#store.update(expected.storeKey, value, old.revision);
      return await this.#seen(endpoint, old.key, expected, entry.modRevision);
    } catch (error) {
      return this.#conflict(error);
    }
  }

  /** The last state under the revision of the deletion. WriteConflict when `old` is no longer current. */
  async delete(endpoint: Endpoint, old: CacheItem): Promise<CacheItem> {
    try {
      const revision = await this.#store.delete(endpoint.stored.prefix + old.key, old.revision);
      await this.#feed.reached(revision);
      return old.at(revision);
    } catch (error) {
      return this.#conflict(error);
    }
  }

  async #seen(endpoint: Endpoint, key: string, expected: Expectation, revision: Revision): Promise<CacheItem> {
    await this.#feed.reached(revision);
    // Another writer of the very same bytes may have been taken for this one: then the cache has its item.
    const stamped = (): CacheItem => {
      const object = {
        ...expected.object,
        metadata: { ...expected.object.metadata, resourceVersion: String(revision) },
      };
      return new CacheItem(key, revision, object, endpoint.stored.kind, expected.value);
    };
    const item = expected.item?.revision === revision ? expected.item : stamped();
    return endpoint.present(item);
  }

  async #conflict(error: unknown): Promise<never> {
    if (!(error instanceof RevisionMismatchError)) throw error;
    await this.#feed.reached(error.current?.modRevision ?? (await this.#store.revision()));
    throw new WriteConflict(error.message);
  }
}
