/**
 * @file apps/v1: workloads: Deployment, ReplicaSet, StatefulSet, DaemonSet and ControllerRevision.
 * @groupVersion apps/v1
 */
import type { Int32, Int64, IntOrString, RawExtension, Time } from '../scalars.ts';
import type { LabelSelector, ListMeta, ObjectMeta, TypeMeta } from '../meta/v1.ts';
import type { ConditionStatus, PersistentVolumeClaim, PodTemplateSpec } from '../core/v1.ts';

/** Runs Pods with stable names (`web-0`, `web-1`, …) and, for each, its own volumes that outlive it.
 * @kind StatefulSet
 * @scope Namespaced */
export interface StatefulSet extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** The Pods and volumes that should exist.
   * @proto 2
   * @always */
  spec?: StatefulSetSpec;
  /** What the controller last saw. May be a moment behind.
   * @proto 3
   * @always */
  status?: StatefulSetStatus;
}

/** Whether Pods start and stop one after another or all at once.
 * @enum */
export type PodManagementPolicyType = 'OrderedReady' | 'Parallel';

/** How existing Pods get to a changed template. */
export interface StatefulSetUpdateStrategy {
  /** `RollingUpdate` replaces them one by one from the highest number down; `OnDelete` waits until you delete them.
   * @proto 1
   * @default "RollingUpdate" */
  type?: StatefulSetUpdateStrategyType;
  /** Settings for `RollingUpdate`.
   * @proto 2
   * @pointer */
  rollingUpdate?: RollingUpdateStatefulSetStrategy;
}

/** Replace Pods by itself, or only when they are deleted by hand.
 * @enum */
export type StatefulSetUpdateStrategyType = 'RollingUpdate' | 'OnDelete';

/** Bounds of a rolling update. */
export interface RollingUpdateStatefulSetStrategy {
  /** Only Pods with this number or higher are updated. Raise it to stage a change on the last few.
   * @proto 1
   * @pointer */
  partition?: Int32;
  /** How many Pods, or which share of them, may be down at once during the update. 1 if absent.
   * @proto 2
   * @pointer
   * @featureGate MaxUnavailableStatefulSet */
  maxUnavailable?: IntOrString;
}

/** Keep claims or delete them.
 * @enum */
export type PersistentVolumeClaimRetentionPolicyType = 'Retain' | 'Delete';

/** What becomes of the claims made from `volumeClaimTemplates`. */
export interface StatefulSetPersistentVolumeClaimRetentionPolicy {
  /** What to do with all claims when the StatefulSet is deleted.
   * @proto 1
   * @default "Retain" */
  whenDeleted?: PersistentVolumeClaimRetentionPolicyType;
  /** What to do with the claims of Pods that a scale-down removes.
   * @proto 2
   * @default "Retain" */
  whenScaled?: PersistentVolumeClaimRetentionPolicyType;
}

/** How the Pods are numbered. */
export interface StatefulSetOrdinals {
  /** Number of the first Pod, 0 if absent.
   * @proto 1
   * @always */
  start?: Int32;
}

