/** Refuses nodes with taints that the Pod does not tolerate, and prefers those with fewer PreferNoSchedule taints. */
import type { Plugin } from '../framework.ts';
import { normalizeByMaximum, unresolvable } from '../framework.ts';
import { isTolerated, untoleratedTaint } from './tolerations.ts';

export const taintToleration: Plugin = {
  name: 'TaintToleration',
  weight: 3,
  prepareFilter(pod) {
    const tolerations = pod.pod.spec?.tolerations ?? [];
    return {
      filter(node) {
        if (node.taints.length === 0) return undefined;
        const taint = untoleratedTaint(node.taints, tolerations);
        return taint && unresolvable(`node(s) had untolerated taint {${taint.key}: ${taint.value ?? ''}}`);
      },
    };
  },
  prepareScore(pod) {
    const tolerations = (pod.pod.spec?.tolerations ?? []).filter(
      ({ effect }) => !effect || effect === 'PreferNoSchedule',
    );
    return {
      score(node) {
        if (node.taints.length === 0) return 0;
        return node.taints.filter((taint) => taint.effect === 'PreferNoSchedule' && !isTolerated(taint, tolerations))
          .length;
      },
      normalize: (scores) => normalizeByMaximum(scores, true),
    };
  },
  events: ['node'],
  helps: (pod, event) =>
    event.kind === 'node' &&
    (event.changes.has('added') || event.changes.has('taints')) &&
    !untoleratedTaint(event.node.taints, pod.pod.spec?.tolerations ?? []),
};
