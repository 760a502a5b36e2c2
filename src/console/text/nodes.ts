import type { Node } from '../../api/core/v1.ts';
import { getCondition } from '../../machinery/pod.ts';

/** As kubectl prints it: 'Ready', 'NotReady', 'Ready,SchedulingDisabled'. */
export function nodeStatus(node: Node): string {
  const ready = getCondition(node.status?.conditions, 'Ready');
  const word = !ready ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady';
  return node.spec?.unschedulable ? `${word},SchedulingDisabled` : word;
}
