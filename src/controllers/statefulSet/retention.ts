/** Who owns a claim, and with whom it therefore goes (persistentVolumeClaimRetentionPolicy). */
import type { StatefulSet } from '../../api/apps/v1.ts';
import type { OwnerReference } from '../../api/meta/v1.ts';
import type { PersistentVolumeClaim, Pod } from '../../api/core/v1.ts';
import type { Stored } from '../../machinery/object.ts';
import { controllerReference } from '../../machinery/owner.ts';
import { pods, statefulSets } from '../../machinery/resources.ts';

/**
 * The claim's owners as the policy has them: the set, when its claims go with it; the Pod, when it is on its way out
 * (`condemned`) and claims go with scaling down; nobody of both otherwise. Other owners stay.
 */
export function claimOwners(
  set: Stored<StatefulSet>,
  pod: Stored<Pod> | undefined,
  condemned: boolean,
  claim: PersistentVolumeClaim,
): OwnerReference[] {
  const { whenDeleted = 'Retain', whenScaled = 'Retain' } = set.spec?.persistentVolumeClaimRetentionPolicy ?? {};
  const others = (claim.metadata?.ownerReferences ?? []).filter(
    ({ uid }) => uid !== set.metadata.uid && uid !== pod?.metadata.uid,
  );
  if (condemned && whenScaled === 'Delete') return pod ? [...others, controllerReference(pod, pods)] : others;
  if (whenDeleted === 'Delete') return [...others, controllerReference(set, statefulSets)];
  return others;
}

/** Whether the claim goes with an earlier Pod of this name: the next one must wait until it is gone. */
export const isStaleClaim = (claim: PersistentVolumeClaim | undefined, podName: string): boolean =>
  claim?.metadata?.ownerReferences?.some(({ kind, name }) => kind === pods.kind && name === podName) ?? false;
