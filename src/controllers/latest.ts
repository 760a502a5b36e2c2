/**
 * What a controller wrote last, for as long as its cache is behind: counting on an older status would do again what has
 * been done.
 */
import type { KubeObject, Stored } from '../machinery/object.ts';
import { keyOf } from '../machinery/object.ts';

export class Latest<T extends KubeObject> {
  readonly #written = new Map<string, Stored<T>>();

  /** The newer one of the cache's copy and what was written. */
  of(cached: Stored<T>): Stored<T> {
    const key = keyOf(cached);
    const written = this.#written.get(key);
    if (!written) return cached;
    if (written.metadata.uid === cached.metadata.uid && revisionOf(written) > revisionOf(cached)) return written;
    this.#written.delete(key);
    return cached;
  }

  note(written: Stored<T>): void {
    this.#written.set(keyOf(written), written);
  }

  forget(key: string): void {
    this.#written.delete(key);
  }
}

const revisionOf = (object: Stored<KubeObject>): number => Number(object.metadata.resourceVersion);
