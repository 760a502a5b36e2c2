/**
 * How much containerd has downloaded of what it is downloading. The CRI does not tell; containerd's content store has a
 * folder for each blob that comes in, with what has come (`data`) and how much it is to be (`total`).
 */
import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface Download {
  /** Bytes that have come, and that are to come in all. */
  readonly done: number;
  readonly total: number;
}

export class Downloads {
  readonly #folder: string;
  /** By the name of its folder; one whose folder is gone has come whole. */
  readonly #seen = new Map<string, Download>();

  /** @param root containerd's */
  constructor(root: string) {
    this.#folder = join(root, 'io.containerd.content.v1.content', 'ingest');
  }

  /** All since this was made; undefined while there is none. */
  async look(): Promise<Download | undefined> {
    const names = await readdir(this.#folder).catch((): string[] => []);
    for (const [name, { total }] of this.#seen) if (!names.includes(name)) this.#seen.set(name, { done: total, total });
    await Promise.all(
      names.map(async (name) => {
        const found = await this.#read(name).catch(() => undefined);
        if (found) this.#seen.set(name, found);
      }),
    );
    if (this.#seen.size === 0) return undefined;
    const sum = (of: (one: Download) => number): number =>
      [...this.#seen.values()].reduce((all, one) => all + of(one), 0);
    return { done: sum(({ done }) => done), total: sum(({ total }) => total) };
  }

  /** Undefined where nobody said how much it is to be. */
  async #read(name: string): Promise<Download | undefined> {
    const [total, { size }] = await Promise.all([
      readFile(join(this.#folder, name, 'total'), 'utf8').then(Number),
      stat(join(this.#folder, name, 'data')),
    ]);
    return total > 0 ? { done: Math.min(size, total), total } : undefined;
  }
}
