/** Recreate: every old Pod is gone before the first new one is made. */
import type { Pod } from '../../api/core/v1.ts';
import { isPodTerminal } from '../../machinery/pod.ts';
import { wanted } from './limits.ts';
import type { StoredSet } from './replicaSetLists.ts';
import { active, totalOf } from './replicaSetLists.ts';
import { findCurrentSet, findOrCreateCurrentSet } from './currentSet.ts';
import type { Rollout } from './rollout.ts';

/** Answers the current set once it exists. `podsOf` gives the Pods of a set, those being deleted among them. */
export async function recreate(
  rollout: Rollout,
  podsOf: (set: StoredSet) => readonly Pod[],
): Promise<StoredSet | undefined> {
  const current = await findCurrentSet(rollout);
  const old = rollout.sets.filter((set) => set.metadata.uid !== current?.metadata.uid);
  let scaled = false;
  for (const set of active(old)) scaled = (await rollout.scale(set, 0)) || scaled;
  const running = totalOf('replicas', old) > 0 || old.some((set) => podsOf(set).some((pod) => !isPodTerminal(pod)));
  if (scaled || running) return current;
  const created = current ?? (await findOrCreateCurrentSet(rollout));
  await rollout.scale(created, wanted(rollout.deployment));
  return created;
}
