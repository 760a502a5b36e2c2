/**
 * @file policy/v1: disruption budgets and evictions.
 * @groupVersion policy/v1
 */
import type { Int32, Int64, IntOrString, Time } from '../scalars.ts';
import type { Condition, DeleteOptions, LabelSelector, ListMeta, ObjectMeta, TypeMeta } from '../meta/v1.ts';

export interface PodDisruptionBudgetSpec {
  /** @proto 1
   * @pointer */
  minAvailable?: IntOrString;
  /** @proto 2
   * @pointer
   * @patchStrategy replace */
  selector?: LabelSelector;
  /** @proto 3
   * @pointer */
  maxUnavailable?: IntOrString;
  /** @proto 4
   * @pointer */
  unhealthyPodEvictionPolicy?: UnhealthyPodEvictionPolicyType;
}

/** @enum */
export type UnhealthyPodEvictionPolicyType = 'IfHealthyBudget' | 'AlwaysAllow';

export interface PodDisruptionBudgetStatus {
  /** @proto 1 */
  observedGeneration?: Int64;
  /** @proto 2 */
  disruptedPods?: Record<string, Time>;
  /** @proto 3
   * @required
   * @always */
  disruptionsAllowed: Int32;
  /** @proto 4
   * @required
   * @always */
  currentHealthy: Int32;
  /** @proto 5
   * @required
   * @always */
  desiredHealthy: Int32;
  /** @proto 6
   * @required
   * @always */
  expectedPods: Int32;
  /** @proto 7
   * @list map
   * @listKey type
   * @patchStrategy merge
   * @patchMergeKey type */
  conditions?: Condition[];
}

/** @kind PodDisruptionBudget
 * @scope Namespaced */
export interface PodDisruptionBudget extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 2
   * @always */
  spec?: PodDisruptionBudgetSpec;
  /** @proto 3
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

/** @kind Eviction
 * @scope Namespaced */
export interface Eviction extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 2
   * @pointer */
  deleteOptions?: DeleteOptions;
}
