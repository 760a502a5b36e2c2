/** What a verb is asked, and what it answers, whichever way the request came in. */
import type { KubeObject } from '../../machinery/object.ts';
import type { RequestContext } from '../registration.ts';
import type { CacheItem } from '../watchCache/cacheItem.ts';
import type { Endpoint } from './endpoint.ts';

/** Bytes from the wire, or a value that came in process and must not be mutated. */
export type RequestBody =
  | { readonly from: 'wire'; readonly bytes: Buffer; readonly mediaType: string }
  | { readonly from: 'process'; readonly value: unknown };

export interface VerbRequest {
  readonly endpoint: Endpoint;
  /** undefined for cluster-scoped resources, and for all namespaces. */
  readonly namespace: string | undefined;
  /** '' when the request names no object. */
  readonly name: string;
  /** '' for the resource itself. */
  readonly subresource: string;
  readonly query: URLSearchParams;
  readonly body: RequestBody | undefined;
  /** Set for PATCH. */
  readonly patchType: string | undefined;
  /** Who asks, as the client says it; the manager of the fields it writes is named after it. */
  readonly userAgent: string;
  readonly context: RequestContext;
}

export interface ListAnswer {
  /** undefined for what is computed and not stored. */
  readonly revision: number | undefined;
  readonly items: readonly CacheItem[];
  readonly continue: string | undefined;
  readonly remaining: number | undefined;
}

/** An object of the cache (its bytes are shared), any other object, or a list. */
export type Answer =
  | { readonly status: number; readonly item: CacheItem }
  | { readonly status: number; readonly object: object }
  | { readonly status: number; readonly list: ListAnswer };

export const itemAnswer = (item: CacheItem, status = 200): Answer => ({ status, item });
export const objectAnswer = (object: KubeObject | object, status = 200): Answer => ({ status, object });
