/**
 * @file batch/v1: work that finishes: Job and CronJob.
 * @groupVersion batch/v1
 */
import type { Int32, Int64, Time } from '../scalars.ts';
import type { LabelSelector, ListMeta, ObjectMeta, TypeMeta } from '../meta/v1.ts';
import type { ConditionStatus, ObjectReference, PodConditionType, PodTemplateSpec } from '../core/v1.ts';

/** Runs Pods until enough of them have succeeded, then is done.
 * @kind Job
 * @scope Namespaced */
export interface Job extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** The work to do and when to give up.
   * @proto 2
   * @always */
  spec?: JobSpec;
  /** How much is done.
   * @proto 3
   * @always */
  status?: JobStatus;
}

/** A list of Job objects, as LIST answers it.
 * @kind JobList */
export interface JobList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The Job objects on this page of the list.
   * @proto 2
   * @required
   * @always */
  items: Job[];
}

/** Whether any successes count, or each index must succeed once.
 * @enum */
export type CompletionMode = 'NonIndexed' | 'Indexed';

/** What a matching failure does: fail the Job, fail the index, go uncounted, or count as usual.
 * @enum */
export type PodFailurePolicyAction = 'FailJob' | 'FailIndex' | 'Ignore' | 'Count';

/** Whether the exit code must be among the values or not.
 * @enum */
export type PodFailurePolicyOnExitCodesOperator = 'In' | 'NotIn';

/** When to make up for a Pod: as soon as it is terminating, or only once it has failed for good.
 * @enum */
export type PodReplacementPolicy = 'TerminatingOrFailed' | 'Failed';

/** Matches failed Pods by a container's exit code. */
export interface PodFailurePolicyOnExitCodesRequirement {
  /** The container to look at; any container, init ones too, if absent.
   * @proto 1
   * @pointer */
  containerName?: string;
  /** Whether the code must be in `values` or outside.
   * @proto 2
   * @required
   * @always */
  operator: PodFailurePolicyOnExitCodesOperator;
  /** Exit codes, ordered and without repetition, 1 to 255 entries. 0 is not allowed with `In`.
   * @proto 3
   * @required
   * @always
   * @list set */
  values: Int32[];
}

/** Matches failed Pods by one of their conditions. */
export interface PodFailurePolicyOnPodConditionsPattern {
  /** The condition, such as `DisruptionTarget`.
   * @proto 1
   * @required
   * @always */
  type: PodConditionType;
  /** The status it must have.
   * @proto 2
   * @required
   * @always
   * @default "True" */
  status: ConditionStatus;
}

/** One rule: which failure, and what then. It has exactly one of the two matchers. */
export interface PodFailurePolicyRule {
  /** What to do with a failure that matches.
   * @proto 1
   * @required
   * @always */
  action: PodFailurePolicyAction;
  /** Match by exit code.
   * @proto 2
   * @pointer */
  onExitCodes?: PodFailurePolicyOnExitCodesRequirement;
  /** Match by Pod conditions; any of them suffices.
   * @proto 3
   * @list atomic */
  onPodConditions?: PodFailurePolicyOnPodConditionsPattern[];
}

/** Tells failures apart that should end the Job from those that should not count. */
export interface PodFailurePolicy {
  /** At most 20 rules. The first that matches decides; if none does, the failure counts against `backoffLimit`.
   * @proto 1
   * @required
   * @always
   * @list atomic */
  rules: PodFailurePolicyRule[];
}

/** When an Indexed Job counts as done before all indexes have succeeded. */
export interface SuccessPolicy {
  /** At most 20 rules. The first that is met ends the Job with success.
   * @proto 1
   * @required
   * @always
   * @list atomic */
  rules: SuccessPolicyRule[];
}

/** Which indexes must succeed, and how many of them. */
export interface SuccessPolicyRule {
  /** Indexes as numbers and ranges, such as `0,2-4`. If absent, any index counts.
   * @proto 1
   * @pointer */
  succeededIndexes?: string;
  /** How many of those indexes must succeed. If absent, all of them.
   * @proto 2
   * @pointer */
  succeededCount?: Int32;
}

