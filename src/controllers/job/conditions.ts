/** The conditions of a Job, and the one that says how it is going to end. */
import type { Job, JobCondition } from '../../api/batch/v1.ts';
import { getCondition } from '../../machinery/pod.ts';
import { formatTime } from '../../machinery/time.ts';

export function jobCondition(type: string, reason: string, message: string, now: number): JobCondition {
  const time = formatTime(now);
  return { type, status: 'True', reason, message, lastProbeTime: time, lastTransitionTime: time };
}

const holds = (job: Job, type: string): boolean => getCondition(job.status?.conditions, type)?.status === 'True';

/** Complete or Failed: nothing about it changes any more. */
export const isJobFinished = (job: Job): boolean => holds(job, 'Complete') || holds(job, 'Failed');

/** What was decided in an earlier look and waits for the last Pods to end. */
export const decidedEnd = (job: Job): JobCondition | undefined =>
  (job.status?.conditions ?? []).find(
    ({ type, status }) => status === 'True' && (type === 'SuccessCriteriaMet' || type === 'FailureTarget'),
  );

/** Conditions with this one in the place of its type's; the same list when it says nothing new. */
export function withJobCondition(conditions: readonly JobCondition[], next: JobCondition): readonly JobCondition[] {
  const old = getCondition(conditions, next.type);
  if (!old) return [...conditions, next];
  if (old.status === next.status && old.reason === next.reason && old.message === next.message) return conditions;
  return conditions.map((each) => (each === old ? next : each));
}
