/** Old ReplicaSets are kept for rollback, but not more than the history limit. */
import { isNotFound } from '../../machinery/apiError.ts';
import { replicaSets } from '../../machinery/resources.ts';
import type { StoredSet } from './replicaSetLists.ts';
import { byRevision, replicasOf } from './replicaSetLists.ts';
import type { Rollout } from './rollout.ts';

const unlimited = 2 ** 31 - 1;

/** Deletes the oldest of those that are empty and settled. */
export async function trimHistory(
  { deployment, sets, client }: Rollout,
  current: StoredSet | undefined,
): Promise<void> {
  const limit = deployment.spec?.revisionHistoryLimit ?? unlimited;
  if (limit === unlimited) return;
  const old = sets
    .filter((set) => set.metadata.uid !== current?.metadata.uid && !set.metadata.deletionTimestamp)
    .sort(byRevision);
  for (const set of old.slice(0, Math.max(0, old.length - limit))) {
    if (replicasOf(set) !== 0 || (set.status?.replicas ?? 0) !== 0) continue;
    if ((set.metadata.generation ?? 0) > (set.status?.observedGeneration ?? 0)) continue;
    try {
      await client
        .resource(replicaSets)
        .delete(set.metadata.name, set.metadata.namespace, { preconditions: { uid: set.metadata.uid } });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
}
