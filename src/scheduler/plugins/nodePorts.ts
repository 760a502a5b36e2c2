/** Refuses nodes on which a host port that the Pod asks for is taken. */
import type { NodeInfo } from '../cache/nodeInfo.ts';
import { conflict } from '../cache/hostPorts.ts';
import type { PodInfo } from '../cache/podInfo.ts';
import type { Plugin } from '../framework.ts';
import { rejected } from '../framework.ts';

const refusal = rejected("node(s) didn't have free ports for the requested pod ports");

const free = (pod: PodInfo, node: NodeInfo): boolean =>
  pod.hostPorts.every((port) => !node.usedPorts.conflictsWith(port));

export const nodePorts: Plugin = {
  name: 'NodePorts',
  prepareFilter(pod) {
    if (pod.hostPorts.length === 0) return undefined;
    return { filter: (node) => (free(pod, node) ? undefined : refusal) };
  },
  events: ['node', 'podDeleted'],
  helps(pod, event) {
    if (event.kind === 'node') return event.changes.has('added') && free(pod, event.node);
    return (
      event.kind === 'podDeleted' &&
      event.pod.hostPorts.some((gone) => pod.hostPorts.some((wanted) => conflict(wanted, gone)))
    );
  },
};
