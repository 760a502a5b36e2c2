/** A new node takes no Pods until the node life cycle controller has seen it ready ("TaintNodesByCondition"). */
import type { Node } from '../../api/core/v1.ts';
import { nodes } from '../../machinery/resources.ts';
import type { AdmissionPlugin } from '../registration.ts';
import { isFor, objectOf } from './requests.ts';

const key = 'node.kubernetes.io/not-ready';

export const taintNodesByCondition: AdmissionPlugin = {
  name: 'TaintNodesByCondition',
  handles: (request) => request.operation === 'CREATE' && isFor(request, nodes),
  admit(request) {
    const node = objectOf<Node>(request);
    const taints = node.spec?.taints ?? [];
    if (taints.some((t) => t.key === key && t.effect === 'NoSchedule')) return;
    node.spec = { ...node.spec, taints: [...taints, { key, effect: 'NoSchedule' }] };
  },
};
