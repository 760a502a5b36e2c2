/** Scaling in the middle of a rollout: every set that has Pods takes its share, so that the mixture stays what it was. */
import type { Deployment } from '../../api/apps/v1.ts';
import { maxReplicas, desiredReplicas } from './annotations.ts';
import { isRollingUpdate, maxSurge, wanted } from './limits.ts';
import type { StoredSet } from './replicaSetLists.ts';
import { active, byAge, bySizeNewer, bySizeOlder, replicasOf, totalOf, totalReplicas } from './replicaSetLists.ts';
import type { Rollout } from './rollout.ts';

/** Whether the Deployment's size has changed since its sets were scaled. */
export const sizeHasChanged = (deployment: Deployment, sets: readonly StoredSet[]): boolean =>
  active(sets).some((set) => {
    const desired = desiredReplicas(set);
    return desired !== undefined && desired !== wanted(deployment);
  });

export async function scaleToSize(rollout: Rollout, current: StoredSet | undefined): Promise<void> {
  const { deployment } = rollout;
  const old = rollout.sets.filter((set) => set.metadata.uid !== current?.metadata.uid);
  const only = activeOrLatest(current, old);
  if (only) return void (await rollout.scale(only, wanted(deployment)));
  if (current && isSaturated(deployment, current)) {
    for (const set of active(old)) await rollout.scale(set, 0);
    return;
  }
  if (!isRollingUpdate(deployment)) return;
  for (const { set, replicas } of shares(deployment, active(rollout.sets))) await rollout.scale(set, replicas);
}

/** The only set with Pods; when none has any, the current one or the newest. Undefined when several have. */
function activeOrLatest(current: StoredSet | undefined, old: readonly StoredSet[]): StoredSet | undefined {
  const withPods = active(current ? [...old, current] : old);
  if (withPods.length > 1) return undefined;
  return withPods[0] ?? current ?? old.toSorted(byAge).at(-1);
}

function isSaturated(deployment: Deployment, current: StoredSet): boolean {
  const replicas = wanted(deployment);
  return (
    desiredReplicas(current) === replicas &&
    replicasOf(current) === replicas &&
    totalOf('availableReplicas', [current]) === replicas
  );
}

/** The new size of each set. What rounding leaves over goes to the largest. */
export function shares(deployment: Deployment, sets: readonly StoredSet[]): { set: StoredSet; replicas: number }[] {
  const allowed = wanted(deployment) > 0 ? wanted(deployment) + maxSurge(deployment) : 0;
  const toAdd = allowed - totalReplicas(sets);
  // New Pods go to the newer ones first, and are taken from the older ones first.
  const sorted = sets.toSorted(toAdd > 0 ? bySizeNewer : bySizeOlder);
  let added = 0;
  const result = sorted.map((set) => {
    const share = toAdd === 0 ? 0 : shareOf(deployment, set, toAdd, added);
    added += share;
    return { set, replicas: replicasOf(set) + share };
  });
  const [largest] = result;
  if (largest && toAdd !== 0) largest.replicas = Math.max(0, largest.replicas + toAdd - added);
  return result;
}

function shareOf(deployment: Deployment, set: StoredSet, toAdd: number, added: number): number {
  const left = toAdd - added;
  if (replicasOf(set) === 0 || left === 0) return 0;
  const fraction = fractionOf(deployment, set);
  return toAdd > 0 ? Math.min(fraction, left) : Math.max(fraction, left);
}

/** How much the set changes when the whole changes from its former size to the present one. */
function fractionOf(deployment: Deployment, set: StoredSet): number {
  const replicas = replicasOf(set);
  if (wanted(deployment) === 0) return -replicas;
  const before = maxReplicas(set) || (deployment.status?.replicas ?? 0);
  if (before === 0) return 0;
  return Math.round((replicas * (wanted(deployment) + maxSurge(deployment))) / before) - replicas;
}
