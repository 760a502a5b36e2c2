/**
 * @file apps/v1: workloads: Deployment, ReplicaSet, StatefulSet, DaemonSet and ControllerRevision.
 * @groupVersion apps/v1
 */
import type { Int32, Int64, IntOrString, RawExtension, Time } from '../scalars.ts';
import type { LabelSelector, ListMeta, ObjectMeta, TypeMeta } from '../meta/v1.ts';
import type { ConditionStatus, PersistentVolumeClaim, PodTemplateSpec } from '../core/v1.ts';

/** @kind StatefulSet
 * @scope Namespaced */
export interface StatefulSet extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 2
   * @always */
  spec?: StatefulSetSpec;
  /** @proto 3
   * @always */
  status?: StatefulSetStatus;
}

/** @enum */
export type PodManagementPolicyType = 'OrderedReady' | 'Parallel';

export interface StatefulSetUpdateStrategy {
  /** @proto 1
   * @default "RollingUpdate" */
  type?: StatefulSetUpdateStrategyType;
  /** @proto 2
   * @pointer */
  rollingUpdate?: RollingUpdateStatefulSetStrategy;
}

/** @enum */
export type StatefulSetUpdateStrategyType = 'RollingUpdate' | 'OnDelete';

export interface RollingUpdateStatefulSetStrategy {
  /** @proto 1
   * @pointer */
  partition?: Int32;
  /** @proto 2
   * @pointer
   * @featureGate MaxUnavailableStatefulSet */
  maxUnavailable?: IntOrString;
}

/** @enum */
export type PersistentVolumeClaimRetentionPolicyType = 'Retain' | 'Delete';

export interface StatefulSetPersistentVolumeClaimRetentionPolicy {
  /** @proto 1
   * @default "Retain" */
  whenDeleted?: PersistentVolumeClaimRetentionPolicyType;
  /** @proto 2
   * @default "Retain" */
  whenScaled?: PersistentVolumeClaimRetentionPolicyType;
}

export interface StatefulSetOrdinals {
  /** @proto 1
   * @always */
  start?: Int32;
}

export interface StatefulSetSpec {
  /** @proto 1
   * @pointer
   * @default 1 */
  replicas?: Int32;
  /** @proto 2
   * @required
   * @always
   * @pointer
   * @immutable */
  selector: LabelSelector;
  /** @proto 3
   * @required
   * @always */
  template: PodTemplateSpec;
  /** @proto 4
   * @list atomic
   * @immutable */
  volumeClaimTemplates?: PersistentVolumeClaim[];
  /** @proto 5
   * @always
   * @immutable */
  serviceName?: string;
  /** @proto 6
   * @default "OrderedReady"
   * @immutable */
  podManagementPolicy?: PodManagementPolicyType;
  /** @proto 7
   * @always */
  updateStrategy?: StatefulSetUpdateStrategy;
  /** @proto 8
   * @pointer
   * @default 10 */
  revisionHistoryLimit?: Int32;
  /** @proto 9 */
  minReadySeconds?: Int32;
  /** @proto 10
   * @pointer
   * @default {"whenDeleted":"Retain","whenScaled":"Retain"} */
  persistentVolumeClaimRetentionPolicy?: StatefulSetPersistentVolumeClaimRetentionPolicy;
  /** @proto 11
   * @pointer */
  ordinals?: StatefulSetOrdinals;
}

export interface StatefulSetStatus {
  /** @proto 1 */
  observedGeneration?: Int64;
  /** @proto 2
   * @required
   * @always */
  replicas: Int32;
  /** @proto 3 */
  readyReplicas?: Int32;
  /** @proto 4 */
  currentReplicas?: Int32;
  /** @proto 5 */
  updatedReplicas?: Int32;
  /** @proto 6 */
  currentRevision?: string;
  /** @proto 7 */
  updateRevision?: string;
  /** @proto 9
   * @pointer */
  collisionCount?: Int32;
  /** @proto 10
   * @list map
   * @listKey type
   * @patchStrategy merge
   * @patchMergeKey type */
  conditions?: StatefulSetCondition[];
  /** @proto 11
   * @always */
  availableReplicas?: Int32;
}

export type StatefulSetConditionType = string;

export interface StatefulSetCondition {
  /** @proto 1
   * @required
   * @always */
  type: StatefulSetConditionType;
  /** @proto 2
   * @required
   * @always */
  status: ConditionStatus;
  /** @proto 3
   * @always */
  lastTransitionTime?: Time;
  /** @proto 4 */
  reason?: string;
  /** @proto 5 */
  message?: string;
}

