/** The PriorityClasses that every cluster has, created at each start when missing. */
import type { PriorityClass } from '../../../api/scheduling/v1.ts';

export const systemPriorityClasses: readonly PriorityClass[] = [
  {
    metadata: { name: 'system-node-critical' },
    value: 2_000_001_000,
    description: 'For Pods that a node cannot do without.',
    preemptionPolicy: 'PreemptLowerPriority',
  },
  {
    metadata: { name: 'system-cluster-critical' },
    value: 2_000_000_000,
    description: 'For Pods that the cluster cannot do without.',
    preemptionPolicy: 'PreemptLowerPriority',
  },
];
