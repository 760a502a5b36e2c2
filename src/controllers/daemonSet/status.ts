import type { DaemonSetStatus } from '../../api/apps/v1.ts';
import { isPodReady } from '../../machinery/pod.ts';
import type { Survey } from './survey.ts';
import { isAvailable, isUpToDate } from './survey.ts';

/** The status of a DaemonSet, by the oldest Pod of each node. */
export function daemonSetStatus(looked: Survey, collisionCount: number | undefined): DaemonSetStatus {
  const { set, places, hash } = looked;
  const wanted = places.filter(({ shouldRun }) => shouldRun);
  const pods = wanted.flatMap(
    (place) => place.pods.find(({ status }) => status?.phase === 'Running') ?? place.pods[0] ?? [],
  );
  const numberAvailable = pods.filter((pod) => isPodReady(pod) && isAvailable(looked, pod)).length;
  return {
    observedGeneration: set.metadata.generation ?? 0,
    desiredNumberScheduled: wanted.length,
    currentNumberScheduled: pods.length,
    numberMisscheduled: places.filter((place) => !place.shouldRun && place.pods.length > 0).length,
    numberReady: pods.filter(isPodReady).length,
    updatedNumberScheduled: pods.filter((pod) => isUpToDate(pod, hash)).length,
    numberAvailable,
    numberUnavailable: wanted.length - numberAvailable,
    ...(collisionCount !== undefined && { collisionCount }),
    ...(set.status?.conditions && { conditions: set.status.conditions }),
  };
}
