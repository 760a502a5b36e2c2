/** Every active namespace has a ServiceAccount named "default". */
import { isAlreadyExists } from '../machinery/apiError.ts';
import { namespaces, serviceAccounts } from '../machinery/resources.ts';
import { runWorkers } from '../client/runWorkers.ts';
import { WorkQueue } from '../client/workQueue.ts';
import type { Controller } from './controller.ts';
import { isNamespaceTerminating } from './podControl.ts';

const name = 'default';

export const serviceAccountController: Controller = {
  name: 'serviceaccount-controller',
  serviceAccount: 'service-account-controller',
  async start({ client, informers, log }) {
    await using stack = new AsyncDisposableStack();
    const spaces = informers.for(namespaces);
    const accounts = informers.for(serviceAccounts);
    const queue = new WorkQueue();
    const add = (namespace: { metadata: { name: string } }): void => queue.add(namespace.metadata.name);
    stack.use(spaces.addHandler({ added: add, updated: add }));
    stack.use(
      accounts.addHandler({
        deleted: ({ metadata }) => {
          if (metadata.name === name && metadata.namespace) queue.add(metadata.namespace);
        },
      }),
    );
    await Promise.all([spaces.synced, accounts.synced]);
    stack.use(
      runWorkers(
        queue,
        1,
        async (namespace) => {
          if (spaces.get(namespace)?.status?.phase !== 'Active' || accounts.get(`${namespace}/${name}`)) return;
          try {
            await client.resource(serviceAccounts).create({ metadata: { name, namespace } });
          } catch (error) {
            if (!isAlreadyExists(error) && !isNamespaceTerminating(error)) throw error;
          }
        },
        log,
      ),
    );
    return stack.move();
  },
};
