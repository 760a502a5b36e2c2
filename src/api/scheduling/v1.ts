/**
 * @file scheduling/v1: PriorityClass, how important Pods are.
 * @groupVersion scheduling.k8s.io/v1
 */
import type { Int32 } from '../scalars.ts';
import type { ListMeta, ObjectMeta, TypeMeta } from '../meta/v1.ts';
import type { PreemptionPolicy } from '../core/v1.ts';

/** A name for a Pod priority. Pods refer to it by name and get its number at creation.
 * @kind PriorityClass
 * @scope Cluster */
export interface PriorityClass extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** The priority that Pods of this class get. Higher is more important; user-made classes end at 1000000000.
   * @proto 2
   * @required
   * @always */
  value: Int32;
  /** Pods that name no class get this one. Only one class may say so; of several, the one with the smallest value
   * counts.
   * @proto 3 */
  globalDefault?: boolean;
  /** For people: when to use the class.
   * @proto 4 */
  description?: string;
  /** Whether waiting Pods of this class may push out less important ones: `Never` or `PreemptLowerPriority`.
   * @proto 5
   * @pointer
   * @default "PreemptLowerPriority" */
  preemptionPolicy?: PreemptionPolicy;
}

/** A list of PriorityClass objects, as LIST answers it.
 * @kind PriorityClassList */
export interface PriorityClassList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The PriorityClass objects on this page of the list.
   * @proto 2
   * @required
   * @always */
  items: PriorityClass[];
}
