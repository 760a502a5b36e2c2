/** RollingUpdate: the current set grows as far as the surge allows, old ones shrink as far as availability allows. */
import { maxUnavailable, wanted } from './limits.ts';
import type { StoredSet } from './replicaSetLists.ts';
import { active, byAge, replicasOf, totalOf, totalReplicas } from './replicaSetLists.ts';
import { newSetReplicas } from './currentSet.ts';
import type { Rollout } from './rollout.ts';

/** Answers whether the current set was scaled. */
export async function growCurrent(rollout: Rollout, current: StoredSet): Promise<boolean> {
  const replicas = wanted(rollout.deployment);
  const own = replicasOf(current);
  if (own === replicas) return false;
  return rollout.scale(current, own > replicas ? replicas : newSetReplicas(rollout, current));
}

/** Answers whether an old set was scaled. Pods that are not available go first: they are missed by nobody. */
export async function shrinkOld(rollout: Rollout, current: StoredSet): Promise<boolean> {
  const old = (): StoredSet[] =>
    active(rollout.sets.filter((set) => set.metadata.uid !== current.metadata.uid)).sort(byAge);
  const minAvailable = wanted(rollout.deployment) - maxUnavailable(rollout.deployment);
  const currentUnavailable = replicasOf(current) - totalOf('availableReplicas', [current]);
  const mostDown = totalReplicas(rollout.sets) - minAvailable - currentUnavailable;
  if (old().length === 0 || mostDown <= 0) return false;

  let unhealthyDown = 0;
  for (const set of old()) {
    const unhealthy = replicasOf(set) - totalOf('availableReplicas', [set]);
    const down = Math.min(mostDown - unhealthyDown, unhealthy);
    if (down > 0 && (await rollout.scale(set, replicasOf(set) - down))) unhealthyDown += down;
  }
  let down = 0;
  const spare = totalOf('availableReplicas', rollout.sets) - minAvailable;
  for (const set of old()) {
    const less = Math.min(replicasOf(set), spare - down);
    if (less > 0 && (await rollout.scale(set, replicasOf(set) - less))) down += less;
  }
  return unhealthyDown + down > 0;
}
