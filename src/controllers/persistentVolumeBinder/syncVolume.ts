/** One look at a volume: is it free, bound, or left behind by its claim? */
import type { Claim, Volume } from '../../machinery/volumes.ts';
import { provisionedBy, sameMode } from '../../machinery/volumes.ts';
import { isNotFound } from '../../machinery/apiError.ts';
import { keyOf } from '../../machinery/object.ts';
import { persistentVolumeClaims } from '../../machinery/resources.ts';
import { unbind } from './bind.ts';
import type { World } from './world.ts';
import { setVolumePhase } from './world.ts';

export async function syncVolume(world: World, volume: Volume): Promise<void> {
  const reference = volume.spec?.claimRef;
  if (!reference?.uid) {
    await setVolumePhase(world, volume, 'Available');
    return;
  }
  const claim = await claimOf(world, reference);
  if (!claim) {
    const { phase } = volume.status ?? {};
    const released = phase === 'Failed' ? volume : await setVolumePhase(world, volume, 'Released');
    return reclaim(world, released);
  }
  if (!claim.spec?.volumeName) {
    if (!sameMode(volume, claim)) tellModes(world, volume, claim);
    world.again(keyOf(claim));
  } else if (claim.spec.volumeName === volume.metadata.name) {
    await setVolumePhase(world, volume, 'Bound');
  } else if (isProvisioned(volume) && volume.spec?.persistentVolumeReclaimPolicy === 'Delete') {
    // Made for the claim, which has got another one meanwhile.
    return reclaim(world, await setVolumePhase(world, volume, 'Released'));
  } else {
    await unbind(world, volume);
  }
}

/** Asks the API server before it believes that a claim is gone: the volume's data hangs on it. */
async function claimOf(
  { client, claims }: World,
  { namespace = '', name = '', uid }: { namespace?: string; name?: string; uid?: string },
): Promise<Claim | undefined> {
  const cached = claims.get(`${namespace}/${name}`);
  if (cached?.metadata.uid === uid) return cached;
  try {
    const found = await client.resource(persistentVolumeClaims).get(name, namespace);
    return found.metadata.uid === uid ? found : undefined;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

const isProvisioned = ({ metadata }: Volume): boolean => metadata.annotations?.[provisionedBy] !== undefined;

/** What is provisioned is deleted by whoever provisioned it, who sees the phase Released. */
async function reclaim(world: World, volume: Volume): Promise<void> {
  switch (volume.spec?.persistentVolumeReclaimPolicy) {
    case 'Delete':
      if (isProvisioned(volume)) return;
      await setVolumePhase(world, volume, 'Failed', {
        reason: 'VolumeFailedDelete',
        message: `error getting deleter volume plugin for volume "${volume.metadata.name}": no deletable volume plugin matched`,
      });
      return;
    case 'Recycle':
      await setVolumePhase(world, volume, 'Failed', {
        reason: 'VolumeFailedRecycle',
        message: 'No recycler plugin found for the volume!',
      });
      return;
    default:
  }
}

function tellModes({ recorder }: World, volume: Volume, claim: Claim): void {
  const why = 'due to incompatible volumeMode.';
  recorder.event(
    volume,
    'Warning',
    'VolumeMismatch',
    `Cannot bind PersistentVolume to requested PersistentVolumeClaim "${claim.metadata.name}" ${why}`,
  );
  recorder.event(
    claim,
    'Warning',
    'VolumeMismatch',
    `Cannot bind PersistentVolume "${volume.metadata.name}" to requested PersistentVolumeClaim "${claim.metadata.name}" ${why}`,
  );
}
