/**
 * Empties namespaces that are being deleted and then lets them go (upstream's namespace controller).
 *
 * Guarantees:
 *  - A namespace goes only when it has been seen to be empty, by lists from the server.
 *  - Pods go first: nothing that a Pod still uses is taken from under it (OrderedNamespaceDeletion).
 *  - What holds it up is told in the conditions of the namespace.
 */
import type { Namespace } from '../api/core/v1.ts';
import type { Client } from '../client/client.ts';
import type { ReconcileResult } from '../client/runWorkers.ts';
import { runWorkers } from '../client/runWorkers.ts';
import { WorkQueue } from '../client/workQueue.ts';
import { ApiError, isConflict, isNotFound } from '../machinery/apiError.ts';
import type { Stored } from '../machinery/object.ts';
import type { Resource } from '../machinery/resource.ts';
import { coreEvents, namespaces, pods } from '../machinery/resources.ts';
import type { Controller } from './controller.ts';
import type { Remains } from './namespaceConditions.ts';
import { namespaceConditions } from './namespaceConditions.ts';
import { messageOf } from './podControl.ts';
import { ServedResources } from './servedResources.ts';

const finalizer = 'kubernetes';
/** Upstream's first delay: objects that were being created when the deletion began have arrived by then. */
const batch = 100;

export const namespaceController: Controller = {
  name: 'namespace-controller',
  serviceAccount: 'namespace-controller',
  async start({ client, informers, log }) {
    await using stack = new AsyncDisposableStack();
    const spaces = informers.for(namespaces);
    const queue = new WorkQueue();
    const add = (namespace: Stored<Namespace>): void => {
      if (namespace.metadata.deletionTimestamp) queue.addAfter(namespace.metadata.name, batch);
    };
    stack.use(spaces.addHandler({ added: add, updated: add }));
    // The last object that goes opens the door: nobody has to look again and again.
    const served = stack.use(new ServedResources(informers));
    stack.use(
      served.follow((resource) => {
        if (!resource.namespaced || resource === coreEvents) return undefined;
        return informers.for(resource).addHandler({
          deleted: ({ metadata: { namespace = '' } }) => {
            const space = spaces.get(namespace);
            if (space) add(space);
          },
        });
      }),
    );
    await Promise.all([spaces.synced, served.synced]);
    stack.use(
      runWorkers(
        queue,
        10,
        async (name) => {
          const namespace = spaces.get(name);
          return namespace?.metadata.deletionTimestamp ? empty(client, served, namespace) : undefined;
        },
        log,
      ),
    );
    return stack.move();
  },
};

async function empty(client: Client, served: ServedResources, cached: Stored<Namespace>): Promise<ReconcileResult> {
  const { name } = cached.metadata;
  const namespace = await getOrNothing(client, name);
  if (!namespace?.metadata.deletionTimestamp || namespace.metadata.uid !== cached.metadata.uid) return undefined;
  if (!(namespace.spec?.finalizers ?? []).includes(finalizer)) return undefined;
  const remains = await removeContent(client, served, name);
  const status = {
    ...namespace.status,
    phase: 'Terminating' as const,
    conditions: namespaceConditions(namespace.status?.conditions, remains, Date.now()),
  };
  const isEmpty = remains.counts.size === 0 && remains.errors.length === 0;
  if (isEmpty) return finalize(client, namespace);
  if (JSON.stringify(status) !== JSON.stringify(namespace.status))
    await client.resource(namespaces).updateStatus({ ...namespace, status });
  if (remains.errors.length > 0) throw new Error(remains.errors.join('; '));
  // What is on its way out is told of when it is gone; what came in late has to be asked to go.
  return remains.late ? { requeueAfter: batch } : undefined;
}

async function getOrNothing(client: Client, name: string): Promise<Stored<Namespace> | undefined> {
  try {
    return await client.resource(namespaces).get(name);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

async function removeContent(client: Client, served: ServedResources, namespace: string): Promise<Remains> {
  const remains: Remains = { counts: new Map(), finalizers: new Map(), errors: [], late: false };
  await remove(client, pods, namespace, remains);
  if (remains.counts.size > 0 || remains.errors.length > 0) return remains;
  await Promise.all(
    served.all
      .filter((resource) => resource.namespaced && resource !== pods)
      .map((resource) => remove(client, resource, namespace, remains)),
  );
  return remains;
}

/** Asks for the deletion of all objects of a resource, and notes what is still there afterwards. */
async function remove(client: Client, resource: Resource, namespace: string, remains: Remains): Promise<void> {
  try {
    const before = await client.resource(resource).list(namespace, { limit: 1 });
    if (before.items.length === 0) return;
    await removeAll(client, resource, namespace);
    const { items } = await client.resource(resource).list(namespace);
    if (items.length === 0) return;
    remains.counts.set(`${resource.resource}.${resource.group}`, items.length);
    for (const item of items) {
      if (!item.metadata.deletionTimestamp) remains.late = true;
      for (const each of item.metadata.finalizers ?? [])
        remains.finalizers.set(each, (remains.finalizers.get(each) ?? 0) + 1);
    }
  } catch (error) {
    // Not served: then there is nothing of it either.
    if (!isNotFound(error)) remains.errors.push(`${resource.resource}: ${messageOf(error)}`);
  }
}

async function removeAll(client: Client, resource: Resource, namespace: string): Promise<void> {
  const resourceClient = client.resource(resource);
  try {
    await resourceClient.deleteCollection(namespace, undefined, { propagationPolicy: 'Background' });
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== 'MethodNotAllowed') throw error;
    for (const { metadata } of (await resourceClient.list(namespace)).items) {
      await resourceClient.delete(metadata.name, namespace, { propagationPolicy: 'Background' }).catch((failure) => {
        if (!isNotFound(failure)) throw failure;
      });
    }
  }
}

async function finalize(client: Client, namespace: Stored<Namespace>): Promise<void> {
  const finalizers = (namespace.spec?.finalizers ?? []).filter((each) => each !== finalizer);
  const body = { ...namespace, spec: { ...namespace.spec, finalizers } };
  try {
    await client.transport.request({
      verb: 'update',
      resource: namespaces,
      name: namespace.metadata.name,
      subresource: 'finalize',
      body,
    });
  } catch (error) {
    if (isNotFound(error)) return;
    throw isConflict(error) ? error : new Error(`the namespace is empty but cannot be finalized: ${messageOf(error)}`);
  }
}
