/**
 * @file metrics.k8s.io/v1beta1: what nodes and Pods use now.
 * @groupVersion metrics.k8s.io/v1beta1
 */
import type { Duration, Quantity, Time } from '../scalars.ts';
import type { ListMeta, ObjectMeta, TypeMeta } from '../meta/v1.ts';

/** What one node uses: memory at an instant, CPU on average over the window before it.
 * @kind NodeMetrics
 * @scope Cluster */
export interface NodeMetrics extends TypeMeta {
  /** The node's name and labels.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** The end of the window: when memory was measured.
   * @proto 2
   * @required
   * @always */
  timestamp: Time;
  /** The span before `timestamp` over which CPU use is averaged.
   * @proto 3
   * @required
   * @always */
  window: Duration;
  /** `cpu` in cores and `memory`, the working set, in bytes.
   * @proto 4
   * @required
   * @always */
  usage: Record<string, Quantity>;
}

/** A list of NodeMetrics objects, as LIST answers it.
 * @kind NodeMetricsList */
export interface NodeMetricsList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The NodeMetrics objects.
   * @proto 2
   * @required
   * @always */
  items: NodeMetrics[];
}

/** What the containers of one Pod use: memory at an instant, CPU on average over the window before it.
 * @kind PodMetrics
 * @scope Namespaced */
export interface PodMetrics extends TypeMeta {
  /** The Pod's name, namespace and labels.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** The end of the window: when memory was measured.
   * @proto 2
   * @required
   * @always */
  timestamp: Time;
  /** The span before `timestamp` over which CPU use is averaged.
   * @proto 3
   * @required
   * @always */
  window: Duration;
  /** Each container that runs.
   * @proto 4
   * @list atomic
   * @required
   * @always */
  containers: ContainerMetrics[];
}

/** A list of PodMetrics objects, as LIST answers it.
 * @kind PodMetricsList */
export interface PodMetricsList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The PodMetrics objects.
   * @proto 2
   * @required
   * @always */
  items: PodMetrics[];
}

/** What one container uses. */
export interface ContainerMetrics {
  /** The container's name.
   * @proto 1
   * @required
   * @always */
  name: string;
  /** `cpu` in cores and `memory`, the working set, in bytes.
   * @proto 2
   * @required
   * @always */
  usage: Record<string, Quantity>;
}
