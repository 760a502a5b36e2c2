/** Which revisions are being read right now, so that sweeping history waits for them instead of pulling it away. */
import type { Revision } from './store.ts';

export class Readers {
  readonly #open = new Map<symbol, { revision: Revision; closed: Promise<void> }>();

  /** Holds `revision` until disposed. */
  hold(revision: Revision): Disposable {
    const id = Symbol();
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    this.#open.set(id, { revision, closed });
    return {
      [Symbol.dispose]: () => {
        this.#open.delete(id);
        resolve();
      },
    };
  }

  /** Resolves when everyone who reads below `revision` now has finished. */
  async passed(revision: Revision): Promise<void> {
    await Promise.all([...this.#open.values()].filter((r) => r.revision < revision).map((r) => r.closed));
  }
}
