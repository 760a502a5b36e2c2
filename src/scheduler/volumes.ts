/**
 * Claims, volumes and storage classes as the scheduler sees them, and its part in binding them: it reserves volumes for
 * the claims of a Pod, or tells a claim for which node its volume is to be made, and waits until the claims are bound.
 *
 * Guarantees: a volume is promised to one claim at a time, and a claim to one node, also while the writes that say so
 * are under way.
 */
import type { PersistentVolume, PersistentVolumeClaim } from '../api/core/v1.ts';
import type { StorageClass } from '../api/storage/v1.ts';
import type { Client } from '../client/client.ts';
import type { Informer, InformerFactory } from '../client/informer.ts';
import { keyOf, type Stored } from '../machinery/object.ts';
import { persistentVolumeClaims, persistentVolumes, storageClasses } from '../machinery/resources.ts';
import type { Claim, Volume } from '../machinery/volumes.ts';
import { boundByController, classOfClaim, isFullyBound, isReservedFor, selectedNode } from '../machinery/volumes.ts';

/** How long a Pod waits for its claims to be bound, as upstream. */
const bindTimeout = 600_000;

/** What becomes of the unbound claims of a Pod on its node. */
export interface ClaimPlan {
  /** Free volumes to take. */
  readonly take: readonly { readonly claim: Claim; readonly volume: Volume }[];
  /** Volumes to be made there. */
  readonly provision: readonly Claim[];
}

export class Volumes {
  readonly #client: Client;
  readonly #claims: Informer<PersistentVolumeClaim>;
  readonly #volumes: Informer<PersistentVolume>;
  readonly #classes: Informer<StorageClass>;
  readonly #happened: (claimKey?: string) => void;
  /** By name of the volume: the claim's key. */
  readonly #promised = new Map<string, string>();
  /** By the claim's key: the node for which a volume is being made. */
  readonly #chosen = new Map<string, string>();
  /** Called whenever a claim or a volume has changed. */
  readonly #watchers = new Set<() => void>();

  constructor(client: Client, informers: InformerFactory, happened: (claimKey?: string) => void) {
    this.#client = client;
    this.#claims = informers.for(persistentVolumeClaims);
    this.#volumes = informers.for(persistentVolumes);
    this.#classes = informers.for(storageClasses);
    this.#happened = happened;
  }

  get synced(): Promise<unknown> {
    return Promise.all([this.#claims.synced, this.#volumes.synced, this.#classes.synced]);
  }

  /** Tells of changes until disposed. */
  follow(): Disposable {
    const stack = new DisposableStack();
    const changed = (key?: string): void => {
      for (const watcher of this.#watchers) watcher();
      this.#happened(key);
    };
    const claim = (object: Claim): void => changed(keyOf(object));
    const other = (): void => changed();
    stack.use(this.#claims.addHandler({ added: claim, updated: claim, deleted: claim }));
    stack.use(this.#volumes.addHandler({ added: other, updated: other, deleted: other }));
    stack.use(this.#classes.addHandler({ added: other, updated: other, deleted: other }));
    return stack;
  }

  claim(key: string): Claim | undefined {
    return this.#claims.get(key);
  }

  volume(name: string): Volume | undefined {
    return this.#volumes.get(name);
  }

  classOf(claim: Claim): Stored<StorageClass> | undefined {
    return this.#classes.get(classOfClaim(claim) ?? '');
  }

  /** All volumes but those that are promised to other claims. */
  available(claim: Claim): Volume[] {
    const key = keyOf(claim);
    return this.#volumes.list().filter(({ metadata }) => (this.#promised.get(metadata.name) ?? key) === key);
  }

  /** The node for which the claim's volume is made, or is going to be. */
  nodeOf(claim: Claim): string | undefined {
    return this.#chosen.get(keyOf(claim)) ?? claim.metadata.annotations?.[selectedNode];
  }

  promise({ take, provision }: ClaimPlan, nodeName: string): void {
    for (const { claim, volume } of take) this.#promised.set(volume.metadata.name, keyOf(claim));
    for (const claim of provision) this.#chosen.set(keyOf(claim), nodeName);
  }

  takeBack({ take, provision }: ClaimPlan): void {
    for (const { volume } of take) this.#promised.delete(volume.metadata.name);
    for (const claim of provision) this.#chosen.delete(keyOf(claim));
  }

  /** Writes the plan down and resolves when all of the claims are bound. Rejects when they cannot be. */
  async bind(plan: ClaimPlan, nodeName: string, signal: AbortSignal): Promise<void> {
    const { take, provision } = plan;
    const [choices] = await Promise.all([
      Promise.all(provision.map((claim) => this.#choose(claim, nodeName))),
      Promise.all(take.map(({ claim, volume }) => this.#reserve(claim, volume))),
    ]);
    /** The revision that says which node was chosen, by the claim's UID. */
    const chosen = new Map(choices);
    const claims = [...take.map(({ claim }) => claim), ...provision];
    await this.#until(signal, () =>
      claims.every((claim) => {
        const now = this.#claims.get(keyOf(claim));
        if (!now || now.metadata.uid !== claim.metadata.uid)
          throw new Error(`binding volumes: persistentvolumeclaim "${claim.metadata.name}" not found`);
        if (isFullyBound(now)) return this.#volumes.get(now.spec?.volumeName ?? '') !== undefined;
        const written = chosen.get(claim.metadata.uid);
        const isNewer = written !== undefined && Number(now.metadata.resourceVersion) >= Number(written);
        // The provisioner gave the node up: it is time to choose anew.
        if (isNewer && now.metadata.annotations?.[selectedNode] !== nodeName)
          throw new Error(`binding volumes: provisioning failed for PVC "${claim.metadata.name}"`);
        return false;
      }),
    );
  }

  async #reserve(claim: Claim, volume: Volume): Promise<void> {
    if (isReservedFor(volume, claim)) return;
    const { name, namespace, uid } = claim.metadata;
    const claimRef = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      ...(namespace && { namespace }),
      name,
      uid,
      resourceVersion: claim.metadata.resourceVersion,
    };
    const annotations = { ...volume.metadata.annotations, [boundByController]: 'yes' };
    await this.#client
      .resource(persistentVolumes)
      .update({ ...volume, metadata: { ...volume.metadata, annotations }, spec: { ...volume.spec, claimRef } });
  }

  async #choose(claim: Claim, nodeName: string): Promise<[string, string]> {
    const { name, namespace, uid } = claim.metadata;
    const written = await this.#client
      .resource(persistentVolumeClaims)
      .patch(name, namespace, 'application/merge-patch+json', {
        metadata: { uid, annotations: { [selectedNode]: nodeName } },
      });
    return [uid, written.metadata.resourceVersion];
  }

  async #until(signal: AbortSignal, holds: () => boolean): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const look = (): void => {
      try {
        if (holds()) resolve(undefined);
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    };
    const stop = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    const timer = setTimeout(() => reject(new Error('binding volumes: context deadline exceeded')), bindTimeout);
    signal.addEventListener('abort', stop, { once: true });
    this.#watchers.add(look);
    look();
    if (signal.aborted) stop();
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      this.#watchers.delete(look);
      signal.removeEventListener('abort', stop);
    }
  }
}
