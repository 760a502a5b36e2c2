/**
 * Which Pod goes first when something runs short: those that use more than they asked for, then by priority, then by
 * how much they use beyond it (API concept "Pod selection for kubelet eviction"). Pure.
 */
import { value } from '../../machinery/quantity.ts';
import type { NodePod } from '../pod/identity.ts';
import { isSidecar } from '../pod/identity.ts';
import type { Signal } from './thresholds.ts';
import { resourceOf } from './thresholds.ts';
import type { PodUsage } from './usage.ts';

/** From this priority on a Pod belongs to the system and is never evicted. */
const systemCriticalPriority = 2_000_000_000;

export const isCritical = (pod: NodePod): boolean => (pod.spec.priority ?? 0) >= systemCriticalPriority;

/** The first is evicted first. */
export function ranked(usages: readonly PodUsage[], signal: Signal): PodUsage[] {
  const priority = ({ pod }: PodUsage): number => pod.spec.priority ?? 0;
  const resource = resourceOf(signal);
  if (resource === 'pids') return usages.toSorted((a, b) => priority(a) - priority(b) || b.processes - a.processes);
  // Inodes are not requested: what is on disk stands for them.
  const name = resource === 'inodes' ? 'ephemeral-storage' : resource;
  const excess = (usage: PodUsage): number =>
    (name === 'memory' ? usage.memory : usage.storage) - requestOf(usage.pod, name);
  return usages.toSorted(
    (a, b) => Number(excess(b) > 0) - Number(excess(a) > 0) || priority(a) - priority(b) || excess(b) - excess(a),
  );
}

/** What a Pod asked for as a whole: its containers together, or its largest init container. */
export function requestOf(
  pod: NodePod,
  name: 'memory' | 'ephemeral-storage',
  kind: 'requests' | 'limits' = 'requests',
): number {
  const of = (c: (typeof pod.spec.containers)[number]): number => value(c.resources?.[kind]?.[name] ?? '0');
  const { containers, initContainers = [] } = pod.spec;
  const together = [...containers, ...initContainers.filter(isSidecar)].reduce((sum, c) => sum + of(c), 0);
  return (
    Math.max(together, ...initContainers.filter((c) => !isSidecar(c)).map(of)) + value(pod.spec.overhead?.[name] ?? '0')
  );
}
