/**
 * Binds claims to volumes, and frees volumes whose claims are gone (upstream's persistent volume controller).
 *
 * Guarantees:
 *  - A volume is bound to one claim and a claim to one volume: the volume's `claimRef` decides, by compare-and-swap.
 *  - A claim gets the smallest free volume that satisfies it, or the one that is reserved for it.
 *  - A claim of a class that waits for its first consumer is bound only once the scheduler has chosen a node.
 *  - A volume is Released only when the API server itself says that its claim is gone.
 */
import type { Pod } from '../api/core/v1.ts';
import { runWorkers } from '../client/runWorkers.ts';
import { WorkQueue } from '../client/workQueue.ts';
import type { Stored } from '../machinery/object.ts';
import { keyOf } from '../machinery/object.ts';
import * as resources from '../machinery/resources.ts';
import type { Volume } from '../machinery/volumes.ts';
import { isFullyBound } from '../machinery/volumes.ts';
import type { Controller } from './controller.ts';
import { syncClaim } from './persistentVolumeBinder/syncClaim.ts';
import { syncVolume } from './persistentVolumeBinder/syncVolume.ts';
import type { World } from './persistentVolumeBinder/world.ts';
import { claimsOfPod, podsByClaim } from './persistentVolumeBinder/world.ts';

/** How often a claim that waits is told of, in milliseconds, as upstream's resync does. */
const reminder = 15_000;

const claimKey = (key: string): string => `claim:${key}`;
const volumeKey = (name: string): string => `volume:${name}`;

export const persistentVolumeBinder: Controller = {
  name: 'persistentvolume-controller',
  serviceAccount: 'persistent-volume-binder',
  async start({ client, informers, recorder, log }) {
    await using stack = new AsyncDisposableStack();
    const queue = new WorkQueue();
    const world: World = {
      client,
      recorder,
      claims: informers.for(resources.persistentVolumeClaims),
      volumes: informers.for(resources.persistentVolumes),
      classes: informers.for(resources.storageClasses),
      pods: informers.for(resources.pods),
      again: (key) => queue.add(claimKey(key)),
    };
    const { claims, volumes, classes, pods } = world;
    pods.addIndex(podsByClaim, claimsOfPod);

    const unbound = (): void => {
      for (const claim of claims.list()) if (!isFullyBound(claim)) queue.add(claimKey(keyOf(claim)));
    };
    const volumeOf = (name: string | undefined): void => {
      if (name) queue.add(volumeKey(name));
    };
    /** Whoever the volume is for looks again; a free one may be what any claim waits for. */
    const followVolume = (volume: Volume): void => {
      queue.add(volumeKey(volume.metadata.name));
      const reference = volume.spec?.claimRef;
      if (reference) queue.add(claimKey(`${reference.namespace ?? ''}/${reference.name ?? ''}`));
      else unbound();
    };
    const followPod = (pod: Stored<Pod>): void => {
      for (const key of claimsOfPod(pod)) {
        const claim = claims.get(key);
        if (claim && !isFullyBound(claim)) queue.add(claimKey(key));
      }
    };
    await Promise.all([claims.synced, volumes.synced, classes.synced, pods.synced]);
    stack.use(
      claims.addHandler({
        added: (claim) => queue.add(claimKey(keyOf(claim))),
        updated: (claim) => queue.add(claimKey(keyOf(claim))),
        deleted(claim) {
          volumeOf(claim.spec?.volumeName);
          for (const volume of volumes.list())
            if (volume.spec?.claimRef?.uid === claim.metadata.uid) volumeOf(volume.metadata.name);
        },
      }),
    );
    stack.use(
      volumes.addHandler({
        added: followVolume,
        updated: followVolume,
        deleted: (volume) => {
          const reference = volume.spec?.claimRef;
          if (reference) queue.add(claimKey(`${reference.namespace ?? ''}/${reference.name ?? ''}`));
        },
      }),
    );
    stack.use(classes.addHandler({ added: unbound, updated: unbound, deleted: unbound }));
    stack.use(pods.addHandler({ added: followPod }));

    stack.use(
      runWorkers(
        queue,
        1,
        async (key) => {
          const name = key.slice(key.indexOf(':') + 1);
          if (key.startsWith('volume:')) {
            const volume = volumes.get(name);
            if (volume) await syncVolume(world, volume);
            return undefined;
          }
          const claim = claims.get(name);
          if (!claim) return undefined;
          await syncClaim(world, claim);
          return isFullyBound(claims.get(name) ?? claim) ? undefined : { requeueAfter: reminder };
        },
        log,
      ),
    );
    return stack.move();
  },
};
