/**
 * @file policy/v1: disruption budgets and evictions.
 * @groupVersion policy/v1
 */
import type { Int32, Int64, IntOrString, Time } from '../scalars.ts';
import type { Condition, DeleteOptions, LabelSelector, ListMeta, ObjectMeta, TypeMeta } from '../meta/v1.ts';

/** How much of a group of Pods must stay up. Exactly one of the two bounds. */
export interface PodDisruptionBudgetSpec {
  /** Evict only while at least this many, or this share rounded up, stay healthy.
   * @proto 1
   * @pointer */
  minAvailable?: IntOrString;
  /** The Pods the budget covers, in its namespace. Empty means all of them, absent means none.
   * @proto 2
   * @pointer
   * @patchStrategy replace */
  selector?: LabelSelector;
  /** Evict only while at most this many, or this share rounded up, are unhealthy. Needs Pods with a controller that can
   * scale.
   * @proto 3
   * @pointer */
  maxUnavailable?: IntOrString;
  /** When running Pods that are not ready may be evicted. `IfHealthyBudget` if absent.
   * @proto 4
   * @pointer */
  unhealthyPodEvictionPolicy?: UnhealthyPodEvictionPolicyType;
}

/** Evict unhealthy Pods only while the budget is met, or always.
 * @enum */
export type UnhealthyPodEvictionPolicyType = 'IfHealthyBudget' | 'AlwaysAllow';

/** What the budget allows now. */
export interface PodDisruptionBudgetStatus {
  /** The spec's generation this status speaks of; evictions are refused while it is behind.
   * @proto 1 */
  observedGeneration?: Int64;
  /** Pods whose eviction was granted and whose deletion is not yet seen, each with the time. Old entries expire.
   * @proto 2 */
  disruptedPods?: Record<string, Time>;
  /** How many Pods may be evicted now.
   * @proto 3
   * @required
   * @always */
  disruptionsAllowed: Int32;
  /** Covered Pods that are healthy.
   * @proto 4
   * @required
   * @always */
  currentHealthy: Int32;
  /** Least number of healthy Pods that the bound asks for.
   * @proto 5
   * @required
   * @always */
  desiredHealthy: Int32;
  /** Covered Pods in all, going by their controllers' scale.
   * @proto 6
   * @required
   * @always */
  expectedPods: Int32;
  /** `DisruptionAllowed`: whether an eviction would pass, and why.
   * @proto 7
   * @list map
   * @listKey type
   * @patchStrategy merge
   * @patchMergeKey type */
  conditions?: Condition[];
}

/** Limits how many Pods of a group may be evicted at the same time.
 * @kind PodDisruptionBudget
 * @scope Namespaced */
export interface PodDisruptionBudget extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** The Pods and the bound.
   * @proto 2
   * @always */
  spec?: PodDisruptionBudgetSpec;
  /** What it allows now.
   * @proto 3
   * @always */
  status?: PodDisruptionBudgetStatus;
}

/** A list of PodDisruptionBudget objects, as LIST answers it.
 * @kind PodDisruptionBudgetList */
export interface PodDisruptionBudgetList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The PodDisruptionBudget objects on this page of the list.
   * @proto 2
   * @required
   * @always */
  items: PodDisruptionBudget[];
}

/** A request to delete a Pod, refused with 429 if a budget would be violated. Posted to the Pod's `eviction`.
 * @kind Eviction
 * @scope Namespaced */
export interface Eviction extends TypeMeta {
  /** Name and namespace of the Pod.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** How to delete it if the eviction is granted.
   * @proto 2
   * @pointer */
  deleteOptions?: DeleteOptions;
}
