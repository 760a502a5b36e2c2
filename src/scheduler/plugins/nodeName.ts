/** Confines a Pod that names a node to it. */
import type { Plugin } from '../framework.ts';
import { unresolvable } from '../framework.ts';

const refusal = unresolvable("node(s) didn't match the requested node name");

export const nodeName: Plugin = {
  name: 'NodeName',
  prepareFilter(pod) {
    const wanted = pod.pod.spec?.nodeName;
    if (!wanted) return undefined;
    return { filter: (node) => (node.name === wanted ? undefined : refusal) };
  },
  events: ['node'],
  helps: (pod, event) => event.kind === 'node' && event.node.name === pod.pod.spec?.nodeName,
};
