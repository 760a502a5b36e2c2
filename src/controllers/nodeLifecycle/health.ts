/** What a node's silence does to its conditions. */
import type { Node, NodeCondition } from '../../api/core/v1.ts';
import { getCondition } from '../../machinery/pod.ts';
import { formatTime } from '../../machinery/time.ts';

/** Conditions that the node agent keeps: none of them is known when it is silent. */
const keptByAgent = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'];

export type Readiness = 'True' | 'False' | 'Unknown';

/** Unknown when the node has never said. */
export const readiness = (node: Node): Readiness => getCondition(node.status?.conditions, 'Ready')?.status ?? 'Unknown';

/** The conditions of a node that is silent; the very list when they say so already. */
export function silentConditions(node: Node, now: number): NodeCondition[] {
  const before = node.status?.conditions ?? [];
  const time = formatTime(now);
  let conditions = before;
  for (const type of keptByAgent) {
    const old = getCondition(conditions, type);
    if (!old) {
      conditions = [
        ...conditions,
        {
          type,
          status: 'Unknown',
          reason: 'NodeStatusNeverUpdated',
          message: 'Kubelet never posted node status.',
          lastHeartbeatTime: node.metadata?.creationTimestamp ?? time,
          lastTransitionTime: time,
        },
      ];
    } else if (old.status !== 'Unknown') {
      const next: NodeCondition = {
        ...old,
        status: 'Unknown',
        reason: 'NodeStatusUnknown',
        message: 'Kubelet stopped posting node status.',
        lastTransitionTime: time,
      };
      conditions = conditions.map((each) => (each === old ? next : each));
    }
  }
  return conditions;
}
