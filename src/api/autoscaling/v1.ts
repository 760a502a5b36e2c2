/**
 * @file autoscaling/v1: the scale subresource and the CPU-driven HorizontalPodAutoscaler.
 * @groupVersion autoscaling/v1
 */
import type { Int32, Int64, Time } from '../scalars.ts';
import type { ListMeta, ObjectMeta, TypeMeta } from '../meta/v1.ts';

export interface CrossVersionObjectReference {
  /** @proto 1
   * @required
   * @always */
  kind: string;
  /** @proto 2
   * @required
   * @always */
  name: string;
  /** @proto 3 */
  apiVersion?: string;
}

export interface HorizontalPodAutoscalerSpec {
  /** @proto 1
   * @required
   * @always */
  scaleTargetRef: CrossVersionObjectReference;
  /** @proto 2
   * @pointer
   * @default 1 */
  minReplicas?: Int32;
  /** @proto 3
   * @required
   * @always */
  maxReplicas: Int32;
  /** @proto 4
   * @pointer */
  targetCPUUtilizationPercentage?: Int32;
}

export interface HorizontalPodAutoscalerStatus {
  /** @proto 1
   * @pointer */
  observedGeneration?: Int64;
  /** @proto 2
   * @pointer */
  lastScaleTime?: Time;
  /** @proto 3
   * @required
   * @always */
  currentReplicas: Int32;
  /** @proto 4
   * @required
   * @always */
  desiredReplicas: Int32;
  /** @proto 5
   * @pointer */
  currentCPUUtilizationPercentage?: Int32;
}

/** @kind HorizontalPodAutoscaler
 * @scope Namespaced */
export interface HorizontalPodAutoscaler extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 2
   * @always */
  spec?: HorizontalPodAutoscalerSpec;
  /** @proto 3
   * @always */
  status?: HorizontalPodAutoscalerStatus;
}

/** A list of HorizontalPodAutoscaler objects, as LIST answers it.
 * @kind HorizontalPodAutoscalerList */
export interface HorizontalPodAutoscalerList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The HorizontalPodAutoscaler objects on this page of the list.
   * @proto 2
   * @required
   * @always */
  items: HorizontalPodAutoscaler[];
}

/** @kind Scale
 * @scope Namespaced */
export interface Scale extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 2
   * @always */
  spec?: ScaleSpec;
  /** @proto 3
   * @always */
  status?: ScaleStatus;
}

export interface ScaleSpec {
  /** @proto 1 */
  replicas?: Int32;
}

export interface ScaleStatus {
  /** @proto 1
   * @required
   * @always */
  replicas: Int32;
  /** @proto 2 */
  selector?: string;
}
