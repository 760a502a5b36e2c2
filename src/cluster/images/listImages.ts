/** The images of this machine: those that the node's runtime has unpacked, and those that were built or imported here. */
import { ImageLayout, type Descriptor, type Index } from '../../node/images/layout.ts';
import type { Layout } from '../layout.ts';
import { connectRuntime } from './nodeImages.ts';

export interface ListedImage {
  /** The full reference: 'docker.io/library/nginx:latest'; undefined when the image has lost its name. */
  readonly reference: string | undefined;
  /** 'sha256:…', of its configuration. */
  readonly id: string;
  /** Compressed, in bytes. */
  readonly size: number;
  /** On the node: Pods start with it at once. */
  readonly onNode: boolean;
  /** In the local store: the node pulls it from there. */
  readonly local: boolean;
}

/** Sorted by reference. */
export async function listImages(layout: Layout): Promise<ListedImage[]> {
  const images = new Map<string, ListedImage>();
  const add = (image: ListedImage): void => {
    const key = `${image.reference ?? ''} ${image.id}`;
    const known = images.get(key);
    images.set(
      key,
      known ? { ...known, onNode: known.onNode || image.onNode, local: known.local || image.local } : image,
    );
  };
  for (const image of await nodeImages(layout)) add(image);
  for (const image of await localImages(layout)) add(image);
  return [...images.values()].sort((a, b) => (a.reference ?? '~').localeCompare(b.reference ?? '~'));
}

async function nodeImages(layout: Layout): Promise<ListedImage[]> {
  await using runtime = await connectRuntime(layout);
  if (!runtime) return [];
  const { images } = await runtime.listImages({});
  return images.flatMap(({ id, repoTags, size }) => {
    const references = repoTags.length > 0 ? repoTags : [undefined];
    return references.map((reference) => ({ reference, id, size: Number(size), onNode: true, local: false }));
  });
}

async function localImages({ images: folder }: Layout): Promise<ListedImage[]> {
  const store = new ImageLayout(folder);
  const listed: ListedImage[] = [];
  for (const { reference, descriptor } of await store.images()) {
    const manifest = await manifestOf(store, descriptor);
    if (!manifest) continue;
    const size = [manifest.config, ...manifest.layers].reduce((sum, part) => sum + part.size, 0);
    listed.push({ reference, id: manifest.config.digest, size, onNode: false, local: true });
  }
  return listed;
}

interface Manifest {
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

/** Of an index, the first of its manifests that is there: other platforms' may be absent. */
async function manifestOf(store: ImageLayout, descriptor: Descriptor): Promise<Manifest | undefined> {
  if ((await store.blobSize(descriptor.digest)) === undefined) return undefined;
  // A named seam: the two documents that a reference can lead to.
  const document = (await store.readJson(descriptor.digest)) as Partial<Manifest & Index>;
  if (document.config && document.layers) return { config: document.config, layers: document.layers };
  for (const each of document.manifests ?? []) {
    const manifest = await manifestOf(store, each);
    if (manifest) return manifest;
  }
  return undefined;
}
