/** A binary heap whose items can be found and removed by a key. */
export class Heap<T> {
  readonly #keyOf: (item: T) => string;
  readonly #before: (a: T, b: T) => boolean;
  readonly #items: T[] = [];
  readonly #positions = new Map<string, number>();

  /** `before` tells whether `a` comes out earlier than `b`. */
  constructor(keyOf: (item: T) => string, before: (a: T, b: T) => boolean) {
    this.#keyOf = keyOf;
    this.#before = before;
  }

  get size(): number {
    return this.#items.length;
  }

  get first(): T | undefined {
    return this.#items[0];
  }

  get(key: string): T | undefined {
    const position = this.#positions.get(key);
    return position === undefined ? undefined : this.#items[position];
  }

  /** Adds, or replaces the item with the same key. */
  push(item: T): void {
    this.remove(this.#keyOf(item));
    this.#items.push(item);
    this.#up(this.#items.length - 1, item);
  }

  pop(): T | undefined {
    const { first } = this;
    if (first !== undefined) this.remove(this.#keyOf(first));
    return first;
  }

  remove(key: string): T | undefined {
    const position = this.#positions.get(key);
    if (position === undefined) return undefined;
    const removed = this.#items[position];
    this.#positions.delete(key);
    const last = this.#items.pop();
    if (last !== undefined && position < this.#items.length) {
      this.#down(position, last);
      if (this.#items[position] === last) this.#up(position, last);
    }
    return removed;
  }

  #set(position: number, item: T): void {
    this.#items[position] = item;
    this.#positions.set(this.#keyOf(item), position);
  }

  #up(start: number, item: T): void {
    let position = start;
    while (position > 0) {
      const above = (position - 1) >> 1;
      const parent = this.#items[above];
      if (parent === undefined || !this.#before(item, parent)) break;
      this.#set(position, parent);
      position = above;
    }
    this.#set(position, item);
  }

  #down(start: number, item: T): void {
    let position = start;
    for (;;) {
      let below = 2 * position + 1;
      let child = this.#items[below];
      if (child === undefined) break;
      const right = this.#items[below + 1];
      if (right !== undefined && this.#before(right, child)) {
        child = right;
        below += 1;
      }
      if (!this.#before(child, item)) break;
      this.#set(position, child);
      position = below;
    }
    this.#set(position, item);
  }
}
