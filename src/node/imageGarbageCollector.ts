/**
 * Removes images that nobody uses when the disk fills up: from 85 % on, until it is down to 80 %.
 *
 * Guarantees: an image that a container has, whether it runs or not, stays; so do pinned ones and those of the
 * sandboxes; none goes within two minutes after it came; the one unused for longest goes first.
 *
 * Looks every five minutes, as upstream does; eviction asks for more when a threshold is met.
 */
import type { Logger } from '../machinery/log.ts';
import type { CriClient } from './runtime/cri/client.ts';
import type { Image } from './runtime/cri/generated/cri_pb.js';

export interface ImageGcOptions {
  readonly cri: Pick<CriClient, 'listImages' | 'listContainers' | 'removeImage'>;
  readonly log: Logger;
  /** Names of images that sandboxes are made of. */
  readonly keep: readonly string[];
  /** Of the file system on which images lie, in bytes; undefined while it is not known. */
  space(): Promise<{ readonly capacity: number; readonly available: number } | undefined>;
  /** An event on the node. */
  tell(type: 'Warning', reason: string, message: string): void;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

const highPercent = 85;
const lowPercent = 80;
const minimumAge = 2 * 60_000;
const period = 5 * 60_000;

interface Seen {
  readonly first: number;
  used: number;
}

export class ImageGarbageCollector implements Disposable {
  readonly #options: ImageGcOptions;
  readonly #seen = new Map<string, Seen>();
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;
  #known = false;

  constructor(options: ImageGcOptions) {
    this.#options = options;
  }

  start(): void {
    const look = (): void => void this.collect();
    look();
    this.#timer = setInterval(look, period).unref();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  /** Frees what is above the low mark when the high mark is passed. Never rejects: a second failure is an event. */
  async collect(): Promise<void> {
    try {
      await this.#detect();
      const space = await this.#options.space();
      if (space === undefined) return;
      const { capacity, available } = space;
      if (capacity === 0) throw new Error('invalid capacity 0 on image filesystem');
      const used = 100 - Math.floor((available * 100) / capacity);
      if (used >= highPercent) {
        const wanted = Math.floor((capacity * (100 - lowPercent)) / 100) - available;
        const freed = await this.#free(wanted);
        if (freed < wanted) {
          const message = `Failed to garbage collect required amount of images. Attempted to free ${wanted} bytes, but only found ${freed} bytes eligible to free.`;
          this.#options.tell('Warning', 'FreeDiskSpaceFailed', message);
          throw new Error(message);
        }
      }
      this.#failures = 0;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#options.log.warn({ error: message }, 'images could not be collected');
      if (++this.#failures > 1) this.#options.tell('Warning', 'ImageGCFailed', message);
    }
  }

  /** Removes everything that may go. Resolves with how many bytes that was. */
  deleteUnused(): Promise<number> {
    return this.#free(Infinity);
  }

  /** Images that may go, by ID. */
  async #detect(): Promise<{ image: Image; seen: Seen }[]> {
    const { cri, keep, now = Date.now } = this.#options;
    const [{ images }, { containers }] = await Promise.all([cri.listImages({}), cri.listContainers({})]);
    const inUse = new Set(containers.flatMap((c) => [c.imageRef, c.imageId, c.image?.image ?? '']));
    const present = new Set(images.map(({ id }) => id));
    for (const id of this.#seen.keys()) if (!present.has(id)) this.#seen.delete(id);
    // What was there before the agent is old enough.
    const first = this.#known ? now() : 0;
    this.#known = true;
    return images.flatMap((image) => {
      const seen = this.#seen.get(image.id) ?? { first, used: 0 };
      this.#seen.set(image.id, seen);
      const names = [image.id, ...image.repoTags, ...image.repoDigests];
      const used = names.some((name) => inUse.has(name));
      if (used) seen.used = now();
      return used || image.pinned || names.some((name) => keep.includes(name)) ? [] : [{ image, seen }];
    });
  }

  async #free(bytes: number): Promise<number> {
    const { cri, log, now = Date.now } = this.#options;
    const begun = now();
    const unused = await this.#detect();
    let freed = 0;
    for (const { image, seen } of unused.toSorted((a, b) => a.seen.used - b.seen.used || a.seen.first - b.seen.first)) {
      if (freed >= bytes) break;
      if (begun - seen.first < minimumAge) continue;
      await cri.removeImage({ image: { image: image.id } });
      log.info({ image: image.repoTags[0] ?? image.id, bytes: Number(image.size) }, 'an unused image was removed');
      this.#seen.delete(image.id);
      freed += Number(image.size);
    }
    return freed;
  }
}
