/** What this node must refuse although the scheduler bound it here. Pure. */
import { taintKeys, untolerated } from '../../machinery/taints.ts';
import type { Pressure } from '../eviction/evictionManager.ts';
import { isCritical } from '../eviction/ranking.ts';
import type { NodePod } from './identity.ts';
import { qosClassOf } from './qos.ts';
import { isSafeSysctl } from './sysctls.ts';
import type { WaitingReason } from './status.ts';

/** @param pressure that the node is under */
export function admit(pod: NodePod, pressure: Pressure): WaitingReason | undefined {
  const conditions = pressureAgainst(pod, pressure);
  if (conditions.length > 0)
    return { reason: 'Evicted', message: `The node had condition: [${conditions.join(' ')}]. ` };
  const { os } = pod.spec;
  if (os !== undefined && os.name !== 'linux') {
    return { reason: 'PodOSNotSupported', message: "Failed to admit pod as the OS field doesn't match node OS" };
  }
  const unsafe = (pod.spec.securityContext?.sysctls ?? []).find(({ name }) => !isSafeSysctl(name));
  if (unsafe !== undefined)
    return { reason: 'SysctlForbidden', message: `forbidden sysctl: "${unsafe.name}" not allowlisted` };
  return undefined;
}

/** The conditions of the node for which it takes no Pod like this: short of memory it still takes those that asked for some. */
function pressureAgainst(pod: NodePod, { memory, disk, pids }: Pressure): string[] {
  if (isCritical(pod)) return [];
  const conditions = [
    ...(memory ? ['MemoryPressure'] : []),
    ...(disk ? ['DiskPressure'] : []),
    ...(pids ? ['PIDPressure'] : []),
  ];
  if (!memory || conditions.length > 1) return conditions;
  const taint = { key: taintKeys.memoryPressure, effect: 'NoSchedule' as const };
  const tolerated = untolerated([taint], pod.spec.tolerations) === undefined;
  return qosClassOf(pod) !== 'BestEffort' || tolerated ? [] : conditions;
}
