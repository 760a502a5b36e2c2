/** Holds the Pod to its nodeSelector and required node affinity, and prefers what it prefers. */
import type { Plugin } from '../framework.ts';
import { normalizeByMaximum, unresolvable } from '../framework.ts';
import { demandedNames, demandedNodes, termPredicate } from './nodeSelector.ts';

const refusal = unresolvable("node(s) didn't match Pod's node affinity/selector");
const noNode = unresolvable('pod affinity terms conflict');

export const nodeAffinity: Plugin = {
  name: 'NodeAffinity',
  weight: 2,
  prepareFilter(pod) {
    const demanded = demandedNodes(pod.pod.spec);
    if (!demanded) return undefined;
    const only = demandedNames(pod.pod.spec);
    if (only?.size === 0) return noNode;
    return { filter: (node) => (demanded(node) ? undefined : refusal), ...(only && { only }) };
  },
  prepareScore(pod) {
    const preferred = pod.pod.spec?.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
    if (preferred.length === 0) return undefined;
    const terms = preferred
      .filter(({ weight }) => weight !== 0)
      .map(({ weight, preference }) => ({ weight, holds: termPredicate(preference) }));
    return {
      score: (node) => terms.reduce((sum, { weight, holds }) => (holds(node) ? sum + weight : sum), 0),
      normalize: (scores) => normalizeByMaximum(scores, false),
    };
  },
  events: ['node'],
  helps: (pod, event) =>
    event.kind === 'node' &&
    (event.changes.has('added') || event.changes.has('labels')) &&
    (demandedNodes(pod.pod.spec)?.(event.node) ?? true),
};
