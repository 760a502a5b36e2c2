/**
 * Informers: one reflector, one cache and any number of handlers for each resource and selection.
 *
 * Guarantees:
 *  - A handler sees, for each object, `added` first, then `updated` in order, then `deleted`: none twice, none left out
 *    but for states between two that it does see.
 *  - When a handler is called, the cache holds the state it is told of, or a newer one.
 *  - A deletion that was missed is told after the re-list that found it, with the last state known.
 *  - An object that was deleted and made anew under the same name while nobody watched is told as deleted, then added.
 *  - A handler that throws is reported in the log and disturbs nobody else.
 */
import { setImmediate as breath } from 'node:timers/promises';
import type { Logger } from '../machinery/log.ts';
import type { KubeObject, Stored } from '../machinery/object.ts';
import { keyOf } from '../machinery/object.ts';
import type { Resource } from '../machinery/resource.ts';
import { Cache } from './cache.ts';
import type { Client } from './client.ts';
import type { Informer, InformerFactory, InformerHandler, InformerSelection } from './informer.ts';
import { runReflector } from './reflector.ts';

/** Disposing stops every informer and waits for it. */
export function createInformers(client: Client, log: Logger): InformerFactory {
  const running = new Map<string, SharedInformer<KubeObject>>();
  const released: Promise<void>[] = [];
  const stop = new AbortController();
  return {
    for<T extends KubeObject>(resource: Resource<T>, selection: InformerSelection = {}): Informer<T> {
      const key = [
        resource.group,
        resource.version,
        resource.resource,
        selection.namespace,
        selection.fieldSelector,
        selection.labelSelector,
      ].join('|');
      const known = running.get(key);
      // A named seam: the key names the resource, and with it the type of the objects.
      if (known) return known as unknown as Informer<T>;
      if (stop.signal.aborted) throw new Error(`informers are stopped: none can be started for ${resource.resource}`);
      const informer = new SharedInformer<T>(
        client,
        resource,
        selection,
        stop.signal,
        log.child({ informer: resource.resource }),
      );
      running.set(key, informer as unknown as SharedInformer<KubeObject>);
      return informer;
    },
    release({ group, version, resource }) {
      for (const [key, informer] of running) {
        if (!key.startsWith(`${group}|${version}|${resource}|`)) continue;
        running.delete(key);
        informer.release();
        released.push(informer.stopped);
      }
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await Promise.all([...released, ...[...running.values()].map((informer) => informer.stopped)]);
    },
  };
}

/** A replaced cache is worked through in slices of this many objects, so that others get their turn. */
const sliceSize = 500;
const byNamespace = 'namespace';

class SharedInformer<T extends KubeObject> implements Informer<T> {
  readonly synced: Promise<void>;
  readonly stopped: Promise<void>;
  readonly #cache = new Cache<T>();
  readonly #handlers = new Set<InformerHandler<T>>();
  readonly #released = new AbortController();
  readonly #log: Logger;
  #hasSynced: () => void = () => undefined;

  constructor(client: Client, resource: Resource<T>, selection: InformerSelection, signal: AbortSignal, log: Logger) {
    this.#log = log;
    this.#cache.addIndex(byNamespace, (object) => (object.metadata.namespace ? [object.metadata.namespace] : []));
    this.synced = new Promise((resolve, reject) => {
      this.#hasSynced = resolve;
      signal.addEventListener('abort', () => reject(new Error(`stopped before ${resource.resource} were listed`)), {
        once: true,
      });
    });
    // Nobody has to wait for it: then nobody needs to hear that it never came.
    this.synced.catch(() => undefined);
    this.stopped = runReflector({
      client: client.resource(resource),
      selection,
      signal: AbortSignal.any([signal, this.#released.signal]),
      log,
      sink: { replace: (objects) => this.#replace(objects), apply: (type, object) => this.#apply(type, object) },
    });
  }

  /** Stops, and tells that everything is deleted. */
  release(): void {
    this.#released.abort();
    for (const key of this.#cache.keys()) this.#delete(key, undefined);
    this.#hasSynced();
  }

  get(key: string): Stored<T> | undefined {
    return this.#cache.get(key);
  }

  list(namespace?: string): readonly Stored<T>[] {
    return namespace === undefined ? this.#cache.values() : this.#cache.byIndex(byNamespace, namespace);
  }

  byIndex(index: string, value: string): readonly Stored<T>[] {
    return this.#cache.byIndex(index, value);
  }

  addIndex(name: string, valuesOf: (object: Stored<T>) => readonly string[]): void {
    this.#cache.addIndex(name, valuesOf);
  }

  addHandler(handler: InformerHandler<T>): Disposable {
    this.#handlers.add(handler);
    for (const object of this.#cache.values()) this.#call(() => handler.added?.(object));
    return { [Symbol.dispose]: () => void this.#handlers.delete(handler) };
  }

  async #replace(objects: readonly Stored<T>[]): Promise<void> {
    const gone = new Set(this.#cache.keys());
    for (const [i, object] of objects.entries()) {
      gone.delete(keyOf(object));
      this.#upsert(object);
      if (i % sliceSize === sliceSize - 1) await breath();
    }
    for (const key of gone) this.#delete(key, undefined);
    this.#hasSynced();
  }

  #apply(type: 'ADDED' | 'MODIFIED' | 'DELETED', object: Stored<T>): void {
    if (type === 'DELETED') this.#delete(keyOf(object), object);
    else this.#upsert(object);
  }

  #upsert(object: Stored<T>): void {
    const known = this.#cache.get(keyOf(object));
    if (known?.metadata.resourceVersion === object.metadata.resourceVersion) return;
    if (known && known.metadata.uid !== object.metadata.uid) this.#delete(keyOf(object), undefined);
    const old = this.#cache.set(object);
    for (const handler of this.#handlers) {
      this.#call(() => (old ? handler.updated?.(object, old) : handler.added?.(object)));
    }
  }

  /** `last` is the final state, when the server told it. */
  #delete(key: string, last: Stored<T> | undefined): void {
    const old = this.#cache.delete(key);
    if (!old) return;
    for (const handler of this.#handlers) this.#call(() => handler.deleted?.(last ?? old));
  }

  #call(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#log.error({ error: error instanceof Error ? error.stack : String(error) }, 'a handler failed');
    }
  }
}
