/**
 * Brings an archive of images into the store: an OCI image layout as a tar file, or what `docker save` writes (which
 * since Docker 25 is both; older ones are put into the OCI form). Compressed archives are taken too.
 */
import { createReadStream } from 'node:fs';
import { mkdtemp, open, readFile, rm, stat } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { annotations, mediaTypes } from './layout.ts';
import type { Descriptor, ImageLayout, Index } from './layout.ts';
import { parseImage } from '../imageReference.ts';

/** The archive cannot be brought in. `hint` says what to do. */
class ImportError extends Error {
  override readonly name = 'ImportError';
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

/** Returns the full references under which the images can now be pulled. Throws ImportError. */
export async function importArchive(archive: string, layout: ImageLayout): Promise<string[]> {
  const work = await mkdtemp(path.join(tmpdir(), 'peapod-import-'));
  try {
    await unpack(archive, work);
    const images = (await ociImages(work, layout)) ?? (await dockerImages(work, layout));
    if (images === undefined) {
      throw new ImportError(
        `${archive} holds no images`,
        "make it with 'docker save', 'podman save' or 'skopeo copy … oci-archive:'",
      );
    }
    if (images.size === 0) {
      throw new ImportError(
        `the images in ${archive} have no names`,
        "save them by name and tag: 'docker save NAME:TAG'",
      );
    }
    await layout.tag(
      [...images].map(([reference, descriptor]) => ({ reference, descriptor, standIn: false, inputs: undefined })),
    );
    return [...images.keys()];
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function unpack(archive: string, folder: string): Promise<void> {
  if (!(await stat(archive).catch(() => undefined))?.isFile()) {
    throw new ImportError(`${archive} is not a file`, 'name an archive of images');
  }
  try {
    await promisify(execFile)('tar', ['-xf', archive, '-C', folder, '--no-same-owner']);
  } catch {
    throw new ImportError(
      `${archive} is not a tar archive that can be read`,
      'name an archive of images, such as docker save writes',
    );
  }
}

/** By the index of an image layout; undefined where there is none. */
async function ociImages(work: string, layout: ImageLayout): Promise<Map<string, Descriptor> | undefined> {
  const index = (await readJson(path.join(work, 'index.json'))) as Index | undefined;
  if (index === undefined) return undefined;
  const images = new Map<string, Descriptor>();
  for (const descriptor of index.manifests) {
    // docker and containerd note the full name beside; elsewhere the standard annotation may be a tag alone.
    const name =
      descriptor.annotations?.['io.containerd.image.name'] ?? descriptor.annotations?.[annotations.reference];
    await copyAll(descriptor, work, layout);
    if (name !== undefined && /[/:]/.test(name)) images.set(fullReference(name), descriptor);
  }
  return images;
}

/** With all that it leads to. Other platforms' parts of an index may be absent. */
async function copyAll(descriptor: Descriptor, work: string, layout: ImageLayout): Promise<void> {
  const file = path.join(work, 'blobs', descriptor.digest.replace(':', '/'));
  if ((await stat(file).catch(() => undefined)) === undefined) return;
  const copied = await layout.addBlob(descriptor.mediaType, createReadStream(file));
  if (copied.digest !== descriptor.digest) {
    throw new ImportError(
      `the archive is damaged: ${descriptor.digest} has the content of ${copied.digest}`,
      'make it again',
    );
  }
  if (!/manifest|index/.test(descriptor.mediaType)) return;
  const {
    config,
    layers = [],
    manifests = [],
  } = (await readJson(file)) as Partial<Index> & {
    readonly config?: Descriptor;
    readonly layers?: readonly Descriptor[];
  };
  for (const child of [...(config ? [config] : []), ...layers, ...manifests]) await copyAll(child, work, layout);
}

interface DockerManifest {
  readonly Config: string;
  readonly RepoTags: readonly string[] | null;
  readonly Layers: readonly string[];
}

/** By the manifest.json of `docker save`; undefined where there is none. */
async function dockerImages(work: string, layout: ImageLayout): Promise<Map<string, Descriptor> | undefined> {
  const manifests = (await readJson(path.join(work, 'manifest.json'))) as readonly DockerManifest[] | undefined;
  if (manifests === undefined) return undefined;
  const images = new Map<string, Descriptor>();
  for (const each of manifests) {
    const config = await layout.addBlob(mediaTypes.config, createReadStream(inside(work, each.Config)));
    const layers: Descriptor[] = [];
    for (const layer of each.Layers) {
      const file = inside(work, layer);
      const mediaType = (await isGzip(file)) ? `${mediaTypes.layer}+gzip` : mediaTypes.layer;
      layers.push(await layout.addBlob(mediaType, createReadStream(file)));
    }
    const manifest = { schemaVersion: 2, mediaType: mediaTypes.manifest, config, layers };
    const descriptor = await layout.addJson(mediaTypes.manifest, manifest);
    for (const tag of each.RepoTags ?? []) images.set(fullReference(tag), descriptor);
  }
  return images;
}

/** `nginx` → docker.io/library/nginx:latest. */
function fullReference(name: string): string {
  const { registry, repository, tag } = parseImage(name);
  return `${registry}/${repository}:${tag ?? 'latest'}`;
}

/** A path that the archive names, which may not lead out of it. */
function inside(work: string, name: string): string {
  const file = path.resolve(work, name);
  if (!file.startsWith(`${work}/`))
    throw new ImportError(`the archive names ${name}, outside of itself`, 'do not trust it');
  return file;
}

async function isGzip(file: string): Promise<boolean> {
  await using handle = await open(file);
  const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
  return buffer.readUInt16BE() === 0x1f8b;
}

async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text);
}
