/** DELETE of a collection: each object that the selectors match, one after the other in a few lanes; not atomic. */
import { isNotFound } from '../../machinery/apiError.ts';
import type { CacheItem } from '../watchCache/cacheItem.ts';
import type { VerbCore } from './core.ts';
import { removeOne } from './delete.ts';
import { deleteOptions } from './deleteOptions.ts';
import { list } from './list.ts';
import type { Answer, VerbRequest } from './verbRequest.ts';

/** Enough to share the store's group commits. */
const lanes = 16;

export async function deleteCollection(core: VerbCore, request: VerbRequest): Promise<Answer> {
  const options = deleteOptions(request.body, request.query);
  const dryRun = request.context.dryRun || (options.dryRun ?? []).length > 0;
  const context = { ...request.context, dryRun, warn: (text: string) => request.context.warn(text) };
  const found = await list(core, request);
  if (!('list' in found)) return found;
  const left = [...found.list.items].reverse();
  const gone: CacheItem[] = [];
  const lane = async (): Promise<void> => {
    for (let item = left.pop(); item; item = left.pop()) {
      const { name = '', namespace } = item.object.metadata ?? {};
      try {
        gone.push((await removeOne(core, request, name, namespace, options, context)).item);
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return { status: 200, list: { ...found.list, items: gone } };
}
