/**
 * The claims of this node's Pods, and the volumes behind them. What a Pod has mounted stays as it is as long as the Pod
 * does: a claim is looked up once.
 */
import type { PersistentVolume, PersistentVolumeClaim } from '../../api/core/v1.ts';
import type { Client } from '../../client/client.ts';
import type { Stored } from '../../machinery/object.ts';
import { persistentVolumeClaims, persistentVolumes } from '../../machinery/resources.ts';
import { isFullyBound } from '../../machinery/volumes.ts';
import type { NodePod } from '../pod/identity.ts';

export interface BoundClaim {
  readonly claim: Stored<PersistentVolumeClaim>;
  readonly volume: Stored<PersistentVolume>;
}

export class PodClaims {
  readonly #client: Client;
  /** By UID of the Pod, then by the claim's name. */
  readonly #found = new Map<string, Map<string, BoundClaim>>();
  /** Volumes whose content belongs to the Pod's fsGroup already: UID of the Pod and name of the claim. */
  readonly #owned = new Set<string>();

  constructor(client: Client) {
    this.#client = client;
  }

  /** Rejects with what stands in the way, in upstream's words. */
  async find(pod: NodePod, name: string): Promise<BoundClaim> {
    const { uid, namespace } = pod.metadata;
    const known = this.#found.get(uid)?.get(name);
    if (known) return known;
    const claim = await this.#client
      .resource(persistentVolumeClaims)
      .get(name, namespace)
      .catch((error: unknown) => {
        throw new Error(`failed to fetch PVC from API server: ${textOf(error)}`, { cause: error });
      });
    // A Pod that has run with it, before the agent was restarted, keeps it.
    if (claim.metadata.deletionTimestamp && pod.status?.phase !== 'Running') throw new Error('PVC is being deleted');
    const volumeName = claim.spec?.volumeName;
    if (!isFullyBound(claim) || !volumeName) throw new Error('PVC is not bound');
    const volume = await this.#client
      .resource(persistentVolumes)
      .get(volumeName)
      .catch((error: unknown) => {
        throw new Error(`failed to fetch PV "${volumeName}" from API server: ${textOf(error)}`, { cause: error });
      });
    if (volume.spec?.claimRef?.uid !== claim.metadata.uid)
      throw new Error(`PV "${volumeName}" is bound to another claim than "${namespace}/${name}"`);
    const found = { claim, volume };
    const ofPod = this.#found.get(uid) ?? new Map<string, BoundClaim>();
    this.#found.set(uid, ofPod.set(name, found));
    return found;
  }

  /** True the first time: then the content is given to the Pod's fsGroup. */
  isNew(pod: NodePod, name: string): boolean {
    return !this.#owned.has(`${pod.metadata.uid}/${name}`);
  }

  owned(pod: NodePod, name: string): void {
    this.#owned.add(`${pod.metadata.uid}/${name}`);
  }

  forget(podUid: string): void {
    for (const name of this.#found.get(podUid)?.keys() ?? []) this.#owned.delete(`${podUid}/${name}`);
    this.#found.delete(podUid);
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
