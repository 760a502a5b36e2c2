/**
 * @file batch/v1: work that finishes: Job and CronJob.
 * @groupVersion batch/v1
 */
import type { Int32, Int64, Time } from '../scalars.ts';
import type { LabelSelector, ListMeta, ObjectMeta, TypeMeta } from '../meta/v1.ts';
import type { ConditionStatus, ObjectReference, PodConditionType, PodTemplateSpec } from '../core/v1.ts';

/** @kind Job
 * @scope Namespaced */
export interface Job extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 2
   * @always */
  spec?: JobSpec;
  /** @proto 3
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

/** @enum */
export type CompletionMode = 'NonIndexed' | 'Indexed';

/** @enum */
export type PodFailurePolicyAction = 'FailJob' | 'FailIndex' | 'Ignore' | 'Count';

/** @enum */
export type PodFailurePolicyOnExitCodesOperator = 'In' | 'NotIn';

/** @enum */
export type PodReplacementPolicy = 'TerminatingOrFailed' | 'Failed';

export interface PodFailurePolicyOnExitCodesRequirement {
  /** @proto 1
   * @pointer */
  containerName?: string;
  /** @proto 2
   * @required
   * @always */
  operator: PodFailurePolicyOnExitCodesOperator;
  /** @proto 3
   * @required
   * @always
   * @list set */
  values: Int32[];
}

export interface PodFailurePolicyOnPodConditionsPattern {
  /** @proto 1
   * @required
   * @always */
  type: PodConditionType;
  /** @proto 2
   * @required
   * @always
   * @default "True" */
  status: ConditionStatus;
}

export interface PodFailurePolicyRule {
  /** @proto 1
   * @required
   * @always */
  action: PodFailurePolicyAction;
  /** @proto 2
   * @pointer */
  onExitCodes?: PodFailurePolicyOnExitCodesRequirement;
  /** @proto 3
   * @list atomic */
  onPodConditions?: PodFailurePolicyOnPodConditionsPattern[];
}

export interface PodFailurePolicy {
  /** @proto 1
   * @required
   * @always
   * @list atomic */
  rules: PodFailurePolicyRule[];
}

export interface SuccessPolicy {
  /** @proto 1
   * @required
   * @always
   * @list atomic */
  rules: SuccessPolicyRule[];
}

export interface SuccessPolicyRule {
  /** @proto 1
   * @pointer */
  succeededIndexes?: string;
  /** @proto 2
   * @pointer */
  succeededCount?: Int32;
}

export interface JobSpec {
  /** @proto 1
   * @pointer */
  parallelism?: Int32;
  /** @proto 2
   * @pointer */
  completions?: Int32;
  /** @proto 3
   * @pointer */
  activeDeadlineSeconds?: Int64;
  /** @proto 11
   * @pointer
   * @immutable */
  podFailurePolicy?: PodFailurePolicy;
  /** @proto 16
   * @pointer
   * @immutable */
  successPolicy?: SuccessPolicy;
  /** @proto 7
   * @pointer */
  backoffLimit?: Int32;
  /** @proto 12
   * @pointer
   * @immutable */
  backoffLimitPerIndex?: Int32;
  /** @proto 13
   * @pointer */
  maxFailedIndexes?: Int32;
  /** @proto 4
   * @pointer
   * @immutable */
  selector?: LabelSelector;
  /** @proto 5
   * @pointer */
  manualSelector?: boolean;
  /** @proto 6
   * @required
   * @always */
  template: PodTemplateSpec;
  /** @proto 8
   * @pointer */
  ttlSecondsAfterFinished?: Int32;
  /** @proto 9
   * @pointer
   * @immutable */
  completionMode?: CompletionMode;
  /** @proto 10
   * @pointer */
  suspend?: boolean;
  /** @proto 14
   * @pointer
   * @featureGate JobPodReplacementPolicy */
  podReplacementPolicy?: PodReplacementPolicy;
  /** @proto 15
   * @pointer
   * @immutable
   * @featureGate JobManagedBy */
  managedBy?: string;
}

export interface JobStatus {
  /** @proto 1
   * @list atomic
   * @patchStrategy merge
   * @patchMergeKey type */
  conditions?: JobCondition[];
  /** @proto 2
   * @pointer */
  startTime?: Time;
  /** @proto 3
   * @pointer */
  completionTime?: Time;
  /** @proto 4 */
  active?: Int32;
  /** @proto 5 */
  succeeded?: Int32;
  /** @proto 6 */
  failed?: Int32;
  /** @proto 11
   * @pointer */
  terminating?: Int32;
  /** @proto 7 */
  completedIndexes?: string;
  /** @proto 10
   * @pointer */
  failedIndexes?: string;
  /** @proto 8
   * @pointer */
  uncountedTerminatedPods?: UncountedTerminatedPods;
  /** @proto 9
   * @pointer */
  ready?: Int32;
}

export interface UncountedTerminatedPods {
  /** @proto 1
   * @list set */
  succeeded?: string[];
  /** @proto 2
   * @list set */
  failed?: string[];
}

export type JobConditionType = string;

export interface JobCondition {
  /** @proto 1
   * @required
   * @always */
  type: JobConditionType;
  /** @proto 2
   * @required
   * @always */
  status: ConditionStatus;
  /** @proto 3
   * @always */
  lastProbeTime?: Time;
  /** @proto 4
   * @always */
  lastTransitionTime?: Time;
  /** @proto 5 */
  reason?: string;
  /** @proto 6 */
  message?: string;
}

export interface JobTemplateSpec {
  /** @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 2
   * @always */
  spec?: JobSpec;
}

/** @kind CronJob
 * @scope Namespaced */
export interface CronJob extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 2
   * @always */
  spec?: CronJobSpec;
  /** @proto 3
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

export interface CronJobSpec {
  /** @proto 1
   * @required
   * @always */
  schedule: string;
  /** @proto 8
   * @pointer */
  timeZone?: string;
  /** @proto 2
   * @pointer */
  startingDeadlineSeconds?: Int64;
  /** @proto 3
   * @default "Allow" */
  concurrencyPolicy?: ConcurrencyPolicy;
  /** @proto 4
   * @pointer
   * @default false */
  suspend?: boolean;
  /** @proto 5
   * @required
   * @always */
  jobTemplate: JobTemplateSpec;
  /** @proto 6
   * @pointer
   * @default 3 */
  successfulJobsHistoryLimit?: Int32;
  /** @proto 7
   * @pointer
   * @default 1 */
  failedJobsHistoryLimit?: Int32;
}

/** @enum */
export type ConcurrencyPolicy = 'Allow' | 'Forbid' | 'Replace';

export interface CronJobStatus {
  /** @proto 1
   * @list atomic */
  active?: ObjectReference[];
  /** @proto 4
   * @pointer */
  lastScheduleTime?: Time;
  /** @proto 5
   * @pointer */
  lastSuccessfulTime?: Time;
}
