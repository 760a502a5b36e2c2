/** Refuses nodes that are marked unschedulable (`kubectl cordon`), unless the Pod tolerates that as a taint. */
import type { Taint } from '../../api/core/v1.ts';
import type { Plugin } from '../framework.ts';
import { unresolvable } from '../framework.ts';
import { isTolerated } from './tolerations.ts';

const taint: Taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };
const refusal = unresolvable('node(s) were unschedulable');

export const nodeUnschedulable: Plugin = {
  name: 'NodeUnschedulable',
  prepareFilter(pod) {
    if (isTolerated(taint, pod.pod.spec?.tolerations ?? [])) return undefined;
    return { filter: (node) => (node.node?.spec?.unschedulable ? refusal : undefined) };
  },
  events: ['node'],
  helps: (_pod, event) =>
    event.kind === 'node' &&
    !event.node.node?.spec?.unschedulable &&
    (event.changes.has('added') || event.changes.has('taints')),
};
