/** Changes of a resource that its ring no longer holds, read back from the store's history. */
import type { Revision, Store } from '../../store/store.ts';
import { CacheItem } from './cacheItem.ts';
import type { Change } from './changeRing.ts';
import type { ResourceCache } from './resourceCache.ts';

/** Every change after `from` up to `to`, in order. CompactedError when the store does not go back that far. */
export async function storeHistory(
  store: Store,
  cache: ResourceCache,
  from: Revision,
  to: Revision,
  signal: AbortSignal,
): Promise<Change[]> {
  const stop = new AbortController();
  const changes: Change[] = [];
  for await (const batch of store.watch(cache.prefix, from, AbortSignal.any([signal, stop.signal]))) {
    for (const event of batch.events) {
      if (event.revision > to) break;
      const key = event.key.slice(cache.prefix.length);
      const state = (entry: typeof event.entry): CacheItem | undefined =>
        entry && CacheItem.fromStore(key, entry.modRevision, entry.value, cache.kind);
      const previous = state(event.previous);
      const item = state(event.entry) ?? previous?.at(event.revision);
      if (item) changes.push({ type: event.type, key, revision: event.revision, item, previous });
    }
    if (batch.revision >= to) break;
  }
  stop.abort();
  return changes;
}
