/** What a Job wants to know of its Pods. */
import type { Job, JobSpec } from '../../api/batch/v1.ts';
import type { Pod } from '../../api/core/v1.ts';
import type { Stored } from '../../machinery/object.ts';
import { getCondition, isPodTerminal } from '../../machinery/pod.ts';

/** Keeps a Pod until its outcome is counted in the Job's status. */
export const trackingFinalizer = 'batch.kubernetes.io/job-tracking';
export const completionIndexKey = 'batch.kubernetes.io/job-completion-index';

export const isTracked = (pod: Pod): boolean => pod.metadata?.finalizers?.includes(trackingFinalizer) ?? false;

export const isIndexed = (job: Job): boolean => job.spec?.completionMode === 'Indexed';

/** The patch that lets go of a Pod whose outcome is counted, or does not count. */
export const untrackPatch = (pod: Stored<Pod>) => ({
  metadata: { uid: pod.metadata.uid, '$deleteFromPrimitiveList/finalizers': [trackingFinalizer] },
});

/** Undefined when it has none. */
export function completionIndexOf(pod: Pod): number | undefined {
  const text = pod.metadata?.annotations?.[completionIndexKey];
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** Whether the index of an Indexed Job's Pod is one of those wanted; always so for other Jobs. */
export function hasWantedIndex(job: Job, pod: Pod): boolean {
  if (!isIndexed(job)) return true;
  const index = completionIndexOf(pod);
  return index !== undefined && index < (job.spec?.completions ?? 0);
}

/** A Pod that is being deleted is replaced only when it has failed. */
export const replacesOnlyFailed = ({ podReplacementPolicy, podFailurePolicy }: JobSpec): boolean =>
  podReplacementPolicy === 'Failed' || podFailurePolicy !== undefined;

/** Pods that are being deleted count as failed, unless the Job waits for how they end. */
export function hasFailed(pod: Pod, spec: JobSpec): boolean {
  if (pod.status?.phase === 'Failed') return true;
  if (replacesOnlyFailed(spec)) return false;
  return pod.metadata?.deletionTimestamp !== undefined && pod.status?.phase !== 'Succeeded';
}

export const isTerminating = (pod: Pod): boolean =>
  pod.metadata?.deletionTimestamp !== undefined && !isPodTerminal(pod);

/** When the last container ended, or the best that is known of it; milliseconds. */
export function finishedAt(pod: Stored<Pod>): number {
  let latest: number | undefined;
  for (const { state } of pod.status?.containerStatuses ?? []) {
    const finished = state?.terminated?.finishedAt;
    if (finished) latest = Math.max(latest ?? 0, Date.parse(finished));
  }
  if (latest !== undefined) return latest;
  const ready = getCondition(pod.status?.conditions, 'Ready');
  if (ready?.status === 'False' && ready.lastTransitionTime) return Date.parse(ready.lastTransitionTime);
  const { deletionTimestamp, deletionGracePeriodSeconds = 0, creationTimestamp } = pod.metadata;
  if (deletionTimestamp) return Date.parse(deletionTimestamp) - deletionGracePeriodSeconds * 1000;
  return Date.parse(creationTimestamp);
}
