/** One look at a claim: bind it, have a volume made for it, or say what it waits for. */
import { isPodTerminal } from '../../machinery/pod.ts';
import { keyOf } from '../../machinery/object.ts';
import type { Claim } from '../../machinery/volumes.ts';
import {
  bindCompleted,
  boundByController,
  classOfClaim,
  defaultClass,
  findVolume,
  isReservedFor,
  mismatch,
  selectedNode,
  waitsForConsumer,
} from '../../machinery/volumes.ts';
import { bind } from './bind.ts';
import { askProvisioner } from './provision.ts';
import type { World } from './world.ts';
import { podsByClaim, setClaimPhase, writeClaim } from './world.ts';

export async function syncClaim(world: World, claim: Claim): Promise<void> {
  if (claim.metadata.annotations?.[bindCompleted] !== undefined) return syncBound(world, claim);
  if (claim.spec?.volumeName) return syncNamed(world, claim, claim.spec.volumeName);
  return syncUnbound(world, claim);
}

async function syncUnbound(world: World, claim: Claim): Promise<void> {
  const { recorder, volumes, classes } = world;
  const className = classOfClaim(claim);
  const storageClass = classes.get(className ?? '');
  const waits = waitsForConsumer(storageClass);
  const volume = findVolume(claim, volumes.list(), { reservedOnly: waits });
  if (volume) return bind(world, volume, claim);
  if (claim.metadata.deletionTimestamp) return;
  if (className === undefined) {
    const chosen = defaultClass(classes.list());
    if (chosen) {
      await writeClaim(world, claim, { ...claim, spec: { ...claim.spec, storageClassName: chosen.metadata.name } });
      return;
    }
  }
  if (waits && claim.metadata.annotations?.[selectedNode] === undefined) tellWaiting(world, claim);
  else if (className) await askProvisioner(world, claim, className);
  else {
    const text = 'no persistent volumes available for this claim and no storage class is set';
    recorder.event(claim, 'Normal', 'FailedBinding', text);
  }
  await setPending(world, claim);
}

/** A write before may have made the claim newer than the one that is known here: then the next look does it. */
async function setPending(world: World, claim: Claim): Promise<void> {
  if (world.claims.get(keyOf(claim)) === claim) await setClaimPhase(world, claim, 'Pending');
}

function tellWaiting({ recorder, pods }: World, claim: Claim): void {
  const waiting = pods
    .byIndex(podsByClaim, keyOf(claim))
    .filter((pod) => !pod.spec?.nodeName && !isPodTerminal(pod))
    .map(({ metadata }) => metadata.name);
  if (waiting.length === 0) {
    recorder.event(claim, 'Normal', 'WaitForFirstConsumer', 'waiting for first consumer to be created before binding');
    return;
  }
  const which = waiting.length > 1 ? `pods ${waiting.join(',')}` : `pod ${waiting[0]}`;
  recorder.event(claim, 'Normal', 'WaitForPodScheduled', `waiting for ${which} to be scheduled`);
}

/** The claim asks for one volume by name. */
async function syncNamed(world: World, claim: Claim, name: string): Promise<void> {
  const { recorder, volumes } = world;
  const volume = volumes.get(name);
  if (volume && isReservedFor(volume, claim)) return bind(world, volume, claim);
  if (volume && !volume.spec?.claimRef) {
    const trouble = mismatch(volume, claim);
    if (trouble === undefined) return bind(world, volume, claim);
    recorder.event(claim, 'Warning', 'VolumeMismatch', `Cannot bind to requested volume "${name}": ${trouble}`);
  } else if (volume) {
    if (claim.metadata.annotations?.[boundByController] !== undefined) {
      const other = `${volume.spec?.claimRef?.namespace ?? ''}/${volume.spec?.claimRef?.name ?? ''}`;
      throw new Error(
        `invalid binding of claim "${keyOf(claim)}" to volume "${name}": volume already claimed by "${other}"`,
      );
    }
    recorder.event(claim, 'Warning', 'FailedBinding', `volume "${name}" already bound to a different claim.`);
  }
  await setClaimPhase(world, claim, 'Pending');
}

/** The claim was bound: it keeps its volume, or has lost it for good. */
async function syncBound(world: World, claim: Claim): Promise<void> {
  const name = claim.spec?.volumeName;
  const volume = name ? world.volumes.get(name) : undefined;
  if (!name) {
    return lose(
      world,
      claim,
      'ClaimLost',
      'Bound claim has lost reference to PersistentVolume. Data on the volume is lost!',
    );
  }
  if (!volume)
    return lose(world, claim, 'ClaimLost', 'Bound claim has lost its PersistentVolume. Data on the volume is lost!');
  if (!volume.spec?.claimRef || volume.spec.claimRef.uid === claim.metadata.uid) return bind(world, volume, claim);
  const text = 'Two claims are bound to the same volume, this one is bound incorrectly';
  return lose(world, claim, 'ClaimMisbound', text);
}

async function lose(world: World, claim: Claim, reason: string, message: string): Promise<void> {
  if (await setClaimPhase(world, claim, 'Lost')) world.recorder.event(claim, 'Warning', reason, message);
}
