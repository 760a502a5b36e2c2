/**
 * An image store on disk: an OCI image layout (oci-layout, index.json, blobs/sha256/…) whose index names each image by
 * its full reference. Guarantees: a blob is in place before anything names it; the index changes by renaming.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { ReadStream } from 'node:fs';
import { mkdir, open, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

export interface Descriptor {
  readonly mediaType: string;
  /** `sha256:…` */
  readonly digest: string;
  readonly size: number;
  readonly platform?: { readonly os: string; readonly architecture: string; readonly variant?: string };
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface Index {
  readonly schemaVersion: 2;
  readonly mediaType: string;
  readonly manifests: readonly Descriptor[];
}

export const mediaTypes = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar',
} as const;

export const annotations = {
  /** The full reference, such as docker.io/library/nginx:latest. */
  reference: 'org.opencontainers.image.ref.name',
  /** What it was built from: the same inputs need no second build. */
  inputs: 'peapod.image.inputs',
  /** Set where the image is offered only as long as its own registry cannot be reached. */
  standIn: 'peapod.image.stand-in',
} as const;

/** What a reference leads to, and how it is offered. */
export interface StoredImage {
  readonly reference: string;
  readonly descriptor: Descriptor;
  readonly standIn: boolean;
  readonly inputs: string | undefined;
}

export class ImageLayout {
  readonly #folder: string;
  #changing: Promise<unknown> = Promise.resolve();

  /** @param folder Made by the first write. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  async images(): Promise<readonly StoredImage[]> {
    const index = await this.#index();
    return index.manifests.flatMap((descriptor) => {
      const reference = descriptor.annotations?.[annotations.reference];
      if (reference === undefined) return [];
      const standIn = descriptor.annotations?.[annotations.standIn] === 'true';
      return [{ reference, descriptor, standIn, inputs: descriptor.annotations?.[annotations.inputs] }];
    });
  }

  async find(reference: string): Promise<StoredImage | undefined> {
    return (await this.images()).find((image) => image.reference === reference);
  }

  /** Gives each reference this manifest, in place of what it led to before. */
  async tag(images: readonly StoredImage[]): Promise<void> {
    const names = new Set(images.map((image) => image.reference));
    await this.#change((index) => [
      ...index.manifests.filter((each) => !names.has(each.annotations?.[annotations.reference] ?? '')),
      ...images.map(({ reference, descriptor, standIn, inputs }) => ({
        ...descriptor,
        annotations: {
          [annotations.reference]: reference,
          ...(standIn ? { [annotations.standIn]: 'true' } : {}),
          ...(inputs === undefined ? {} : { [annotations.inputs]: inputs }),
        },
      })),
    ]);
  }

  /** Removes the reference; says whether it was there. Blobs that nothing names any more go at the next prune(). */
  async untag(reference: string): Promise<boolean> {
    let found = false;
    await this.#change((index) =>
      index.manifests.filter((each) => {
        const matches = each.annotations?.[annotations.reference] === reference;
        found ||= matches;
        return !matches;
      }),
    );
    return found;
  }

  async addBlob(mediaType: string, chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<Descriptor> {
    const folder = path.join(this.#folder, 'blobs', 'sha256');
    await mkdir(folder, { recursive: true });
    const temporary = path.join(this.#folder, `blob-${process.pid}-${Math.random().toString(36).slice(2)}`);
    const hash = createHash('sha256');
    let size = 0;
    try {
      await using file = await open(temporary, 'w');
      for await (const chunk of gathered(chunks)) {
        hash.update(chunk);
        size += chunk.length;
        await file.writeFile(chunk);
      }
      const hex = hash.digest('hex');
      await rename(temporary, path.join(folder, hex));
      return { mediaType, digest: `sha256:${hex}`, size };
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  async addJson(mediaType: string, value: object): Promise<Descriptor> {
    return this.addBlob(mediaType, [Buffer.from(JSON.stringify(value))]);
  }

  /** Undefined when there is no such blob. */
  async blobSize(digest: string): Promise<number | undefined> {
    return (await stat(this.#blobPath(digest)).catch(() => undefined))?.size;
  }

  readBlob(digest: string, from = 0): ReadStream {
    return createReadStream(this.#blobPath(digest), { start: from });
  }

  async readJson(digest: string): Promise<unknown> {
    return JSON.parse(await readFile(this.#blobPath(digest), 'utf8'));
  }

  /** Deletes the blobs that no reference leads to. Returns the bytes that were freed. */
  async prune(): Promise<number> {
    const used = new Set<string>();
    for (const { descriptor } of await this.images()) await this.#collect(descriptor, used);
    const folder = path.join(this.#folder, 'blobs', 'sha256');
    let freed = 0;
    for (const name of await readdir(folder).catch(() => [])) {
      if (used.has(`sha256:${name}`)) continue;
      freed += (await stat(path.join(folder, name))).size;
      await rm(path.join(folder, name));
    }
    return freed;
  }

  async #collect(descriptor: Descriptor, used: Set<string>): Promise<void> {
    used.add(descriptor.digest);
    if (!/manifest|index/.test(descriptor.mediaType) || (await this.blobSize(descriptor.digest)) === undefined) return;
    // A named seam: what the two media types that refer to others have in common.
    const document = (await this.readJson(descriptor.digest)) as {
      readonly config?: Descriptor;
      readonly layers?: readonly Descriptor[];
      readonly manifests?: readonly Descriptor[];
    };
    const children = [
      ...(document.config ? [document.config] : []),
      ...(document.layers ?? []),
      ...(document.manifests ?? []),
    ];
    for (const child of children) await this.#collect(child, used);
  }

  #blobPath(digest: string): string {
    const hex = /^sha256:([0-9a-f]{64})$/.exec(digest)?.[1];
    if (hex === undefined) throw new Error(`blob digest ${JSON.stringify(digest)}: must be sha256: and 64 hex digits`);
    return path.join(this.#folder, 'blobs', 'sha256', hex);
  }

  async #index(): Promise<Index> {
    const text = await readFile(path.join(this.#folder, 'index.json'), 'utf8').catch(() => undefined);
    if (text === undefined) return { schemaVersion: 2, mediaType: mediaTypes.index, manifests: [] };
    // A named seam: an index that we, or a tool of the same standard, wrote.
    return JSON.parse(text) as Index;
  }

  #change(manifests: (index: Index) => readonly Descriptor[]): Promise<void> {
    const changed = this.#changing.then(async () => {
      const index = await this.#index();
      await mkdir(this.#folder, { recursive: true });
      await writeFile(path.join(this.#folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}\n');
      const file = path.join(this.#folder, 'index.json');
      await writeFile(`${file}.new`, `${JSON.stringify({ ...index, manifests: manifests(index) }, undefined, 2)}\n`);
      await rename(`${file}.new`, file);
    });
    this.#changing = changed.catch(() => {});
    return changed;
  }
}

/** Small pieces joined to about a megabyte, so that writing is not a call for each. */
async function* gathered(chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let pending: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    pending.push(chunk);
    size += chunk.length;
    if (size < 1 << 20) continue;
    yield Buffer.concat(pending);
    pending = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(pending);
}
