/**
 * How a client reaches the API server. Two implementations: HTTPS (httpsTransport.ts), and in-process
 * (the API server's own: same authorization, admission and validation, without TLS and serialisation).
 */
import type { GroupVersionResource } from '../machinery/object.ts';

export type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete' | 'deletecollection';

export type PatchType =
  | 'application/json-patch+json'
  | 'application/merge-patch+json'
  | 'application/strategic-merge-patch+json'
  | 'application/apply-patch+yaml';

export interface TransportRequest {
  readonly verb: Verb;
  readonly resource: GroupVersionResource;
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  /** 'status', 'binding', 'scale', … */
  readonly subresource?: string | undefined;
  /** Query parameters under their wire names (labelSelector, limit, resourceVersion, dryRun, …). */
  readonly query?: Readonly<Record<string, string>> | undefined;
  /** The object, patch or DeleteOptions. Not mutated, and not to be mutated afterwards. */
  readonly body?: unknown;
  readonly patchType?: PatchType | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** One watch event, as on the wire. BOOKMARK carries only metadata.resourceVersion; ERROR a Status. */
export interface RawWatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: unknown;
}

export interface Transport {
  /** Every verb but watch. Resolves with the answer's object; rejects with ApiError. */
  request(request: TransportRequest): Promise<unknown>;
  /** Ends when the server or `signal` ends it; throws ApiError when it cannot begin (410 among them). */
  watch(request: TransportRequest): AsyncIterable<RawWatchEvent>;
}
