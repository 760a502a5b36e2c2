/** How many Pods a budget may count on, and how many of them must stay healthy. */
import type { PodDisruptionBudget } from '../../api/policy/v1.ts';
import type { Pod } from '../../api/core/v1.ts';
import type { OwnerReference } from '../../api/meta/v1.ts';
import type { Stored } from '../../machinery/object.ts';
import { parseApiVersion } from '../../machinery/object.ts';
import { controllerOf } from '../../machinery/owner.ts';
import { resourceOfKind } from '../resourceLists.ts';
import { scaled } from '../scaled.ts';

export interface Expected {
  readonly expectedPods: number;
  readonly desiredHealthy: number;
  /** Names of Pods that nobody would make anew. */
  readonly unmanaged: readonly string[];
}

/** The wanted number of Pods of a controller; undefined when there is no such controller. */
export type ScaleOf = (namespace: string | undefined, controller: OwnerReference) => number | undefined;

/** Throws when a controller of the Pods has no size that could be counted on. */
export function expectedPods(
  budget: Stored<PodDisruptionBudget>,
  pods: readonly Stored<Pod>[],
  scaleOf: ScaleOf,
): Expected {
  const { minAvailable, maxUnavailable } = budget.spec ?? {};
  if (maxUnavailable !== undefined) {
    const { total, unmanaged } = totalScale(pods, scaleOf);
    const desiredHealthy = Math.max(0, total - scaled(maxUnavailable, total, Math.ceil));
    return { expectedPods: total, desiredHealthy, unmanaged };
  }
  if (typeof minAvailable === 'string') {
    const { total, unmanaged } = totalScale(pods, scaleOf);
    return { expectedPods: total, desiredHealthy: scaled(minAvailable, total, Math.ceil), unmanaged };
  }
  return { expectedPods: pods.length, desiredHealthy: minAvailable ?? 0, unmanaged: [] };
}

function totalScale(pods: readonly Stored<Pod>[], scaleOf: ScaleOf): { total: number; unmanaged: string[] } {
  const unmanaged: string[] = [];
  const seen = new Set<string>();
  let total = 0;
  for (const pod of pods) {
    const controller = controllerOf(pod);
    if (!controller) unmanaged.push(pod.metadata.name);
    if (!controller || seen.has(controller.uid)) continue;
    seen.add(controller.uid);
    const scale = scaleOf(pod.metadata.namespace, controller);
    if (scale === undefined) throw new Error(whyNoScale(pod, controller));
    total += scale;
  }
  return { total, unmanaged };
}

const scalable = new Set(['ReplicaSet', 'ReplicationController', 'StatefulSet', 'Deployment']);

function whyNoScale(pod: Stored<Pod>, { apiVersion, kind }: OwnerReference): string {
  const resource = resourceOfKind(apiVersion, kind);
  if (!resource || scalable.has(kind)) return `found no controllers for pod "${pod.metadata.name}"`;
  const { group } = parseApiVersion(apiVersion);
  return `${resource.resource}${group && `.${group}`} does not implement the scale subresource`;
}