/** What a StatefulSet should run. */
export interface StatefulSetSpec {
  /** How many Pods.
   * @proto 1
   * @pointer
   * @default 1 */
  replicas?: Int32;
  /** Chooses the Pods that belong here; must match the template's labels. Cannot change.
   * @proto 2
   * @required
   * @always
   * @pointer
   * @immutable */
  selector: LabelSelector;
  /** The Pod to run. Its Pods are named after the set and numbered.
   * @proto 3
   * @required
   * @always */
  template: PodTemplateSpec;
  /** Claims made once for each Pod, named `<template>-<pod>`. They hide volumes of the same name in the template.
   * @proto 4
   * @list atomic
   * @immutable */
  volumeClaimTemplates?: PersistentVolumeClaim[];
  /** The headless Service that gives the Pods their DNS names `<pod>.<service>`. It must be made separately.
   * @proto 5
   * @always
   * @immutable */
  serviceName?: string;
  /** `OrderedReady` starts each Pod once the one before is ready; `Parallel` does not wait. Does not govern updates.
   * @proto 6
   * @default "OrderedReady"
   * @immutable */
  podManagementPolicy?: PodManagementPolicyType;
  /** How Pods are replaced when the template changes.
   * @proto 7
   * @always */
  updateStrategy?: StatefulSetUpdateStrategy;
  /** How many old revisions to keep for going back.
   * @proto 8
   * @pointer
   * @default 10 */
  revisionHistoryLimit?: Int32;
  /** How long a new Pod must stay ready, in seconds, before it counts as available.
   * @proto 9 */
  minReadySeconds?: Int32;
  /** Whether claims are deleted with their Pods or with the set. They are kept unless it says otherwise.
   * @proto 10
   * @pointer
   * @default {"whenDeleted":"Retain","whenScaled":"Retain"} */
  persistentVolumeClaimRetentionPolicy?: StatefulSetPersistentVolumeClaimRetentionPolicy;
  /** Where the Pods' numbers start.
   * @proto 11
   * @pointer */
  ordinals?: StatefulSetOrdinals;
}

/** What the controller last saw of a StatefulSet. */
export interface StatefulSetStatus {
  /** The spec's generation this status speaks of.
   * @proto 1 */
  observedGeneration?: Int64;
  /** Pods that exist.
   * @proto 2
   * @required
   * @always */
  replicas: Int32;
  /** Pods that are ready.
   * @proto 3 */
  readyReplicas?: Int32;
  /** Pods still at the revision in `currentRevision`.
   * @proto 4 */
  currentReplicas?: Int32;
  /** Pods already at the revision in `updateRevision`.
   * @proto 5 */
  updatedReplicas?: Int32;
  /** Revision the Pods with lower numbers run, from before the update.
   * @proto 6 */
  currentRevision?: string;
  /** Revision the update leads to.
   * @proto 7 */
  updateRevision?: string;
  /** How often a revision's name was already taken. Goes into the next name's hash.
   * @proto 9
   * @pointer */
  collisionCount?: Int32;
  /** Latest observations; upstream's controller sets none.
   * @proto 10
   * @list map
   * @listKey type
   * @patchStrategy merge
   * @patchMergeKey type */
  conditions?: StatefulSetCondition[];
  /** Pods that have been ready for at least `minReadySeconds`.
   * @proto 11
   * @always */
  availableReplicas?: Int32;
}

/** Which aspect a condition of a StatefulSet is about. */
export type StatefulSetConditionType = string;

/** One aspect of a StatefulSet's state. */
export interface StatefulSetCondition {
  /** Which aspect.
   * @proto 1
   * @required
   * @always */
  type: StatefulSetConditionType;
  /** Whether it holds.
   * @proto 2
   * @required
   * @always */
  status: ConditionStatus;
  /** When `status` last flipped.
   * @proto 3
   * @always */
  lastTransitionTime?: Time;
  /** One word why, for programs.
   * @proto 4 */
  reason?: string;
  /** A sentence why, for people.
   * @proto 5 */
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

/** Keeps a number of interchangeable Pods running and rolls out changes to them step by step, by way of ReplicaSets.
 * @kind Deployment
 * @scope Namespaced */
export interface Deployment extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** The Pods that should run, and how changes reach them.
   * @proto 2
   * @always */
  spec?: DeploymentSpec;
  /** How far the controller has come.
   * @proto 3
   * @always */
  status?: DeploymentStatus;
}

