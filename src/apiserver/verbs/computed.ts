/** GET and LIST of what is computed when asked for: the registration's own reads, rendered like anything else. */
import type { KubeObject } from '../../machinery/object.ts';
import type { ComputedReads } from '../registration.ts';
import { CacheItem } from '../watchCache/cacheItem.ts';
import type { Endpoint } from './endpoint.ts';
import { listOptions } from './listOptions.ts';
import { selectionOf } from './selection.ts';
import type { Answer, VerbRequest } from './verbRequest.ts';

export async function getComputed(reads: ComputedReads<KubeObject>, request: VerbRequest): Promise<Answer> {
  const { endpoint, namespace, name, context } = request;
  return { status: 200, item: itemOf(endpoint, await reads.get(namespace, name, context)) };
}

/** The whole list at once: it has no revision that further pages could show. */
export async function listComputed(reads: ComputedReads<KubeObject>, request: VerbRequest): Promise<Answer> {
  const { endpoint, namespace, query, context } = request;
  listOptions(query, false);
  const { matches } = selectionOf(endpoint, query);
  const selects = (object: KubeObject): boolean => matches?.(itemOf(endpoint, object)) ?? true;
  const objects = await reads.list(namespace, selects, context);
  const items = objects.map((object) => itemOf(endpoint, object));
  return { status: 200, list: { revision: undefined, items, continue: undefined, remaining: undefined } };
}

const itemOf = ({ resource, apiVersion, kind }: Endpoint, object: KubeObject): CacheItem =>
  new CacheItem('', 0, { kind: resource.kind, apiVersion, ...object }, kind, undefined);