/** A list of StatefulSet objects, as LIST answers it.
 * @kind StatefulSetList */
export interface StatefulSetList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The StatefulSet objects on this page of the list.
   * @proto 2
   * @required
   * @always */
  items: StatefulSet[];
}

/** @kind Deployment
 * @scope Namespaced */
export interface Deployment extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 2
   * @always */
  spec?: DeploymentSpec;
  /** @proto 3
   * @always */
  status?: DeploymentStatus;
}

export interface DeploymentSpec {
  /** @proto 1
   * @pointer
   * @default 1 */
  replicas?: Int32;
  /** @proto 2
   * @required
   * @always
   * @pointer
   * @immutable */
  selector: LabelSelector;
  /** @proto 3
   * @required
   * @always */
  template: PodTemplateSpec;
  /** @proto 4
   * @always
   * @patchStrategy retainKeys */
  strategy?: DeploymentStrategy;
  /** @proto 5 */
  minReadySeconds?: Int32;
  /** @proto 6
   * @pointer
   * @default 10 */
  revisionHistoryLimit?: Int32;
  /** @proto 7 */
  paused?: boolean;
  /** @proto 9
   * @pointer
   * @default 600 */
  progressDeadlineSeconds?: Int32;
}

export interface DeploymentStrategy {
  /** @proto 1
   * @default "RollingUpdate" */
  type?: DeploymentStrategyType;
  /** @proto 2
   * @pointer */
  rollingUpdate?: RollingUpdateDeployment;
}

/** @enum */
export type DeploymentStrategyType = 'Recreate' | 'RollingUpdate';

export interface RollingUpdateDeployment {
  /** @proto 1
   * @pointer */
  maxUnavailable?: IntOrString;
  /** @proto 2
   * @pointer */
  maxSurge?: IntOrString;
}

export interface DeploymentStatus {
  /** @proto 1 */
  observedGeneration?: Int64;
  /** @proto 2 */
  replicas?: Int32;
  /** @proto 3 */
  updatedReplicas?: Int32;
  /** @proto 7 */
  readyReplicas?: Int32;
  /** @proto 4 */
  availableReplicas?: Int32;
  /** @proto 5 */
  unavailableReplicas?: Int32;
  /** @proto 9
   * @pointer
   * @featureGate DeploymentReplicaSetTerminatingReplicas */
  terminatingReplicas?: Int32;
  /** @proto 6
   * @list map
   * @listKey type
   * @patchStrategy merge
   * @patchMergeKey type */
  conditions?: DeploymentCondition[];
  /** @proto 8
   * @pointer */
  collisionCount?: Int32;
}

export type DeploymentConditionType = string;

export interface DeploymentCondition {
  /** @proto 1
   * @required
   * @always */
  type: DeploymentConditionType;
  /** @proto 2
   * @required
   * @always */
  status: ConditionStatus;
  /** @proto 6
   * @always */
  lastUpdateTime?: Time;
  /** @proto 7
   * @always */
  lastTransitionTime?: Time;
  /** @proto 4 */
  reason?: string;
  /** @proto 5 */
  message?: string;
}

/** A list of Deployment objects, as LIST answers it.
 * @kind DeploymentList */
export interface DeploymentList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The Deployment objects on this page of the list.
   * @proto 2
   * @required
   * @always */
  items: Deployment[];
}

export interface DaemonSetUpdateStrategy {
  /** @proto 1
   * @default "RollingUpdate" */
  type?: DaemonSetUpdateStrategyType;
  /** @proto 2
   * @pointer */
  rollingUpdate?: RollingUpdateDaemonSet;
}

/** @enum */
export type DaemonSetUpdateStrategyType = 'RollingUpdate' | 'OnDelete';

export interface RollingUpdateDaemonSet {
  /** @proto 1
   * @pointer */
  maxUnavailable?: IntOrString;
  /** @proto 2
   * @pointer */
  maxSurge?: IntOrString;
}

export interface DaemonSetSpec {
  /** @proto 1
   * @required
   * @always
   * @pointer
   * @immutable */
  selector: LabelSelector;
  /** @proto 2
   * @required
   * @always */
  template: PodTemplateSpec;
  /** @proto 3
   * @always */
  updateStrategy?: DaemonSetUpdateStrategy;
  /** @proto 4 */
  minReadySeconds?: Int32;
  /** @proto 6
   * @pointer
   * @default 10 */
  revisionHistoryLimit?: Int32;
}