/** What a Deployment should run and how it changes. */
export interface DeploymentSpec {
  /** How many Pods to run. 0 stops them all and keeps the Deployment.
   * @proto 1
   * @pointer
   * @default 1 */
  replicas?: Int32;
  /** Chooses the Pods that belong here; must match the template's labels. Cannot change.
   * @proto 2
   * @required
   * @always
   * @pointer
   * @immutable */
  selector: LabelSelector;
  /** The Pod to run. Any change to it starts a rollout.
   * @proto 3
   * @required
   * @always */
  template: PodTemplateSpec;
  /** How old Pods give way to new ones.
   * @proto 4
   * @always
   * @patchStrategy retainKeys */
  strategy?: DeploymentStrategy;
  /** How long a new Pod must stay ready, in seconds, before it counts as available and the rollout goes on.
   * @proto 5 */
  minReadySeconds?: Int32;
  /** How many old ReplicaSets to keep, scaled to zero, for `rollout undo`.
   * @proto 6
   * @pointer
   * @default 10 */
  revisionHistoryLimit?: Int32;
  /** While true, changes to the template start no rollout. Scaling still works.
   * @proto 7 */
  paused?: boolean;
  /** A rollout that makes no progress for this many seconds is reported as failed in the `Progressing` condition; it is
   * not undone.
   * @proto 9
   * @pointer
   * @default 600 */
  progressDeadlineSeconds?: Int32;
}

/** How a Deployment replaces Pods. */
export interface DeploymentStrategy {
  /** `RollingUpdate` goes gradually; `Recreate` stops all old Pods before the first new one starts.
   * @proto 1
   * @default "RollingUpdate" */
  type?: DeploymentStrategyType;
  /** Bounds of the rolling update. Only with type `RollingUpdate`.
   * @proto 2
   * @pointer */
  rollingUpdate?: RollingUpdateDeployment;
}

/** All at once with a gap, or gradually.
 * @enum */
export type DeploymentStrategyType = 'Recreate' | 'RollingUpdate';

/** How fast a rolling update may go. The two bounds cannot both be zero. */
export interface RollingUpdateDeployment {
  /** How many Pods may be missing during the update: a number, or a share of `replicas` rounded down. 25% if absent.
   * @proto 1
   * @pointer */
  maxUnavailable?: IntOrString;
  /** How many Pods more than `replicas` may exist during the update: a number, or a share rounded up. 25% if absent.
   * @proto 2
   * @pointer */
  maxSurge?: IntOrString;
}

/** How far a Deployment has come. */
export interface DeploymentStatus {
  /** The spec's generation this status speaks of.
   * @proto 1 */
  observedGeneration?: Int64;
  /** Pods that exist, old and new, without those that are terminating.
   * @proto 2 */
  replicas?: Int32;
  /** Pods made from the current template.
   * @proto 3 */
  updatedReplicas?: Int32;
  /** Pods that are ready.
   * @proto 7 */
  readyReplicas?: Int32;
  /** Pods that have been ready for at least `minReadySeconds`.
   * @proto 4 */
  availableReplicas?: Int32;
  /** Pods still missing for the Deployment to be fully available: running but not available, or not yet made.
   * @proto 5 */
  unavailableReplicas?: Int32;
  /** Pods that are being deleted and have not ended yet.
   * @proto 9
   * @pointer
   * @featureGate DeploymentReplicaSetTerminatingReplicas */
  terminatingReplicas?: Int32;
  /** `Available`, `Progressing` and `ReplicaFailure`, with the reason for each.
   * @proto 6
   * @list map
   * @listKey type
   * @patchStrategy merge
   * @patchMergeKey type */
  conditions?: DeploymentCondition[];
  /** How often a ReplicaSet's name was already taken. Goes into the next name's hash.
   * @proto 8
   * @pointer */
  collisionCount?: Int32;
}

/** Which aspect: enough Pods are available, the rollout moves on, or Pods cannot be made. */
export type DeploymentConditionType = string;

