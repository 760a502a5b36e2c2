/** When the passing of time alone changes how many Pods are available. */
import type { Pod } from '../api/core/v1.ts';
import { getCondition, isPodAvailable } from '../machinery/pod.ts';

/** Milliseconds until the next ready Pod has been ready for `minReadySeconds`; undefined when none is on the way. */
export function nextAvailability(pods: readonly Pod[], minReadySeconds: number, now: number): number | undefined {
  if (minReadySeconds <= 0) return undefined;
  let next: number | undefined;
  for (const pod of pods) {
    const ready = getCondition(pod.status?.conditions, 'Ready');
    if (ready?.status !== 'True' || !ready.lastTransitionTime || isPodAvailable(pod, minReadySeconds, now)) continue;
    const wait = Date.parse(ready.lastTransitionTime) + minReadySeconds * 1000 - now;
    next = Math.min(next ?? Infinity, wait);
  }
  return next;
}
