/**
 * @file node/v1: RuntimeClass, the ways in which a node can run containers.
 * @groupVersion node.k8s.io/v1
 */
import type { Quantity } from '../scalars.ts';
import type { ListMeta, ObjectMeta, TypeMeta } from '../meta/v1.ts';
import type { Toleration } from '../core/v1.ts';

/** A way to run containers that a node's runtime offers, such as another OCI runtime. Pods choose it by name.
 * @kind RuntimeClass
 * @scope Cluster */
export interface RuntimeClass extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** The runtime's own name for this configuration. A DNS label; never changes.
   * @proto 2
   * @required
   * @always */
  handler: string;
  /** What such a Pod costs beyond its containers.
   * @proto 3
   * @pointer */
  overhead?: Overhead;
  /** Which nodes have the handler. All are taken to have it if absent.
   * @proto 4
   * @pointer */
  scheduling?: Scheduling;
}

/** Resources that a Pod takes beyond those of its containers. */
export interface Overhead {
  /** The same amount for every Pod of the class.
   * @proto 1 */
  podFixed?: Record<string, Quantity>;
}

/** Where Pods of a RuntimeClass can run. */
export interface Scheduling {
  /** Labels of the nodes. Merged into the Pod's own selector; a contradiction refuses the Pod.
   * @proto 1
   * @map atomic */
  nodeSelector?: Record<string, string>;
  /** Added to the Pod's own tolerations.
   * @proto 2
   * @list atomic */
  tolerations?: Toleration[];
}

/** A list of RuntimeClass objects, as LIST answers it.
 * @kind RuntimeClassList */
export interface RuntimeClassList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The RuntimeClass objects on this page of the list.
   * @proto 2
   * @required
   * @always */
  items: RuntimeClass[];
}
