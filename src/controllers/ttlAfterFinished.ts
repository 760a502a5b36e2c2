/** Deletes finished Jobs, with their Pods, when spec.ttlSecondsAfterFinished is over (upstream's ttl-after-finished). */
import type { Job } from '../api/batch/v1.ts';
import { runWorkers } from '../client/runWorkers.ts';
import { WorkQueue } from '../client/workQueue.ts';
import { isNotFound } from '../machinery/apiError.ts';
import type { Stored } from '../machinery/object.ts';
import { keyOf, splitKey } from '../machinery/object.ts';
import { jobs } from '../machinery/resources.ts';
import type { Controller } from './controller.ts';
import { isJobFinished } from './job/conditions.ts';

export const ttlAfterFinishedController: Controller = {
  name: 'ttl-after-finished-controller',
  serviceAccount: 'ttl-after-finished-controller',
  async start({ client, informers, log }) {
    await using stack = new AsyncDisposableStack();
    const informer = informers.for(jobs);
    const queue = new WorkQueue();
    const look = (job: Stored<Job>): void => {
      if (expiryOf(job) !== undefined) queue.add(keyOf(job));
    };
    stack.use(informer.addHandler({ added: look, updated: look }));
    await informer.synced;
    stack.use(
      runWorkers(
        queue,
        2,
        async (key) => {
          const cached = informer.get(key);
          const expiry = cached && expiryOf(cached);
          if (expiry === undefined) return undefined;
          const wait = expiry - Date.now();
          if (wait > 0) return { requeueAfter: wait };
          // Its time may have been changed a moment ago.
          const { name, namespace } = splitKey(key);
          try {
            const job = await client.resource(jobs).get(name, namespace);
            if ((expiryOf(job) ?? Infinity) > Date.now()) return undefined;
            const { uid, resourceVersion } = job.metadata;
            const preconditions = { uid, resourceVersion };
            await client.resource(jobs).delete(name, namespace, { propagationPolicy: 'Foreground', preconditions });
          } catch (error) {
            if (!isNotFound(error)) throw error;
          }
          return undefined;
        },
        log,
      ),
    );
    return stack.move();
  },
};

/** Milliseconds since 1970; undefined when it stays. */
function expiryOf(job: Stored<Job>): number | undefined {
  const { ttlSecondsAfterFinished } = job.spec ?? {};
  if (ttlSecondsAfterFinished === undefined || job.metadata.deletionTimestamp || !isJobFinished(job)) return undefined;
  const end = job.status?.conditions?.find(
    ({ type, status }) => (type === 'Complete' || type === 'Failed') && status === 'True',
  );
  return Date.parse(end?.lastTransitionTime ?? job.metadata.creationTimestamp) + ttlSecondsAfterFinished * 1000;
}
