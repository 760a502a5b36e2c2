/**
 * Keeps claims that a Pod uses, and volumes that are bound, from vanishing under their users: the finalizers
 * kubernetes.io/pvc-protection and kubernetes.io/pv-protection, put on and taken off again.
 */
import type { PersistentVolume, PersistentVolumeClaim, Pod } from '../api/core/v1.ts';
import type { Client } from '../client/client.ts';
import type { Informer } from '../client/informer.ts';
import { runWorkers } from '../client/runWorkers.ts';
import { WorkQueue } from '../client/workQueue.ts';
import { isNotFound } from '../machinery/apiError.ts';
import type { Stored } from '../machinery/object.ts';
import { keyOf } from '../machinery/object.ts';
import type { Resource } from '../machinery/resource.ts';
import { persistentVolumeClaims, persistentVolumes, pods as podResource } from '../machinery/resources.ts';
import { claimProtection, volumeProtection } from '../machinery/volumes.ts';
import type { Controller } from './controller.ts';
import { claimsOfPod, podsByClaim } from './persistentVolumeBinder/world.ts';

export const claimProtectionController: Controller = {
  name: 'pvc-protection-controller',
  serviceAccount: 'pvc-protection-controller',
  async start({ client, informers, log }) {
    await using stack = new AsyncDisposableStack();
    const claims = informers.for(persistentVolumeClaims);
    const pods = informers.for(podResource);
    pods.addIndex(podsByClaim, claimsOfPod);
    await Promise.all([claims.synced, pods.synced]);
    const inUse = async (claim: Stored<PersistentVolumeClaim>): Promise<boolean> => {
      if (pods.byIndex(podsByClaim, keyOf(claim)).some((pod) => usesClaim(pod, claim.metadata.name))) return true;
      // The cache may not know of a Pod that was bound a moment ago.
      const { items } = await client.resource(podResource).list(claim.metadata.namespace);
      return items.some((pod) => usesClaim(pod, claim.metadata.name));
    };
    const { queue, running } = protect(client, persistentVolumeClaims, claims, claimProtection, inUse, log);
    stack.use(running);
    const follow = (pod: Stored<Pod>): void => claimsOfPod(pod).forEach((key) => queue.add(key));
    stack.use(pods.addHandler({ deleted: follow }));
    return stack.move();
  },
};

export const volumeProtectionController: Controller = {
  name: 'pv-protection-controller',
  serviceAccount: 'pv-protection-controller',
  async start({ client, informers, log }) {
    const volumes = informers.for(persistentVolumes);
    await volumes.synced;
    const isBound = async ({ status }: Stored<PersistentVolume>): Promise<boolean> => status?.phase === 'Bound';
    return protect(client, persistentVolumes, volumes, volumeProtection, isBound, log).running;
  },
};

/** A Pod that has no node yet cannot have mounted anything; one that has ended counts until it is deleted. */
const usesClaim = ({ spec }: Pod, name: string): boolean =>
  !!spec?.nodeName && (spec.volumes ?? []).some((volume) => volume.persistentVolumeClaim?.claimName === name);

function protect<T extends PersistentVolume | PersistentVolumeClaim>(
  client: Client,
  resource: Resource<T>,
  informer: Informer<T>,
  finalizer: string,
  inUse: (object: Stored<T>) => Promise<boolean>,
  log: Parameters<typeof runWorkers>[3],
): { queue: WorkQueue; running: AsyncDisposable } {
  const queue = new WorkQueue();
  const follow = (object: Stored<T>): void => {
    const has = object.metadata.finalizers?.includes(finalizer) ?? false;
    if (has === (object.metadata.deletionTimestamp !== undefined)) queue.add(keyOf(object));
  };
  const handler = informer.addHandler({ added: follow, updated: follow });
  const workers = runWorkers(
    queue,
    1,
    async (key) => {
      const object = informer.get(key);
      if (!object) return;
      const { finalizers = [], deletionTimestamp } = object.metadata;
      const has = finalizers.includes(finalizer);
      const ends = deletionTimestamp !== undefined;
      if (has !== ends || (ends && (await inUse(object)))) return;
      const next = ends ? finalizers.filter((each) => each !== finalizer) : [...finalizers, finalizer];
      try {
        await client.resource(resource).update({ ...object, metadata: { ...object.metadata, finalizers: next } });
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
    },
    log,
  );
  return {
    queue,
    running: {
      async [Symbol.asyncDispose]() {
        handler[Symbol.dispose]();
        await workers[Symbol.asyncDispose]();
      },
    },
  };
}
