/** Prefers nodes on which CPU and memory would be used to like shares. */
import type { NodeInfo } from '../cache/nodeInfo.ts';
import type { PodInfo } from '../cache/podInfo.ts';
import type { Plugin } from '../framework.ts';
import { maxScore } from '../framework.ts';

export const nodeResourcesBalancedAllocation: Plugin = {
  name: 'NodeResourcesBalancedAllocation',
  weight: 1,
  prepareScore(pod) {
    // A Pod that requests neither changes no balance.
    if (pod.requests.milliCpu === 0 && pod.requests.memory === 0) return undefined;
    return { score: (node) => balance(pod, node) };
  },
};

/** Of two shares the standard deviation is half their difference. */
function balance({ requests }: PodInfo, node: NodeInfo): number {
  const { milliCpu, memory } = node.allocatable;
  if (milliCpu === 0 || memory === 0) return maxScore;
  const cpuShare = Math.min(1, (node.milliCpu + requests.milliCpu) / milliCpu);
  const memoryShare = Math.min(1, (node.memory + requests.memory) / memory);
  return Math.floor((1 - Math.abs(cpuShare - memoryShare) / 2) * maxScore);
}
