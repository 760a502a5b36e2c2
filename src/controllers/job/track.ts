/**
 * Counts what Pods came to, each exactly once, whatever breaks off in between: the uids of Pods that have ended are
 * first written into the status, then the Pods are let go of (finalizer), and only then they move into the counters.
 */
import type { Job, JobCondition, JobStatus } from '../../api/batch/v1.ts';
import type { Pod } from '../../api/core/v1.ts';
import type { Client } from '../../client/client.ts';
import { isNotFound } from '../../machinery/apiError.ts';
import type { Stored } from '../../machinery/object.ts';
import { jobs, pods as podResource } from '../../machinery/resources.ts';
import { formatTime } from '../../machinery/time.ts';
import { sameStatus } from '../sameStatus.ts';
import { withJobCondition } from './conditions.ts';
import { isIgnored } from './failurePolicy.ts';
import { formatIndexes } from './indexSet.ts';
import { completionIndexOf, hasFailed, hasWantedIndex, untrackPatch } from './jobPods.ts';
import type { Look } from './look.ts';

/** Keeps the lists of uids in the status below 20 kB. */
const mostUncounted = 500;

export interface Track {
  readonly look: Look;
  readonly client: Client;
  /** The status so far: start time, Suspended. */
  readonly status: JobStatus;
  /** SuccessCriteriaMet or FailureTarget, when all of its Pods are stopped or stopping. */
  readonly end: JobCondition | undefined;
  /** Called with the uids of Pods before they are let go of. */
  readonly releasing: (uids: readonly string[]) => void;
  /** Called when letting go of a Pod has failed. */
  readonly kept: (uid: string) => void;
  /** Called with the Job after each write. */
  readonly written: (job: Stored<Job>) => void;
}

export interface Tracked {
  readonly job: Stored<Job>;
  /** Complete or Failed, when with this look the Job is over. */
  readonly finished: JobCondition | undefined;
}

export async function track(options: Track): Promise<Tracked> {
  const { look, client, end } = options;
  const { counts } = look;
  let job = look.job;
  const write = async (status: JobStatus): Promise<void> => {
    if (sameStatus(status, job.status)) return;
    job = await client.resource(jobs).updateStatus({ ...job, status });
    options.written(job);
  };
  const held = new Set(look.tracked.map((pod) => pod.metadata.uid));
  const { status: counted, release, reachedLimit } = countEnded(settle(options.status, held), look, end);
  let status: JobStatus = { ...counted, ...counts, ...indexStatus(look) };
  if (end) status = { ...status, conditions: [...withJobCondition(status.conditions ?? [], end)] };
  await write(status);

  const failure = await letGo(options, release, held);
  status = settle(job.status ?? {}, held);
  if (failure !== undefined) {
    await write(status);
    throw failure;
  }
  const { succeeded = [], failed = [] } = status.uncountedTerminatedPods ?? {};
  const over = end && !reachedLimit && counts.terminating === 0 && succeeded.length + failed.length === 0;
  const finished = over ? terminalOf(end, look.now) : undefined;
  if (finished) {
    status = { ...status, conditions: [...withJobCondition(status.conditions ?? [], finished)] };
    if (finished.type === 'Complete') status = { ...status, completionTime: formatTime(look.now) };
  }
  await write(status);
  return { job, finished };
}

/** Moves uids whose Pods are let go of into the counters. */
function settle(status: JobStatus, held: ReadonlySet<string>): JobStatus {
  const { succeeded = [], failed = [] } = status.uncountedTerminatedPods ?? {};
  const left = (uids: readonly string[]): string[] => uids.filter((uid) => held.has(uid));
  const [succeededLeft, failedLeft] = [left(succeeded), left(failed)];
  return {
    ...status,
    succeeded: (status.succeeded ?? 0) + succeeded.length - succeededLeft.length,
    failed: (status.failed ?? 0) + failed.length - failedLeft.length,
    uncountedTerminatedPods: {
      ...(succeededLeft.length > 0 && { succeeded: succeededLeft }),
      ...(failedLeft.length > 0 && { failed: failedLeft }),
    },
  };
}

/** The status with the uids of Pods that have ended, and the Pods that can be let go of once it is written. */
function countEnded(status: JobStatus, look: Look, end: JobCondition | undefined) {
  const { job, spec, indexes } = look;
  const succeeded = [...(status.uncountedTerminatedPods?.succeeded ?? [])];
  const failed = [...(status.uncountedTerminatedPods?.failed ?? [])];
  const release: Stored<Pod>[] = [];
  let reachedLimit = false;
  for (const pod of look.tracked) {
    const { uid } = pod.metadata;
    const isDone = pod.status?.phase === 'Succeeded';
    const isFailed = hasFailed(pod, spec);
    const isWaitedFor = indexes?.waiting.get(completionIndexOf(pod) ?? -1)?.metadata.uid === uid;
    if (!job.metadata.deletionTimestamp && !end && !isDone && (!isFailed || isWaitedFor)) continue;
    release.push(pod);
    if (isDone && !failed.includes(uid)) {
      // Of Indexed Jobs the index itself is counted.
      if (!indexes && !succeeded.includes(uid)) succeeded.push(uid);
    } else if (isFailed || end?.type === 'FailureTarget') {
      if (!failed.includes(uid) && hasWantedIndex(job, pod) && !isIgnored(spec.podFailurePolicy, pod)) failed.push(uid);
    }
    reachedLimit = succeeded.length + failed.length >= mostUncounted;
    if (reachedLimit) break;
  }
  const uncountedTerminatedPods = {
    ...(succeeded.length > 0 && { succeeded }),
    ...(failed.length > 0 && { failed }),
  };
  return { status: { ...status, uncountedTerminatedPods }, release, reachedLimit };
}

function indexStatus({ indexes }: Look): JobStatus {
  if (!indexes) return {};
  const { succeeded, failed } = indexes;
  const completedIndexes = formatIndexes(succeeded);
  return {
    succeeded: succeeded.size,
    ...(completedIndexes && { completedIndexes }),
    ...(failed && { failedIndexes: formatIndexes(failed) }),
  };
}

/** Takes what it let go of out of `held`. Answers the first failure. */
async function letGo(
  { client, releasing, kept }: Track,
  pods: readonly Stored<Pod>[],
  held: Set<string>,
): Promise<unknown> {
  releasing(pods.map((pod) => pod.metadata.uid));
  const results = await Promise.allSettled(
    pods.map(async (pod) => {
      const { name, namespace, uid } = pod.metadata;
      try {
        await client
          .resource(podResource)
          .patch(name, namespace, 'application/strategic-merge-patch+json', untrackPatch(pod));
      } catch (error) {
        kept(uid);
        if (!isNotFound(error)) throw error;
      }
      held.delete(uid);
    }),
  );
  return results.find((result) => result.status === 'rejected')?.reason;
}

function terminalOf(end: JobCondition, now: number): JobCondition {
  const time = formatTime(now);
  const type = end.type === 'SuccessCriteriaMet' ? 'Complete' : 'Failed';
  return { ...end, type, lastProbeTime: time, lastTransitionTime: time };
}
