/** Writes to a Pod's status what the scheduler knows of it, only when that is news. */
import type { Pod, PodCondition } from '../api/core/v1.ts';
import type { Client } from '../client/client.ts';
import type { Stored } from '../machinery/object.ts';
import { getCondition, setCondition } from '../machinery/pod.ts';
import { pods } from '../machinery/resources.ts';

export interface Verdict {
  readonly reason: 'Unschedulable' | 'SchedulerError';
  readonly message: string;
  /** The node for which the Pod is nominated; '' when it no longer is for any; undefined: as before. */
  readonly nominatedNodeName?: string | undefined;
}

/** Condition PodScheduled=False with the verdict. Rejects with ApiError. */
export async function writeVerdict(client: Client, pod: Stored<Pod>, verdict: Verdict, now: number): Promise<void> {
  const { reason, message, nominatedNodeName } = verdict;
  const wanted: PodCondition = { type: 'PodScheduled', status: 'False', reason, message };
  const before = pod.status?.conditions ?? [];
  const conditions = setCondition(before, wanted, now);
  const nominates = nominatedNodeName !== undefined && nominatedNodeName !== (pod.status?.nominatedNodeName ?? '');
  if (conditions === before && !nominates) return;
  const status = {
    ...(conditions !== before && {
      conditions: [{ ...getCondition(conditions, 'PodScheduled'), lastProbeTime: null }],
    }),
    ...(nominates && { nominatedNodeName: nominatedNodeName || null }),
  };
  const patch = { metadata: { uid: pod.metadata.uid }, status };
  await client
    .resource(pods)
    .patch(pod.metadata.name, pod.metadata.namespace, 'application/strategic-merge-patch+json', patch, 'status');
}
