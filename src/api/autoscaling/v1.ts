/**
 * @file autoscaling/v1: the scale subresource and the CPU-driven HorizontalPodAutoscaler.
 * @groupVersion autoscaling/v1
 */
import type { Int32, Int64, Time } from '../scalars.ts';
import type { ListMeta, ObjectMeta, TypeMeta } from '../meta/v1.ts';

/** The object to scale, whatever version it is read in.
 * @struct atomic */
export interface CrossVersionObjectReference {
  /** Its kind, such as `Deployment`.
   * @proto 1
   * @required
   * @always */
  kind: string;
  /** Its name.
   * @proto 2
   * @required
   * @always */
  name: string;
  /** Its API version, such as `apps/v1`.
   * @proto 3 */
  apiVersion?: string;
}

/** What to scale, between which bounds, by which load. */
export interface HorizontalPodAutoscalerSpec {
  /** The workload to scale, by way of its `scale` subresource.
   * @proto 1
   * @required
   * @always */
  scaleTargetRef: CrossVersionObjectReference;
  /** Never fewer Pods than this.
   * @proto 2
   * @pointer
   * @default 1 */
  minReplicas?: Int32;
  /** Never more Pods than this. At least `minReplicas`.
   * @proto 3
   * @required
   * @always */
  maxReplicas: Int32;
  /** CPU use to aim at, as a percentage of what the Pods request, on average.
   * @proto 4
   * @pointer */
  targetCPUUtilizationPercentage?: Int32;
}

/** What the autoscaler last saw and wanted. */
export interface HorizontalPodAutoscalerStatus {
  /** The spec's generation this status speaks of.
   * @proto 1
   * @pointer */
  observedGeneration?: Int64;
  /** When it last changed the number of Pods.
   * @proto 2
   * @pointer */
  lastScaleTime?: Time;
  /** Pods when it last looked.
   * @proto 3
   * @required
   * @always */
  currentReplicas: Int32;
  /** Pods it last wanted.
   * @proto 4
   * @required
   * @always */
  desiredReplicas: Int32;
  /** CPU use when it last looked, as a percentage of what the Pods request, on average.
   * @proto 5
   * @pointer */
  currentCPUUtilizationPercentage?: Int32;
}

/** Adds and removes Pods of a workload as its load changes.
 * @kind HorizontalPodAutoscaler
 * @scope Namespaced */
export interface HorizontalPodAutoscaler extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** What to scale and how far.
   * @proto 2
   * @always */
  spec?: HorizontalPodAutoscalerSpec;
  /** What it last did.
   * @proto 3
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

/** Size of a workload, as its `scale` subresource shows and takes it.
 * @kind Scale
 * @scope Namespaced */
export interface Scale extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** The size wanted.
   * @proto 2
   * @always */
  spec?: ScaleSpec;
  /** The size there is.
   * @proto 3
   * @always */
  status?: ScaleStatus;
}

/** The size wanted. */
export interface ScaleSpec {
  /** How many Pods there should be.
   * @proto 1 */
  replicas?: Int32;
}

/** The size there is. */
export interface ScaleStatus {
  /** How many Pods there are.
   * @proto 1
   * @required
   * @always */
  replicas: Int32;
  /** The workload's Pods as a label selector in text form, such as `app=web`.
   * @proto 2 */
  selector?: string;
}
