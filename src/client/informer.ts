/** A local, always current copy of a resource, fed by list and watch. Objects in it are shared: never mutate them. */
import type { KubeObject, Stored } from '../machinery/object.ts';
import type { Resource } from '../machinery/resource.ts';

export interface InformerHandler<T extends KubeObject> {
  added?(object: Stored<T>): void;
  updated?(object: Stored<T>, old: Stored<T>): void;
  /** `object` is the last state known; the deletion may have been missed and found by a re-list. */
  deleted?(object: Stored<T>): void;
}

export interface Informer<T extends KubeObject> {
  /** Resolves when the first list is in the cache and handlers have seen it. */
  readonly synced: Promise<void>;
  /** By machinery's keyOf(): 'namespace/name' or 'name'. */
  get(key: string): Stored<T> | undefined;
  list(namespace?: string): readonly Stored<T>[];
  /** Objects for which the index function gave `value`. The index must have been added. */
  byIndex(index: string, value: string): readonly Stored<T>[];
  /** Adding an index twice under one name is harmless. */
  addIndex(name: string, valuesOf: (object: Stored<T>) => readonly string[]): void;
  /** A handler added late first sees `added` for everything that is there. */
  addHandler(handler: InformerHandler<T>): Disposable;
}

export interface InformerSelection {
  readonly namespace?: string;
  readonly fieldSelector?: string;
  readonly labelSelector?: string;
}

export interface InformerFactory extends AsyncDisposable {
  /** One shared informer for each resource and selection; starts at the first call. */
  for<T extends KubeObject>(resource: Resource<T>, selection?: InformerSelection): Informer<T>;
  /**
   * Stops the informers of a resource that is served no longer. Their handlers are told that everything is deleted;
   * for() starts anew.
   */
  release(resource: Resource): void;
}
