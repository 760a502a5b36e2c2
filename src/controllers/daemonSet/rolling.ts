/** Rolls a new template over the nodes: a Pod is replaced in its place, or beside it where surge is allowed. */
import type { Pod } from '../../api/core/v1.ts';
import type { Stored } from '../../machinery/object.ts';
import type { Changes } from './manage.ts';
import type { Place, Survey } from './survey.ts';
import { isAvailable, isDying, isUpToDate, updateLimits } from './survey.ts';

export function rollPods(looked: Survey): Changes {
  const { maxSurge, maxUnavailable } = updateLimits(looked);
  return maxSurge > 0 ? surge(looked, maxSurge) : replace(looked, maxUnavailable);
}

interface Pair {
  readonly updated: Stored<Pod> | undefined;
  readonly old: Stored<Pod> | undefined;
}

/** Undefined while the place is in disorder: a Pod is on its way out, or there are too many. */
function pairOf({ hash }: Survey, { pods }: Place): Pair | undefined {
  if (pods.some(isDying)) return undefined;
  const updated = pods.filter((pod) => isUpToDate(pod, hash));
  const old = pods.filter((pod) => !isUpToDate(pod, hash));
  return updated.length > 1 || old.length > 1 ? undefined : { updated: updated[0], old: old[0] };
}

/** An old Pod that is not available is replaced at once: that makes nothing worse. */
function replace(looked: Survey, maxUnavailable: number): Changes {
  const remove: Stored<Pod>[] = [];
  const candidates: Stored<Pod>[] = [];
  let unavailable = 0;
  for (const place of looked.places) {
    if (!place.mayStay || (!place.shouldRun && place.pods.length === 0)) continue;
    const pair = pairOf(looked, place);
    if (pair?.old && !pair.updated) {
      if (isAvailable(looked, pair.old)) candidates.push(pair.old);
      else {
        remove.push(pair.old);
        unavailable += 1;
      }
    } else if (!pair?.updated || !isAvailable(looked, pair.updated)) unavailable += 1;
  }
  return { create: [], remove: [...remove, ...candidates.slice(0, Math.max(0, maxUnavailable - unavailable))] };
}

function surge(looked: Survey, maxSurge: number): Changes {
  const create: string[] = [];
  const candidates: string[] = [];
  const remove: Stored<Pod>[] = [];
  let surging = 0;
  for (const place of looked.places) {
    if (!place.shouldRun || place.pods.length === 0) continue;
    const pair = pairOf(looked, place);
    if (!pair) surging += 1;
    else if (!pair.old) continue;
    else if (!pair.updated) (isAvailable(looked, pair.old) ? candidates : create).push(place.node);
    else if (!isAvailable(looked, pair.old) || isAvailable(looked, pair.updated)) remove.push(pair.old);
    else surging += 1;
  }
  return { create: [...create, ...candidates.slice(0, Math.max(0, maxSurge - surging))], remove };
}
