/** Objects by key, with secondary indexes that are kept as objects come and go. */
import type { KubeObject, Stored } from '../machinery/object.ts';
import { keyOf } from '../machinery/object.ts';

interface Index<T extends KubeObject> {
  readonly valuesOf: (object: Stored<T>) => readonly string[];
  readonly byValue: Map<string, Map<string, Stored<T>>>;
}

export class Cache<T extends KubeObject> {
  readonly #objects = new Map<string, Stored<T>>();
  readonly #indexes = new Map<string, Index<T>>();

  get size(): number {
    return this.#objects.size;
  }

  keys(): Iterable<string> {
    return this.#objects.keys();
  }

  get(key: string): Stored<T> | undefined {
    return this.#objects.get(key);
  }

  values(): Stored<T>[] {
    return [...this.#objects.values()];
  }

  /** Throws when no index has that name. */
  byIndex(name: string, value: string): Stored<T>[] {
    const index = this.#indexes.get(name);
    if (!index)
      throw new Error(
        `there is no index "${name}"; those there are: ${[...this.#indexes.keys()].join(', ') || 'none'}`,
      );
    return [...(index.byValue.get(value)?.values() ?? [])];
  }

  addIndex(name: string, valuesOf: (object: Stored<T>) => readonly string[]): void {
    if (this.#indexes.has(name)) return;
    const index: Index<T> = { valuesOf, byValue: new Map() };
    this.#indexes.set(name, index);
    for (const [key, object] of this.#objects) enter(index, key, object);
  }

  /** Answers what was there before. */
  set(object: Stored<T>): Stored<T> | undefined {
    const key = keyOf(object);
    const old = this.#objects.get(key);
    this.#objects.set(key, object);
    for (const index of this.#indexes.values()) {
      if (old) leave(index, key, old);
      enter(index, key, object);
    }
    return old;
  }

  /** Answers what was there. */
  delete(key: string): Stored<T> | undefined {
    const old = this.#objects.get(key);
    if (!old) return undefined;
    this.#objects.delete(key);
    for (const index of this.#indexes.values()) leave(index, key, old);
    return old;
  }
}

function enter<T extends KubeObject>(index: Index<T>, key: string, object: Stored<T>): void {
  for (const value of index.valuesOf(object)) {
    const objects = index.byValue.get(value);
    if (objects) objects.set(key, object);
    else index.byValue.set(value, new Map([[key, object]]));
  }
}

function leave<T extends KubeObject>(index: Index<T>, key: string, object: Stored<T>): void {
  for (const value of index.valuesOf(object)) {
    const objects = index.byValue.get(value);
    objects?.delete(key);
    if (objects?.size === 0) index.byValue.delete(value);
  }
}
