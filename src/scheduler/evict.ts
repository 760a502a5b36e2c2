/** Removes a victim of preemption: says so in its status, then deletes it with its own grace period. */
import type { Pod } from '../api/core/v1.ts';
import type { Client } from '../client/client.ts';
import type { Stored } from '../machinery/object.ts';
import { pods } from '../machinery/resources.ts';
import { formatTime } from '../machinery/time.ts';

/** Rejects with ApiError. */
export async function evict(client: Client, pod: Stored<Pod>, now: number): Promise<void> {
  const { name, namespace, uid } = pod.metadata;
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'PreemptionByScheduler',
    lastTransitionTime: formatTime(now),
    message: 'default-scheduler: preempting to accommodate a higher priority pod',
  };
  const patch = { metadata: { uid }, status: { conditions: [condition] } };
  await client.resource(pods).patch(name, namespace, 'application/strategic-merge-patch+json', patch, 'status');
  await client.resource(pods).delete(name, namespace, { preconditions: { uid } });
}
