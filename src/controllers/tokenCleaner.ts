/** Deletes bootstrap tokens when they have ended (upstream's token cleaner). */
import type { Secret } from '../api/core/v1.ts';
import { runWorkers } from '../client/runWorkers.ts';
import { WorkQueue } from '../client/workQueue.ts';
import { isNotFound } from '../machinery/apiError.ts';
import { bootstrapTokenNamespace, bootstrapTokenType, endOf } from '../machinery/bootstrapToken.ts';
import { secrets as secretResource } from '../machinery/resources.ts';
import type { Controller } from './controller.ts';

export const tokenCleaner: Controller = {
  name: 'token-cleaner-controller',
  serviceAccount: 'token-cleaner',
  async start({ client, informers, log }) {
    await using stack = new AsyncDisposableStack();
    const secrets = informers.for(secretResource, {
      namespace: bootstrapTokenNamespace,
      fieldSelector: `type=${bootstrapTokenType}`,
    });
    const queue = new WorkQueue();
    const look = ({ metadata }: Secret): void => queue.add(metadata?.name ?? '');
    stack.use(secrets.addHandler({ added: look, updated: look }));
    await secrets.synced;
    stack.use(
      runWorkers(
        queue,
        1,
        async (name) => {
          const secret = secrets.get(`${bootstrapTokenNamespace}/${name}`);
          const end = secret && endOf(Buffer.from(secret.data?.['expiration'] ?? '', 'base64').toString());
          if (!secret || end === undefined) return undefined;
          const wait = end - Date.now();
          if (wait > 0) return { requeueAfter: Math.min(wait, longestWait) };
          const { uid } = secret.metadata;
          await client
            .resource(secretResource)
            .delete(name, bootstrapTokenNamespace, { preconditions: { uid } })
            .catch((error: unknown) => {
              if (!isNotFound(error)) throw error;
            });
          return undefined;
        },
        log,
      ),
    );
    return stack.move();
  },
};

/** Timers of the runtime take no more than 2^31 milliseconds. */
const longestWait = 24 * 60 * 60_000;
