/** A node takes Pods only once it is known to be ready: new nodes start with a taint, which the node lifecycle takes off. */
import type { Node } from '../../api/core/v1.ts';
import { nodes } from '../../machinery/resources.ts';
import type { AdmissionPlugin } from '../registration.ts';

const notReady = 'node.kubernetes.io/not-ready';

export const taintNewNodes: AdmissionPlugin = {
  name: 'TaintNodesByCondition',
  handles: ({ operation, resource, subresource }) => operation === 'CREATE' && resource === nodes && !subresource,
  admit({ object }) {
    const node = object as Node;
    const spec = (node.spec ??= {});
    if (spec.taints?.some((taint) => taint.key === notReady && taint.effect === 'NoSchedule')) return;
    spec.taints = [...(spec.taints ?? []), { key: notReady, effect: 'NoSchedule' }];
  },
};
