/**
 * Binds a claim and a volume to each other in four writes, each of which is left out when it was made before: the
 * volume names the claim, is Bound, the claim names the volume, is Bound. The first decides: whoever comes second gets
 * a conflict.
 */
import type { ObjectReference } from '../../api/core/v1.ts';
import type { Claim, Volume } from '../../machinery/volumes.ts';
import { bindCompleted, boundByController, isReservedFor } from '../../machinery/volumes.ts';
import type { World } from './world.ts';
import { annotated, setClaimPhase, setVolumePhase, writeClaim, writeVolume } from './world.ts';

export async function bind(world: World, volume: Volume, claim: Claim): Promise<void> {
  const named = await writeVolume(world, volume, reserved(volume, claim));
  const bound = await setVolumePhase(world, named, 'Bound');
  const written = await writeClaim(world, claim, bindingOf(claim, volume));
  await setClaimPhase(world, written, 'Bound', bound);
}

export const claimReference = ({ metadata }: Claim): ObjectReference => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  ...(metadata.namespace && { namespace: metadata.namespace }),
  name: metadata.name,
  uid: metadata.uid,
  resourceVersion: metadata.resourceVersion,
});

function reserved(volume: Volume, claim: Claim): Volume {
  if (volume.spec?.claimRef?.uid === claim.metadata.uid) return volume;
  const byUser = isReservedFor(volume, claim);
  const next = { ...volume, spec: { ...volume.spec, claimRef: claimReference(claim) } };
  return byUser ? next : annotated(next, { [boundByController]: 'yes' });
}

function bindingOf(claim: Claim, volume: Volume): Claim {
  const byUser = claim.spec?.volumeName === volume.metadata.name;
  const next = { ...claim, spec: { ...claim.spec, volumeName: volume.metadata.name } };
  return annotated(next, { [bindCompleted]: 'yes', ...(!byUser && { [boundByController]: 'yes' }) });
}

/** Takes back a binding whose claim went to another volume. What a user had reserved stays reserved, by name. */
export async function unbind(world: World, volume: Volume): Promise<void> {
  const { claimRef, ...spec } = volume.spec ?? {};
  const { uid: _, ...byName } = claimRef ?? {};
  const ours = volume.metadata.annotations?.[boundByController] !== undefined;
  const next = annotated(
    { ...volume, spec: ours ? spec : { ...spec, claimRef: byName } },
    { [boundByController]: undefined },
  );
  await setVolumePhase(world, await writeVolume(world, volume, next), 'Available');
}
