/** Follows one object until something is seen of it: a list to begin with, a watch from there on, again when it breaks off. */
import { ApiError } from '../../machinery/apiError.ts';
import type { JsonObject } from '../kube/json.ts';
import { isJsonObject, listAt, textAt } from '../kube/json.ts';
import type { KubeConnection } from '../kube/kubeConnection.ts';
import { pathOf } from '../kube/mapper.ts';
import type { Where } from './requests.ts';

/** The time is over, and nothing was seen. */
export class TimedOut extends Error {
  override readonly name = 'TimedOut';

  constructor() {
    super('timed out waiting for the condition');
  }
}

/** What is there: the object as it is now, or that it is not there (any more). */
export type Sight = { readonly object: JsonObject; readonly deleted: boolean } | 'absent';

/**
 * Calls `see` with each state, and resolves with the first answer that is not undefined. Rejects with TimedOut, with what
 * `see` throws, and with the server's error.
 * @param timeout milliseconds
 */
export async function watchObject<T>(
  connection: KubeConnection,
  { resource, namespace }: Where,
  name: string,
  timeout: number,
  see: (sight: Sight) => T | undefined,
): Promise<T> {
  const path = pathOf(resource, namespace);
  const fieldSelector = `metadata.name=${name}`;
  const over = new AbortController();
  // Longer than a timer can be: then it is as good as without end.
  const timer = setTimeout(() => over.abort(), Math.min(timeout, 2 ** 31 - 1));
  try {
    for (;;) {
      const list = await connection.json<JsonObject>({ path, query: { fieldSelector } });
      const [item] = listAt(list, 'items');
      const first = see(isJsonObject(item) ? { object: typed(item, list), deleted: false } : 'absent');
      if (first !== undefined) return first;
      const query = { fieldSelector, resourceVersion: textAt(list, 'metadata', 'resourceVersion') };
      for await (const { type, object } of connection.watch({ path, query, signal: over.signal })) {
        if (type === 'BOOKMARK' || !isJsonObject(object)) continue;
        // Too old, or broken: from a new list on.
        if (type === 'ERROR') break;
        const seen = see({ object, deleted: type === 'DELETED' });
        if (seen !== undefined) return seen;
      }
      if (over.signal.aborted) throw new TimedOut();
    }
  } catch (error) {
    if (over.signal.aborted && !(error instanceof ApiError)) throw new TimedOut();
    throw error;
  } finally {
    clearTimeout(timer);
    over.abort();
  }
}

/** The items of a list carry no type of their own. */
function typed(item: JsonObject, list: JsonObject): JsonObject {
  return { apiVersion: list.apiVersion, kind: textAt(list, 'kind').replace(/List$/, ''), ...item };
}