/** One aspect of a Deployment's state. */
export interface DeploymentCondition {
  /** Which aspect: `Available`, `Progressing` or `ReplicaFailure`.
   * @proto 1
   * @required
   * @always */
  type: DeploymentConditionType;
  /** Whether it holds.
   * @proto 2
   * @required
   * @always */
  status: ConditionStatus;
  /** When the condition was last written, even if `status` stayed.
   * @proto 6
   * @always */
  lastUpdateTime?: Time;
  /** When `status` last flipped.
   * @proto 7
   * @always */
  lastTransitionTime?: Time;
  /** One word why, such as `ProgressDeadlineExceeded`.
   * @proto 4 */
  reason?: string;
  /** A sentence why, for people.
   * @proto 5 */
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

/** How a DaemonSet replaces Pods after its template changed. */
export interface DaemonSetUpdateStrategy {
  /** `RollingUpdate` goes node by node; `OnDelete` waits until you delete a Pod.
   * @proto 1
   * @default "RollingUpdate" */
  type?: DaemonSetUpdateStrategyType;
  /** Bounds of the rolling update. Only with type `RollingUpdate`.
   * @proto 2
   * @pointer */
  rollingUpdate?: RollingUpdateDaemonSet;
}

/** Replace Pods by itself, or only when they are deleted by hand.
 * @enum */
export type DaemonSetUpdateStrategyType = 'RollingUpdate' | 'OnDelete';

/** How fast a rolling update may go. One of the two bounds must be zero and the other not. */
export interface RollingUpdateDaemonSet {
  /** On how many nodes the Pod may be down at once: a number, or a share of the nodes rounded up. 1 if absent.
   * @proto 1
   * @pointer */
  maxUnavailable?: IntOrString;
  /** On how many nodes a new Pod may start before the old one stops: a number, or a share rounded up. 0 if absent.
   * @proto 2
   * @pointer */
  maxSurge?: IntOrString;
}

/** What a DaemonSet should run. */
export interface DaemonSetSpec {
  /** Chooses the Pods that belong here; must match the template's labels. Cannot change.
   * @proto 1
   * @required
   * @always
   * @pointer
   * @immutable */
  selector: LabelSelector;
  /** The Pod to run. Its node selector, affinity and tolerations decide on which nodes.
   * @proto 2
   * @required
   * @always */
  template: PodTemplateSpec;
  /** How Pods are replaced when the template changes.
   * @proto 3
   * @always */
  updateStrategy?: DaemonSetUpdateStrategy;
  /** How long a new Pod must stay ready, in seconds, before it counts as available.
   * @proto 4 */
  minReadySeconds?: Int32;
  /** How many old revisions to keep for going back.
   * @proto 6
   * @pointer
   * @default 10 */
  revisionHistoryLimit?: Int32;
}

/** How far a DaemonSet has come. All numbers count nodes. */
export interface DaemonSetStatus {
  /** Nodes that have the Pod and should.
   * @proto 1
   * @required
   * @always */
  currentNumberScheduled: Int32;
  /** Nodes that have the Pod and should not.
   * @proto 2
   * @required
   * @always */
  numberMisscheduled: Int32;
  /** Nodes that should have the Pod.
   * @proto 3
   * @required
   * @always */
  desiredNumberScheduled: Int32;
  /** Nodes that should have the Pod and where it is ready.
   * @proto 4
   * @required
   * @always */
  numberReady: Int32;
  /** The spec's generation this status speaks of.
   * @proto 5 */
  observedGeneration?: Int64;
  /** Nodes whose Pod is made from the current template.
   * @proto 6 */
  updatedNumberScheduled?: Int32;
  /** Nodes whose Pod has been ready for at least `minReadySeconds`.
   * @proto 7 */
  numberAvailable?: Int32;
  /** Nodes that should have an available Pod and do not.
   * @proto 8 */
  numberUnavailable?: Int32;
  /** How often a revision's name was already taken. Goes into the next name's hash.
   * @proto 9
   * @pointer */
  collisionCount?: Int32;
  /** Latest observations; upstream's controller sets none.
   * @proto 10
   * @list map
   * @listKey type
   * @patchStrategy merge
   * @patchMergeKey type */
  conditions?: DaemonSetCondition[];
}

/** Which aspect a condition of a DaemonSet is about. */
export type DaemonSetConditionType = string;

/** One aspect of a DaemonSet's state. */
export interface DaemonSetCondition {
  /** Which aspect.
   * @proto 1
   * @required
   * @always */
  type: DaemonSetConditionType;
  /** Whether it holds.
   * @proto 2
   * @required
   * @always */
  status: ConditionStatus;
  /** When `status` last flipped.
   * @proto 3
   * @always */
  lastTransitionTime?: Time;
  /** One word why, for programs.
   * @proto 4 */
  reason?: string;
  /** A sentence why, for people.
   * @proto 5 */
  message?: string;
}

/** Runs one Pod on every node, or on every node that fits: log shippers, network agents and the like.
 * @kind DaemonSet
 * @scope Namespaced */
export interface DaemonSet extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** The Pod that should run on each node.
   * @proto 2
   * @always */
  spec?: DaemonSetSpec;
  /** On how many nodes it does.
   * @proto 3
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

/** Keeps a number of identical Pods alive. Mostly made by a Deployment rather than by hand.
 * @kind ReplicaSet
 * @scope Namespaced */
export interface ReplicaSet extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** How many Pods of which template.
   * @proto 2
   * @always */
  spec?: ReplicaSetSpec;
  /** How many there are.
   * @proto 3
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

/** What a ReplicaSet should run. */
export interface ReplicaSetSpec {
  /** How many Pods.
   * @proto 1
   * @pointer
   * @default 1 */
  replicas?: Int32;
  /** How long a new Pod must stay ready, in seconds, before it counts as available.
   * @proto 4 */
  minReadySeconds?: Int32;
  /** Chooses the Pods that belong here; must match the template's labels. Cannot change.
   * @proto 2
   * @required
   * @always
   * @pointer
   * @immutable */
  selector: LabelSelector;
  /** The Pod made when one is missing. A change does not touch Pods that exist.
   * @proto 3
   * @always */
  template?: PodTemplateSpec;
}

/** What the controller last saw of a ReplicaSet. */
export interface ReplicaSetStatus {
  /** Pods that exist, without those that are terminating.
   * @proto 1
   * @required
   * @always */
  replicas: Int32;
  /** Pods whose labels include all of the template's.
   * @proto 2 */
  fullyLabeledReplicas?: Int32;
  /** Pods that are ready.
   * @proto 4 */
  readyReplicas?: Int32;
  /** Pods that have been ready for at least `minReadySeconds`.
   * @proto 5 */
  availableReplicas?: Int32;
  /** Pods that are being deleted and have not ended yet.
   * @proto 7
   * @pointer
   * @featureGate DeploymentReplicaSetTerminatingReplicas */
  terminatingReplicas?: Int32;
  /** The spec's generation this status speaks of.
   * @proto 3 */
  observedGeneration?: Int64;
  /** `ReplicaFailure` if Pods cannot be made or deleted.
   * @proto 6
   * @list map
   * @listKey type
   * @patchStrategy merge
   * @patchMergeKey type */
  conditions?: ReplicaSetCondition[];
}

/** Which aspect; `ReplicaFailure` is the known one. */
export type ReplicaSetConditionType = string;

/** One aspect of a ReplicaSet's state. */
export interface ReplicaSetCondition {
  /** Which aspect.
   * @proto 1
   * @required
   * @always */
  type: ReplicaSetConditionType;
  /** Whether it holds.
   * @proto 2
   * @required
   * @always */
  status: ConditionStatus;
  /** When `status` last flipped.
   * @proto 3
   * @always */
  lastTransitionTime?: Time;
  /** One word why, such as `FailedCreate`.
   * @proto 4 */
  reason?: string;
  /** A sentence why, for people, such as the quota that was hit.
   * @proto 5 */
  message?: string;
}

/** A frozen copy of a template, with which StatefulSets and DaemonSets remember their history.
 * @kind ControllerRevision
 * @scope Namespaced */
export interface ControllerRevision extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** The recorded state, for workloads a patch of the template. Cannot change.
   * @proto 2
   * @always
   * @immutable */
  data?: RawExtension;
  /** Order among its siblings; the highest is the newest.
   * @proto 3
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