export interface DaemonSetStatus {
  /** @proto 1
   * @required
   * @always */
  currentNumberScheduled: Int32;
  /** @proto 2
   * @required
   * @always */
  numberMisscheduled: Int32;
  /** @proto 3
   * @required
   * @always */
  desiredNumberScheduled: Int32;
  /** @proto 4
   * @required
   * @always */
  numberReady: Int32;
  /** @proto 5 */
  observedGeneration?: Int64;
  /** @proto 6 */
  updatedNumberScheduled?: Int32;
  /** @proto 7 */
  numberAvailable?: Int32;
  /** @proto 8 */
  numberUnavailable?: Int32;
  /** @proto 9
   * @pointer */
  collisionCount?: Int32;
  /** @proto 10
   * @list map
   * @listKey type
   * @patchStrategy merge
   * @patchMergeKey type */
  conditions?: DaemonSetCondition[];
}

export type DaemonSetConditionType = string;

export interface DaemonSetCondition {
  /** @proto 1
   * @required
   * @always */
  type: DaemonSetConditionType;
  /** @proto 2
   * @required
   * @always */
  status: ConditionStatus;
  /** @proto 3
   * @always */
  lastTransitionTime?: Time;
  /** @proto 4 */
  reason?: string;
  /** @proto 5 */
  message?: string;
}

/** @kind DaemonSet
 * @scope Namespaced */
export interface DaemonSet extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 2
   * @always */
  spec?: DaemonSetSpec;
  /** @proto 3
   * @always */
  status?: DaemonSetStatus;
}

/** A list of DaemonSet objects, as LIST answers it.
 * @kind DaemonSetList */
export interface DaemonSetList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The DaemonSet objects on this page of the list.
   * @proto 2
   * @required
   * @always */
  items: DaemonSet[];
}

/** @kind ReplicaSet
 * @scope Namespaced */
export interface ReplicaSet extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 2
   * @always */
  spec?: ReplicaSetSpec;
  /** @proto 3
   * @always */
  status?: ReplicaSetStatus;
}

/** A list of ReplicaSet objects, as LIST answers it.
 * @kind ReplicaSetList */
export interface ReplicaSetList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The ReplicaSet objects on this page of the list.
   * @proto 2
   * @required
   * @always */
  items: ReplicaSet[];
}

export interface ReplicaSetSpec {
  /** @proto 1
   * @pointer
   * @default 1 */
  replicas?: Int32;
  /** @proto 4 */
  minReadySeconds?: Int32;
  /** @proto 2
   * @required
   * @always
   * @pointer
   * @immutable */
  selector: LabelSelector;
  /** @proto 3
   * @always */
  template?: PodTemplateSpec;
}

export interface ReplicaSetStatus {
  /** @proto 1
   * @required
   * @always */
  replicas: Int32;
  /** @proto 2 */
  fullyLabeledReplicas?: Int32;
  /** @proto 4 */
  readyReplicas?: Int32;
  /** @proto 5 */
  availableReplicas?: Int32;
  /** @proto 7
   * @pointer
   * @featureGate DeploymentReplicaSetTerminatingReplicas */
  terminatingReplicas?: Int32;
  /** @proto 3 */
  observedGeneration?: Int64;
  /** @proto 6
   * @list map
   * @listKey type
   * @patchStrategy merge
   * @patchMergeKey type */
  conditions?: ReplicaSetCondition[];
}

export type ReplicaSetConditionType = string;

export interface ReplicaSetCondition {
  /** @proto 1
   * @required
   * @always */
  type: ReplicaSetConditionType;
  /** @proto 2
   * @required
   * @always */
  status: ConditionStatus;
  /** @proto 3
   * @always */
  lastTransitionTime?: Time;
  /** @proto 4 */
  reason?: string;
  /** @proto 5 */
  message?: string;
}

/** @kind ControllerRevision
 * @scope Namespaced */
export interface ControllerRevision extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 2
   * @always
   * @immutable */
  data?: RawExtension;
  /** @proto 3
   * @required
   * @always */
  revision: Int64;
}

/** A list of ControllerRevision objects, as LIST answers it.
 * @kind ControllerRevisionList */
export interface ControllerRevisionList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The ControllerRevision objects on this page of the list.
   * @proto 2
   * @required
   * @always */
  items: ControllerRevision[];
}
