import type { Pod, PodStatus } from '../api/core/v1.ts';
import type { Client } from '../client/client.ts';
import type { Stored } from '../machinery/object.ts';
import { setCondition } from '../machinery/pod.ts';
import { pods } from '../machinery/resources.ts';

/** Notes on a Pod that the system, not its program, ends it: Jobs tell by this condition what to count as a failure. */
export async function markDisrupted(
  client: Client,
  pod: Stored<Pod>,
  reason: string,
  message: string,
  status: Partial<PodStatus> = {},
): Promise<void> {
  const condition = { type: 'DisruptionTarget', status: 'True' as const, reason, message };
  const conditions = setCondition(pod.status?.conditions, condition, Date.now());
  await client.resource(pods).updateStatus({ ...pod, status: { ...pod.status, ...status, conditions } });
}
