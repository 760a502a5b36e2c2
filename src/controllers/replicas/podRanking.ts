/** Which Pod is given up first when there are too many (upstream's ActivePodsWithRanks). */
import type { Pod } from '../../api/core/v1.ts';
import type { Stored } from '../../machinery/object.ts';
import { getCondition, isPodReady, isRestartableInit } from '../../machinery/pod.ts';

/** How much it costs to delete a Pod beside its siblings; 0 when absent or not an int32. */
const deletionCostAnnotation = 'controller.kubernetes.io/pod-deletion-cost';

const phases: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };

/**
 * `pods` in the order in which they are given up. `related` are all Pods that serve the same purpose: where many of them
 * share a node, that node gives one up first. `now` in milliseconds.
 */
export function rankForDeletion(pods: readonly Stored<Pod>[], related: readonly Pod[], now: number): Stored<Pod>[] {
  const onNode = new Map<string, number>();
  for (const { spec } of related) if (spec?.nodeName) onNode.set(spec.nodeName, (onNode.get(spec.nodeName) ?? 0) + 1);
  const crowd = (pod: Pod): number => onNode.get(pod.spec?.nodeName ?? '') ?? 0;
  const order = (a: Stored<Pod>, b: Stored<Pod>): number =>
    Number(isAssigned(a)) - Number(isAssigned(b)) ||
    phase(a) - phase(b) ||
    Number(isPodReady(a)) - Number(isPodReady(b)) ||
    deletionCost(a) - deletionCost(b) ||
    crowd(b) - crowd(a) ||
    (isPodReady(a) && isPodReady(b) ? youngerFirst(readySince(a), readySince(b), a, b, now) : 0) ||
    restarts(b, false) - restarts(a, false) ||
    restarts(b, true) - restarts(a, true) ||
    youngerFirst(timeOf(a.metadata.creationTimestamp), timeOf(b.metadata.creationTimestamp), a, b, now);
  return [...pods].sort(order);
}

const isAssigned = (pod: Pod): boolean => Boolean(pod.spec?.nodeName);
const phase = (pod: Pod): number => phases[pod.status?.phase ?? ''] ?? 0;
const timeOf = (time: string | undefined): number => (time ? Date.parse(time) : 0);
const readySince = (pod: Pod): number => timeOf(getCondition(pod.status?.conditions, 'Ready')?.lastTransitionTime);

function deletionCost(pod: Pod): number {
  const text = pod.metadata?.annotations?.[deletionCostAnnotation];
  if (text === undefined || !/^(0|-?[1-9][0-9]*)$/.test(text)) return 0;
  const cost = Number(text);
  return cost >= -(2 ** 31) && cost < 2 ** 31 ? cost : 0;
}

/** Of two ages the younger, but of about equal ages (within a power of two) any: the uid decides, which is random. */
function youngerFirst(a: number, b: number, podA: Stored<Pod>, podB: Stored<Pod>, now: number): number {
  if (a === b) return 0;
  if (a === 0 || b === 0) return a === 0 ? -1 : 1;
  const difference = magnitude(now - a) - magnitude(now - b);
  if (difference !== 0) return difference;
  return podA.metadata.uid < podB.metadata.uid ? -1 : 1;
}

/** Upstream counts in nanoseconds. */
const magnitude = (age: number): number => (age > 0 ? Math.floor(Math.log2(age * 1e6)) : -1);

function restarts(pod: Pod, sidecars: boolean): number {
  const sidecarNames = new Set((pod.spec?.initContainers ?? []).filter(isRestartableInit).map((c) => c.name));
  const statuses = sidecars
    ? (pod.status?.initContainerStatuses ?? []).filter((s) => sidecarNames.has(s.name))
    : (pod.status?.containerStatuses ?? []);
  return statuses.reduce((most, status) => Math.max(most, status.restartCount), 0);
}
