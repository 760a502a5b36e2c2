/** The typed client: `client.resource(pods).get('web-0', 'default')`. What it returns is shared: never mutate it. */
import type { DeleteOptions } from '../api/meta/v1.ts';
import type { KubeObject, ObjectList, Stored } from '../machinery/object.ts';
import type { Resource } from '../machinery/resource.ts';
import type { PatchType, Transport, TransportRequest } from './transport.ts';

export interface ListParameters {
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly limit?: number;
  readonly continue?: string;
  readonly resourceVersion?: string;
}

export interface WatchParameters extends ListParameters {
  readonly allowWatchBookmarks?: boolean;
  readonly timeoutSeconds?: number;
}

export type WatchEvent<T extends KubeObject> =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: Stored<T> }
  | { readonly type: 'BOOKMARK'; readonly object: { readonly metadata: { readonly resourceVersion: string } } };

/** Errors: every method rejects with machinery's ApiError. `namespace` is undefined for cluster-scoped resources. */
export interface ResourceClient<T extends KubeObject> {
  get(name: string, namespace?: string): Promise<Stored<T>>;
  /** All namespaces when `namespace` is undefined. */
  list(namespace?: string, parameters?: ListParameters): Promise<ObjectList<T>>;
  watch(namespace: string | undefined, parameters: WatchParameters, signal: AbortSignal): AsyncIterable<WatchEvent<T>>;
  /** The namespace is the object's own. */
  create(object: T): Promise<Stored<T>>;
  update(object: T): Promise<Stored<T>>;
  updateStatus(object: T): Promise<Stored<T>>;
  patch(
    name: string,
    namespace: string | undefined,
    type: PatchType,
    patch: unknown,
    subresource?: string,
  ): Promise<Stored<T>>;
  /**
   * Server-side apply under the name of a field manager: creates the object or merges `object` into it, and removes what
   * the manager applied before and no longer does. `force` takes fields over from others; 409 (FieldManagerConflict)
   * without.
   */
  apply(object: T, fieldManager: string, force?: boolean): Promise<Stored<T>>;
  delete(name: string, namespace?: string, options?: DeleteOptions): Promise<void>;
  deleteCollection(namespace: string | undefined, parameters?: ListParameters, options?: DeleteOptions): Promise<void>;
  /** POST of another kind to a subresource: pods/binding, serviceaccounts/token. */
  createSubresource<R>(name: string, namespace: string | undefined, subresource: string, body: unknown): Promise<R>;
}

export interface Client {
  readonly transport: Transport;
  resource<T extends KubeObject>(resource: Resource<T>): ResourceClient<T>;
}

export type { PatchType, Transport, TransportRequest };
