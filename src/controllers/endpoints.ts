/** Keeps the Endpoints of every Service that selects Pods (upstream's endpoints-controller): the older form of slices. */
import type { Endpoints, Service } from '../api/core/v1.ts';
import { runWorkers } from '../client/runWorkers.ts';
import { WorkQueue } from '../client/workQueue.ts';
import { isAlreadyExists, isNotFound } from '../machinery/apiError.ts';
import { semanticEqual } from '../machinery/equal.ts';
import type { Stored } from '../machinery/object.ts';
import { keyOf, splitKey } from '../machinery/object.ts';
import {
  endpoints as endpointsResource,
  pods as podResource,
  services as serviceResource,
} from '../machinery/resources.ts';
import type { Controller, ControllerContext } from './controller.ts';
import { desiredEndpoints, managedByLabel, overCapacity } from './endpoints/desiredEndpoints.ts';
import { selectsPods } from './endpoints/endpointPods.ts';
import { followServices, selectedPods } from './endpoints/followServices.ts';
import { isNamespaceTerminating } from './podControl.ts';

export const endpointsController: Controller = {
  name: 'endpoints-controller',
  serviceAccount: 'endpoint-controller',
  eventSource: 'endpoint-controller',
  async start(context) {
    const { client, informers, log } = context;
    await using stack = new AsyncDisposableStack();
    const services = informers.for(serviceResource);
    const pods = informers.for(podResource);
    const lists = informers.for(endpointsResource);
    const queue = new WorkQueue();
    const add = (list: Stored<Endpoints>): void => queue.add(keyOf(list));
    /** Services that were deleted: their Endpoints go, whoever wrote them. Those that never had a Service stay. */
    const gone = new Set<string>();
    stack.use(services.addHandler({ deleted: (service) => void gone.add(keyOf(service)) }));
    stack.use(followServices(services, pods, queue));
    stack.use(lists.addHandler({ added: add, updated: add, deleted: add }));
    await Promise.all([services.synced, pods.synced, lists.synced]);
    const reconcile = async (key: string): Promise<void> => {
      const service = services.get(key);
      const current = lists.get(key);
      if (!service) {
        if (current && (gone.has(key) || isOurs(current))) await remove(context, key);
        gone.delete(key);
        return;
      }
      if (!selectsPods(service) || service.metadata.deletionTimestamp) return;
      const next = withContent(service, current, desiredEndpoints(service, selectedPods(service, pods)));
      if (current && next === current) return;
      try {
        await (current
          ? client.resource(endpointsResource).update(next)
          : client.resource(endpointsResource).create(next));
      } catch (error) {
        if (isNamespaceTerminating(error) || (!current && isAlreadyExists(error))) return;
        const text = error instanceof Error ? error.message : String(error);
        const [reason, verb] = current ? ['FailedToUpdateEndpoint', 'update'] : ['FailedToCreateEndpoint', 'create'];
        context.recorder.event(next, 'Warning', reason, `Failed to ${verb} endpoint for service ${key}: ${text}`);
        throw error;
      }
    };
    stack.use(runWorkers(queue, 5, reconcile, log));
    return stack.move();
  },
};

const isOurs = ({ metadata }: Endpoints): boolean => metadata?.labels?.[managedByLabel] !== undefined;

/** The very object that was given where nothing differs. */
function withContent(
  service: Stored<Service>,
  current: Stored<Endpoints> | undefined,
  desired: ReturnType<typeof desiredEndpoints>,
): Endpoints {
  const { subsets = [], labels, cut } = desired;
  const { [overCapacity]: _, ...others } = current?.metadata.annotations ?? {};
  const annotations = { ...others, ...(cut && { [overCapacity]: 'truncated' }) };
  if (
    current &&
    semanticEqual(current.subsets, subsets) &&
    semanticEqual(current.metadata.labels, labels) &&
    semanticEqual(current.metadata.annotations ?? {}, annotations)
  )
    return current;
  const { name, namespace = '' } = service.metadata;
  const metadata = current ? { ...current.metadata, labels, annotations } : { name, namespace, labels, annotations };
  return { ...current, metadata, subsets };
}

async function remove({ client }: ControllerContext, key: string): Promise<void> {
  const { namespace, name } = splitKey(key);
  await client
    .resource(endpointsResource)
    .delete(name, namespace)
    .catch((error: unknown) => {
      if (!isNotFound(error)) throw error;
    });
}
