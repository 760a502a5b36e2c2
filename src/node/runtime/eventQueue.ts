/** A queue from callbacks to one async iteration: pushed items come out in order; `end` and `fail` close it. */
export class EventQueue<Item> implements AsyncIterable<Item> {
  readonly #items: Item[] = [];
  #waiting: ((result: IteratorResult<Item, undefined>) => void) | undefined;
  #ended = false;

  push(item: Item): void {
    if (this.#ended) return;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting) waiting({ done: false, value: item });
    else this.#items.push(item);
  }

  /** Items that were pushed before still come out. */
  end(): void {
    this.#ended = true;
    this.#waiting?.({ done: true, value: undefined });
    this.#waiting = undefined;
  }

  [Symbol.asyncIterator](): AsyncIterator<Item, undefined> {
    return {
      next: () => {
        const item = this.#items.shift();
        if (item !== undefined) return Promise.resolve({ done: false, value: item });
        if (this.#ended) return Promise.resolve({ done: true, value: undefined });
        return new Promise((resolve) => (this.#waiting = resolve));
      },
      return: () => {
        this.end();
        this.#items.length = 0;
        return Promise.resolve({ done: true, value: undefined });
      },
    };
  }
}