/** What a Job runs, how often, and when it gives up. */
export interface JobSpec {
  /** At most this many Pods at a time.
   * @proto 1
   * @pointer */
  parallelism?: Int32;
  /** How many Pods must succeed. Absent means that one success ends the Job, with `parallelism` workers sharing the
   * work.
   * @proto 2
   * @pointer */
  completions?: Int32;
  /** Fail the Job and stop its Pods this many seconds after its start, whatever else holds.
   * @proto 3
   * @pointer */
  activeDeadlineSeconds?: Int64;
  /** Rules that tell kinds of failure apart. Needs the template's `restartPolicy: Never`.
   * @proto 11
   * @pointer
   * @immutable */
  podFailurePolicy?: PodFailurePolicy;
  /** Rules for an early success. Only with completion mode `Indexed`.
   * @proto 16
   * @pointer
   * @immutable */
  successPolicy?: SuccessPolicy;
  /** Failures to bear before the Job fails. 6 if absent, or without limit if `backoffLimitPerIndex` is set.
   * @proto 7
   * @pointer */
  backoffLimit?: Int32;
  /** Failures to bear for each index before that index fails. Needs `Indexed` and `restartPolicy: Never`.
   * @proto 12
   * @pointer
   * @immutable */
  backoffLimitPerIndex?: Int32;
  /** Fail the Job once more indexes than this have failed. Only with `backoffLimitPerIndex`.
   * @proto 13
   * @pointer */
  maxFailedIndexes?: Int32;
  /** Chooses the Job's Pods. Made by the server; leave it out unless `manualSelector` is set.
   * @proto 4
   * @pointer
   * @immutable */
  selector?: LabelSelector;
  /** True if you choose `selector` and the labels yourself, and see to it that they match no other Pods.
   * @proto 5
   * @pointer */
  manualSelector?: boolean;
  /** The Pod to run. Its `restartPolicy` must be `OnFailure` or `Never`.
   * @proto 6
   * @required
   * @always */
  template: PodTemplateSpec;
  /** Delete the Job this many seconds after it ended, 0 at once. Kept if absent.
   * @proto 8
   * @pointer */
  ttlSecondsAfterFinished?: Int32;
  /** `Indexed` gives each Pod a number from 0 to completions-1 (`JOB_COMPLETION_INDEX`); `NonIndexed` counts successes.
   * @proto 9
   * @pointer
   * @immutable */
  completionMode?: CompletionMode;
  /** While true no Pods run: those that do are deleted, and the start time is reset on resuming.
   * @proto 10
   * @pointer */
  suspend?: boolean;
  /** When a Pod is replaced. `Failed`, the only choice with a `podFailurePolicy`, waits until it has really ended.
   * @proto 14
   * @pointer
   * @featureGate JobPodReplacementPolicy */
  podReplacementPolicy?: PodReplacementPolicy;
  /** Name of the controller in charge. Absent or `kubernetes.io/job-controller` is the built-in one; it ignores all
   * others. Cannot change.
   * @proto 15
   * @pointer
   * @immutable
   * @featureGate JobManagedBy */
  managedBy?: string;
}

/** How far a Job has come. */
export interface JobStatus {
  /** `Complete`, `Failed`, `Suspended`, and `SuccessCriteriaMet` or `FailureTarget` while the last Pods still end.
   * @proto 1
   * @list atomic
   * @patchStrategy merge
   * @patchMergeKey type */
  conditions?: JobCondition[];
  /** When the controller took up the Job, anew after each suspension.
   * @proto 2
   * @pointer */
  startTime?: Time;
  /** When the Job succeeded. Absent for failed ones.
   * @proto 3
   * @pointer */
  completionTime?: Time;
  /** Pods that are pending or running and not being deleted.
   * @proto 4 */
  active?: Int32;
  /** Pods that ended well and have been counted.
   * @proto 5 */
  succeeded?: Int32;
  /** Pods that failed and have been counted.
   * @proto 6 */
  failed?: Int32;
  /** Pods that are being deleted and have not ended yet.
   * @proto 11
   * @pointer */
  terminating?: Int32;
  /** Indexes that succeeded, as numbers and ranges, such as `1,3-5`.
   * @proto 7 */
  completedIndexes?: string;
  /** Indexes that failed for good, in the same notation. Only with `backoffLimitPerIndex`.
   * @proto 10
   * @pointer */
  failedIndexes?: string;
  /** Pods that ended and are on their way into the counters, so that none is counted twice or lost.
   * @proto 8
   * @pointer */
  uncountedTerminatedPods?: UncountedTerminatedPods;
  /** Active Pods that are ready.
   * @proto 9
   * @pointer */
  ready?: Int32;
}

