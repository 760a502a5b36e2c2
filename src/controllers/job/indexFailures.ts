/** Failures counted for each index by itself (backoffLimitPerIndex): a Pod carries what its predecessors came to. */
import type { Job } from '../../api/batch/v1.ts';
import type { Pod } from '../../api/core/v1.ts';
import type { Stored } from '../../machinery/object.ts';
import { remainingBackoff } from './backoff.ts';
import { isIgnored, judge } from './failurePolicy.ts';
import { completionIndexOf, finishedAt, hasFailed, hasWantedIndex } from './jobPods.ts';

const failureCountKey = 'batch.kubernetes.io/job-index-failure-count';
const ignoredCountKey = 'batch.kubernetes.io/job-index-ignored-failure-count';

const numberIn = (pod: Pod | undefined, key: string): number => Number(pod?.metadata?.annotations?.[key] ?? 0) || 0;

/** The annotations of the Pod that takes the place of `failed`, the last one of its index. */
export function failureAnnotations(job: Job, failed: Pod | undefined): Record<string, string> {
  const ignored = failed && isIgnored(job.spec?.podFailurePolicy, failed) ? 1 : 0;
  const ignoredCount = numberIn(failed, ignoredCountKey) + ignored;
  return {
    [failureCountKey]: String(numberIn(failed, failureCountKey) + (failed ? 1 - ignored : 0)),
    ...(ignoredCount > 0 && { [ignoredCountKey]: String(ignoredCount) }),
  };
}

/** Whether with this Pod its index has failed for good. */
export function hasFailedIndex(job: Job, pod: Pod): boolean {
  if (!job.spec || !hasFailed(pod, job.spec)) return false;
  const { action } = judge(job.spec.podFailurePolicy, pod);
  if (action === 'FailIndex') return true;
  return action !== 'Ignore' && numberIn(pod, failureCountKey) >= (job.spec.backoffLimitPerIndex ?? Infinity);
}

const allFailures = (pod: Pod): number => numberIn(pod, failureCountKey) + numberIn(pod, ignoredCountKey);

/** Of each index that waits for a replacement, the Pod that failed last: it stays until its counts are handed on. */
export function waitingForReplacement(
  job: Job,
  tracked: readonly Stored<Pod>[],
  settled: (index: number) => boolean,
): Map<number, Stored<Pod>> {
  const last = new Map<number, Stored<Pod>>();
  for (const pod of tracked) {
    const index = completionIndexOf(pod);
    if (index === undefined || !job.spec || !hasWantedIndex(job, pod) || !hasFailed(pod, job.spec) || settled(index))
      continue;
    const known = last.get(index);
    if (!known || (allFailures(known) <= allFailures(pod) && finishedAt(known) <= finishedAt(pod)))
      last.set(index, pod);
  }
  return last;
}

/** Milliseconds until the index may be tried again. */
export const indexBackoff = (failed: Stored<Pod> | undefined, now: number): number =>
  failed ? remainingBackoff({ failures: allFailures(failed) + 1, lastFailure: finishedAt(failed) }, now) : 0;
