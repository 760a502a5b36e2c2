/** Quality of service of a Pod, and what follows from it: cgroup place and out-of-memory score. Pure. */
import type { Container, PodQOSClass, ResourceRequirements } from '../../api/core/v1.ts';
import { compareQuantities, isZero, value } from '../../machinery/quantity.ts';
import type { NodePod } from './identity.ts';

const compute = ['cpu', 'memory'] as const;

/** API concept "Pod Quality of Service Classes". */
export function qosClassOf(pod: NodePod): PodQOSClass {
  const { resources } = pod.spec;
  const sources: (ResourceRequirements | undefined)[] =
    resources !== undefined && hasAny(resources)
      ? [resources]
      : [...(pod.spec.initContainers ?? []), ...pod.spec.containers].map((c) => c.resources);
  if (!sources.some((r) => r !== undefined && hasAny(r))) return 'BestEffort';
  return sources.every(isGuaranteed) ? 'Guaranteed' : 'Burstable';
}

const hasAny = (resources: ResourceRequirements): boolean =>
  compute.some((name) =>
    [resources.requests?.[name], resources.limits?.[name]].some((q) => q !== undefined && !isZero(q)),
  );

const isGuaranteed = (resources: ResourceRequirements | undefined): boolean =>
  compute.every((name) => {
    const limit = resources?.limits?.[name];
    const request = resources?.requests?.[name] ?? limit;
    return limit !== undefined && !isZero(limit) && request !== undefined && compareQuantities(limit, request) === 0;
  });

/** Node-critical Pods die last, as guaranteed ones do. */
const nodeCriticalPriority = 2_000_001_000;

/**
 * oom_score_adj of a container: -997 guaranteed, 1000 best effort, between them the less the more memory it asked for.
 *
 * @param memoryCapacity of the node, in bytes
 */
export function oomScoreAdjustment(pod: NodePod, container: Container, memoryCapacity: number): number {
  if ((pod.spec.priority ?? 0) >= nodeCriticalPriority) return -997;
  const qos = qosClassOf(pod);
  if (qos === 'Guaranteed') return -997;
  if (qos === 'BestEffort') return 1000;
  const requested = value(container.resources?.requests?.['memory'] ?? '0');
  const score = 1000 - Math.floor((1000 * requested) / memoryCapacity);
  return Math.min(Math.max(score, 3), 999);
}
