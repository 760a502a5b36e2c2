/** What the binder sees of the cluster, and the small writes that all of its parts make. */
import type { PersistentVolume, PersistentVolumeClaim, PersistentVolumePhase, Pod } from '../../api/core/v1.ts';
import type { StorageClass } from '../../api/storage/v1.ts';
import type { Client } from '../../client/client.ts';
import type { EventRecorder } from '../../client/eventRecorder.ts';
import type { Informer } from '../../client/informer.ts';
import { semanticEqual } from '../../machinery/equal.ts';
import { persistentVolumeClaims, persistentVolumes } from '../../machinery/resources.ts';
import { formatTime } from '../../machinery/time.ts';
import type { Claim, Volume } from '../../machinery/volumes.ts';

/** Name of the index of Pods by the claims they use, 'namespace/name'. */
export const podsByClaim = 'pods by claim';

export interface World {
  readonly client: Client;
  readonly recorder: EventRecorder;
  readonly claims: Informer<PersistentVolumeClaim>;
  readonly volumes: Informer<PersistentVolume>;
  readonly classes: Informer<StorageClass>;
  /** With the index `podsByClaim`. */
  readonly pods: Informer<Pod>;
  /** Has another look at a claim. */
  again(claimKey: string): void;
}

export const claimsOfPod = ({ metadata, spec }: Pod): string[] =>
  (spec?.volumes ?? []).flatMap(({ persistentVolumeClaim }) =>
    persistentVolumeClaim ? [`${metadata?.namespace ?? ''}/${persistentVolumeClaim.claimName}`] : [],
  );

/** Adds annotations; those that are undefined are taken off. */
export function annotated<T extends Claim | Volume>(object: T, changes: Record<string, string | undefined>): T {
  const annotations: Record<string, string> = {};
  for (const [key, value] of Object.entries({ ...object.metadata.annotations, ...changes })) {
    if (value !== undefined) annotations[key] = value;
  }
  return { ...object, metadata: { ...object.metadata, annotations } };
}

export async function writeClaim({ client }: World, old: Claim, claim: Claim): Promise<Claim> {
  return semanticEqual(old, claim) ? old : client.resource(persistentVolumeClaims).update(claim);
}

export async function writeVolume({ client }: World, old: Volume, volume: Volume): Promise<Volume> {
  return semanticEqual(old, volume) ? old : client.resource(persistentVolumes).update(volume);
}

/** An event is told only when the phase is news. */
export async function setVolumePhase(
  { client, recorder }: World,
  volume: Volume,
  phase: PersistentVolumePhase,
  trouble?: { readonly reason: string; readonly message: string },
): Promise<Volume> {
  const message = trouble?.message ?? '';
  if (volume.status?.phase === phase && (volume.status.message ?? '') === message) return volume;
  const { message: _, reason: __, ...before } = volume.status ?? {};
  const changed = volume.status?.phase !== phase;
  const written = await client.resource(persistentVolumes).updateStatus({
    ...volume,
    status: {
      ...before,
      phase,
      ...(message && { message }),
      ...(changed && { lastPhaseTransitionTime: formatTime(Date.now()) }),
    },
  });
  if (trouble && changed) recorder.event(volume, 'Warning', trouble.reason, message);
  return written;
}

/** `volume`: whose capacity and access modes the claim shows. */
export async function setClaimPhase(
  { client }: World,
  claim: Claim,
  phase: 'Pending' | 'Bound' | 'Lost',
  volume?: Volume,
): Promise<boolean> {
  const { accessModes: _, capacity: __, ...rest } = claim.status ?? {};
  const storage = volume?.spec?.capacity?.['storage'];
  const status = {
    ...rest,
    phase,
    ...(volume && {
      accessModes: volume.spec?.accessModes ?? [],
      capacity: storage === undefined ? {} : { storage },
    }),
  };
  if (semanticEqual(status, claim.status)) return false;
  await client.resource(persistentVolumeClaims).updateStatus({ ...claim, status });
  return true;
}