/** UIDs of ended Pods that the counters do not hold yet. */
export interface UncountedTerminatedPods {
  /** UIDs of Pods that succeeded.
   * @proto 1
   * @list set */
  succeeded?: string[];
  /** UIDs of Pods that failed.
   * @proto 2
   * @list set */
  failed?: string[];
}

/** Which aspect of a Job, such as `Complete` or `Failed`. */
export type JobConditionType = string;

/** One aspect of a Job's state. */
export interface JobCondition {
  /** Which aspect, such as `Complete` or `Failed`.
   * @proto 1
   * @required
   * @always */
  type: JobConditionType;
  /** Whether it holds.
   * @proto 2
   * @required
   * @always */
  status: ConditionStatus;
  /** When it was last looked at.
   * @proto 3
   * @always */
  lastProbeTime?: Time;
  /** When `status` last flipped.
   * @proto 4
   * @always */
  lastTransitionTime?: Time;
  /** One word why, such as `BackoffLimitExceeded`.
   * @proto 5 */
  reason?: string;
  /** A sentence why, for people.
   * @proto 6 */
  message?: string;
}

/** The Job that a CronJob makes. */
export interface JobTemplateSpec {
  /** Labels and annotations of each Job; its name is made from the CronJob's.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** What each Job does.
   * @proto 2
   * @always */
  spec?: JobSpec;
}

/** Makes a Job again and again on a schedule.
 * @kind CronJob
 * @scope Namespaced */
export interface CronJob extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** When, and which Job.
   * @proto 2
   * @always */
  spec?: CronJobSpec;
  /** What runs and when it last ran.
   * @proto 3
   * @always */
  status?: CronJobStatus;
}

/** A list of CronJob objects, as LIST answers it.
 * @kind CronJobList */
export interface CronJobList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The CronJob objects on this page of the list.
   * @proto 2
   * @required
   * @always */
  items: CronJob[];
}

/** When to run a Job, which one, and how many to keep. */
export interface CronJobSpec {
  /** Five cron fields (minute, hour, day, month, weekday), or a macro such as `@daily`.
   * @proto 1
   * @required
   * @always */
  schedule: string;
  /** Time zone the schedule is read in, such as `Europe/Berlin`; that of the controller if absent.
   * @proto 8
   * @pointer */
  timeZone?: string;
  /** A start that is late by more than this many seconds is skipped. No deadline if absent.
   * @proto 2
   * @pointer */
  startingDeadlineSeconds?: Int64;
  /** If the last Job still runs: let both run, skip the new one, or replace the old one.
   * @proto 3
   * @default "Allow" */
  concurrencyPolicy?: ConcurrencyPolicy;
  /** While true no new Jobs start; those that run go on.
   * @proto 4
   * @pointer
   * @default false */
  suspend?: boolean;
  /** The Job to make.
   * @proto 5
   * @required
   * @always */
  jobTemplate: JobTemplateSpec;
  /** How many succeeded Jobs to keep.
   * @proto 6
   * @pointer
   * @default 3 */
  successfulJobsHistoryLimit?: Int32;
  /** How many failed Jobs to keep.
   * @proto 7
   * @pointer
   * @default 1 */
  failedJobsHistoryLimit?: Int32;
}

/** Whether runs may overlap, or the newer or the older one gives way.
 * @enum */
export type ConcurrencyPolicy = 'Allow' | 'Forbid' | 'Replace';

/** What a CronJob last did. */
export interface CronJobStatus {
  /** The Jobs that run now.
   * @proto 1
   * @list atomic */
  active?: ObjectReference[];
  /** The scheduled time of the last Job that was made.
   * @proto 4
   * @pointer */
  lastScheduleTime?: Time;
  /** When a Job last ended well.
   * @proto 5
   * @pointer */
  lastSuccessfulTime?: Time;
}
