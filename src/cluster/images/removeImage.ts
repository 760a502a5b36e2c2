/** Removes an image from the node and from the local store. */
import { ImageLayout } from '../../node/images/layout.ts';
import { ContainerState } from '../../node/runtime/cri/generated/cri_pb.js';
import type { Layout } from '../layout.ts';
import { UserError } from '../userError.ts';
import { listImages, type ListedImage } from './listImages.ts';
import { connectRuntime } from './nodeImages.ts';
import { referenceOf } from './pullImage.ts';
import { parseImage } from '../../node/imageReference.ts';

/**
 * @param name A reference, or the beginning of an ID. Resolves with what was removed. Throws UserError when there is none,
 * or when a container uses it.
 */
export async function removeImage(layout: Layout, name: string): Promise<readonly ListedImage[]> {
  const found = matching(await listImages(layout), name);
  if (found.length === 0) throw new UserError(`there is no image ${name}`, "'peapod image ls' lists them");
  const store = new ImageLayout(layout.images);
  await using runtime = await connectRuntime(layout);
  if (runtime) {
    const { containers } = await runtime.listContainers({});
    for (const { id } of found) {
      const users = containers.filter((c) => c.imageRef === id && c.state !== ContainerState.CONTAINER_EXITED);
      const [first] = users;
      if (!first) continue;
      const { 'io.kubernetes.pod.namespace': namespace, 'io.kubernetes.pod.name': pod } = first.labels;
      throw new UserError(
        `${name} is in use by ${users.length === 1 ? 'a container' : `${users.length} containers`}, of Pod ${namespace}/${pod}`,
        'delete what runs from it first',
      );
    }
  }
  for (const { reference, id, onNode, local } of found) {
    if (onNode) await runtime?.removeImage({ image: { image: reference ?? id } });
    if (local && reference !== undefined) await store.untag(reference);
  }
  await store.prune();
  return found;
}

function matching(images: readonly ListedImage[], name: string): ListedImage[] {
  const byId = /^(sha256:)?[0-9a-f]{6,64}$/.test(name)
    ? images.filter(({ id }) => id.startsWith(name.startsWith('sha256:') ? name : `sha256:${name}`))
    : [];
  if (byId.length > 0) return byId;
  const { registry, repository, tag } = parseImage(referenceOf(name));
  return images.filter(({ reference }) => reference === `${registry}/${repository}:${tag ?? 'latest'}`);
}
