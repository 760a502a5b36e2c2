/** Refuses nodes whose allocatable resources do not hold the Pod beside those that run there; prefers the least used. */
import type { NodeInfo } from '../cache/nodeInfo.ts';
import type { PodInfo } from '../cache/podInfo.ts';
import type { Plugin, Rejection } from '../framework.ts';
import { maxScore } from '../framework.ts';

export const nodeResourcesFit: Plugin = {
  name: 'NodeResourcesFit',
  weight: 1,
  prepareFilter: (pod) => ({ filter: (node) => (fits(pod, node) ? undefined : refusal(pod, node)) }),
  prepareScore: (pod) => ({ score: (node) => leastAllocated(pod, node) }),
  events: ['node', 'podDeleted'],
  helps(pod, event) {
    // A Pod that went makes room only together with others, perhaps: it is always worth a try.
    if (event.kind === 'podDeleted') return true;
    return (
      event.kind === 'node' && (event.changes.has('added') || event.changes.has('allocatable')) && fits(pod, event.node)
    );
  },
};

function fits({ requests }: PodInfo, node: NodeInfo): boolean {
  if (node.pods.size + 1 > node.allowedPods) return false;
  const { allocatable } = node;
  if (requests.milliCpu > 0 && requests.milliCpu > allocatable.milliCpu - node.milliCpu) return false;
  if (requests.memory > 0 && requests.memory > allocatable.memory - node.memory) return false;
  if (requests.ephemeralStorage > 0 && requests.ephemeralStorage > allocatable.ephemeralStorage - node.ephemeralStorage)
    return false;
  if (!requests.others) return true;
  for (const [name, amount] of requests.others) {
    if (amount > 0 && amount > (allocatable.others?.get(name) ?? 0) - (node.others.get(name) ?? 0)) return false;
  }
  return true;
}

function refusal({ requests }: PodInfo, node: NodeInfo): Rejection {
  const { allocatable } = node;
  const reasons: string[] = [];
  let unresolvable = false;
  const look = (name: string, request: number, capacity: number, used: number): void => {
    if (request <= 0 || request <= capacity - used) return;
    reasons.push(`Insufficient ${name}`);
    // More than the whole node: removing Pods cannot help.
    if (request > capacity) unresolvable = true;
  };
  if (node.pods.size + 1 > node.allowedPods) reasons.push('Too many pods');
  look('cpu', requests.milliCpu, allocatable.milliCpu, node.milliCpu);
  look('memory', requests.memory, allocatable.memory, node.memory);
  look('ephemeral-storage', requests.ephemeralStorage, allocatable.ephemeralStorage, node.ephemeralStorage);
  for (const [name, amount] of requests.others ?? [])
    look(name, amount, allocatable.others?.get(name) ?? 0, node.others.get(name) ?? 0);
  return { reasons, unresolvable };
}

/** CPU and memory alike; a resource that the node does not have is left out. */
function leastAllocated({ scored }: PodInfo, node: NodeInfo): number {
  const { milliCpu, memory } = node.allocatable;
  let sum = 0;
  let weights = 0;
  if (milliCpu > 0) {
    sum += freeShare(node.scoredMilliCpu + scored.milliCpu, milliCpu);
    weights++;
  }
  if (memory > 0) {
    sum += freeShare(node.scoredMemory + scored.memory, memory);
    weights++;
  }
  return weights === 0 ? 0 : Math.floor(sum / weights);
}

const freeShare = (requested: number, capacity: number): number =>
  requested > capacity ? 0 : Math.floor(((capacity - requested) * maxScore) / capacity);
