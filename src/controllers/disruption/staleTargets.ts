/**
 * A Pod that was marked as about to be disrupted, and was not deleted after all, loses the mark: its Job would otherwise
 * take a later failure for the system's.
 */
import type { Pod } from '../../api/core/v1.ts';
import { runWorkers } from '../../client/runWorkers.ts';
import { WorkQueue } from '../../client/workQueue.ts';
import { isNotFound } from '../../machinery/apiError.ts';
import type { Stored } from '../../machinery/object.ts';
import { keyOf } from '../../machinery/object.ts';
import { getCondition, isPodTerminal, setCondition } from '../../machinery/pod.ts';
import { pods as podResource } from '../../machinery/resources.ts';
import type { ControllerContext } from '../controller.ts';
import { deletionTimeout } from './budgetStatus.ts';

/** Milliseconds since 1970; undefined when there is nothing to take back. */
function staleAt(pod: Stored<Pod>): number | undefined {
  const mark = getCondition(pod.status?.conditions, 'DisruptionTarget');
  if (mark?.status !== 'True' || pod.metadata.deletionTimestamp || isPodTerminal(pod)) return undefined;
  return Date.parse(mark.lastTransitionTime ?? pod.metadata.creationTimestamp) + deletionTimeout;
}

/** Disposing stops it. */
export function clearStaleTargets({ client, informers, log }: ControllerContext): AsyncDisposable {
  const stack = new AsyncDisposableStack();
  const pods = informers.for(podResource);
  const queue = new WorkQueue();
  const look = (pod: Stored<Pod>): void => {
    if (staleAt(pod) !== undefined) queue.add(keyOf(pod));
  };
  stack.use(pods.addHandler({ added: look, updated: look }));
  stack.use(
    runWorkers(
      queue,
      1,
      async (key) => {
        const pod = pods.get(key);
        const time = pod && staleAt(pod);
        if (!pod || time === undefined) return undefined;
        const now = Date.now();
        if (time > now) return { requeueAfter: time - now };
        const condition = { type: 'DisruptionTarget', status: 'False' as const };
        const conditions = setCondition(pod.status?.conditions, condition, now);
        try {
          await client.resource(podResource).updateStatus({ ...pod, status: { ...pod.status, conditions } });
        } catch (error) {
          if (!isNotFound(error)) throw error;
        }
        return undefined;
      },
      log,
    ),
  );
  return stack;
}
