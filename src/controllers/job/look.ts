/** One look at a Job: its Pods, and what they come to. */
import type { Job, JobSpec, JobStatus } from '../../api/batch/v1.ts';
import type { Pod } from '../../api/core/v1.ts';
import type { Stored } from '../../machinery/object.ts';
import { isPodActive, isPodReady } from '../../machinery/pod.ts';
import type { BackoffRecord } from './backoff.ts';
import { afterwards } from './backoff.ts';
import { isIgnored } from './failurePolicy.ts';
import { hasFailedIndex, waitingForReplacement } from './indexFailures.ts';
import { parseIndexes } from './indexSet.ts';
import { completionIndexOf, hasFailed, hasWantedIndex, isIndexed, isTerminating, isTracked } from './jobPods.ts';

/** Of an Indexed Job. */
export interface Indexes {
  readonly succeeded: ReadonlySet<number>;
  /** Undefined unless failures are counted for each index. */
  readonly failed: ReadonlySet<number> | undefined;
  /** The Pod that failed last, of each index that waits for another. */
  readonly waiting: ReadonlyMap<number, Stored<Pod>>;
}

export interface Look {
  readonly key: string;
  readonly job: Stored<Job>;
  readonly spec: JobSpec;
  readonly status: JobStatus;
  readonly pods: readonly Stored<Pod>[];
  readonly active: readonly Stored<Pod>[];
  /** Pods whose outcome is not counted yet, or not let go of. */
  readonly tracked: readonly Stored<Pod>[];
  readonly indexes: Indexes | undefined;
  readonly succeeded: number;
  readonly failed: number;
  /** With the Pods that have ended since the last look. */
  readonly backoff: BackoffRecord;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** As they will stand in the status; deletions and creations of this look are booked here. */
  readonly counts: { active: number; ready: number; terminating: number };
}

/** `released`: uids of Pods that were let go of, though the cache does not show it yet. */
export function lookAt(
  key: string,
  job: Stored<Job>,
  spec: JobSpec,
  pods: readonly Stored<Pod>[],
  released: ReadonlySet<string>,
  backoff: BackoffRecord,
  now: number,
): Look {
  const status = job.status ?? {};
  const { succeeded = [], failed = [] } = status.uncountedTerminatedPods ?? {};
  const active = pods.filter(isPodActive);
  const tracked = pods.filter((pod) => isTracked(pod) && !released.has(pod.metadata.uid));
  const fresh = (known: readonly string[]): Stored<Pod>[] =>
    tracked.filter((pod) => !known.includes(pod.metadata.uid) && hasWantedIndex(job, pod));
  const newlySucceeded = fresh(succeeded).filter((pod) => pod.status?.phase === 'Succeeded');
  const newlyFailed = fresh(failed).filter((pod) => hasFailed(pod, spec));
  const indexes = isIndexed(job) ? indexesOf(job, spec, tracked, active) : undefined;
  const counted = newlyFailed.filter((pod) => !isIgnored(spec.podFailurePolicy, pod)).length;
  return {
    key,
    job,
    spec,
    status,
    pods,
    active,
    tracked,
    indexes,
    succeeded: indexes ? indexes.succeeded.size : (status.succeeded ?? 0) + succeeded.length + newlySucceeded.length,
    failed: (status.failed ?? 0) + failed.length + counted,
    backoff: afterwards(backoff, newlySucceeded, newlyFailed),
    now,
    counts: {
      active: active.length,
      ready: active.filter(isPodReady).length,
      terminating: pods.filter(isTerminating).length,
    },
  };
}

function indexesOf(
  job: Stored<Job>,
  spec: JobSpec,
  tracked: readonly Stored<Pod>[],
  active: readonly Stored<Pod>[],
): Indexes {
  const succeeded = parseIndexes(job.status?.completedIndexes, spec.completions);
  const wanted = tracked.filter((pod) => hasWantedIndex(job, pod));
  for (const pod of wanted) if (pod.status?.phase === 'Succeeded') succeeded.add(completionIndexOf(pod) ?? 0);
  if (spec.backoffLimitPerIndex === undefined) return { succeeded, failed: undefined, waiting: new Map() };
  const failed = parseIndexes(job.status?.failedIndexes, spec.completions);
  for (const pod of wanted) if (hasFailedIndex(job, pod)) failed.add(completionIndexOf(pod) ?? 0);
  const running = new Set(active.map(completionIndexOf));
  const settled = (index: number): boolean => succeeded.has(index) || failed.has(index) || running.has(index);
  return { succeeded, failed, waiting: waitingForReplacement(job, tracked, settled) };
}
