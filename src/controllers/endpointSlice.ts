/**
 * Keeps the EndpointSlices of every Service that selects Pods (upstream's endpointslice-controller).
 *
 * Guarantees:
 *  - Work for a change grows with the Pods of one namespace, never with the cluster.
 *  - At most 100 endpoints a slice; what is right is not written again.
 *  - It never acts on slices of the cache that are older than what it wrote itself.
 */
import type { Service } from '../api/core/v1.ts';
import type { EndpointSlice } from '../api/discovery/v1.ts';
import type { ReconcileResult } from '../client/runWorkers.ts';
import { runWorkers } from '../client/runWorkers.ts';
import { WorkQueue } from '../client/workQueue.ts';
import { isNotFound } from '../machinery/apiError.ts';
import type { Stored } from '../machinery/object.ts';
import { keyOf } from '../machinery/object.ts';
import {
  endpointSlices as sliceResource,
  nodes as nodeResource,
  pods as podResource,
  services as serviceResource,
} from '../machinery/resources.ts';
import type { Controller, ControllerContext } from './controller.ts';
import { desiredEndpoints, managedBy, managedByLabel, serviceNameLabel } from './endpoints/desiredSlices.ts';
import { selectsPods } from './endpoints/endpointPods.ts';
import { followServices, selectedPods } from './endpoints/followServices.ts';
import { sliceChanges } from './endpoints/sliceChanges.ts';
import type { SliceChanges } from './endpoints/sliceChanges.ts';
import { SliceTracker } from './endpoints/sliceTracker.ts';
import { isNamespaceTerminating } from './podControl.ts';

const byService = 'managed endpoint slices by service';

/** The keys of the Service whose slice it is; none when another program keeps it. */
function serviceKeysOf({ metadata }: EndpointSlice): string[] {
  const name = metadata?.labels?.[serviceNameLabel];
  return name && metadata.labels?.[managedByLabel] === managedBy ? [`${metadata.namespace}/${name}`] : [];
}

export const endpointSliceController: Controller = {
  name: 'endpointslice-controller',
  serviceAccount: 'endpointslice-controller',
  async start(context) {
    const { informers, log } = context;
    await using stack = new AsyncDisposableStack();
    const services = informers.for(serviceResource);
    const pods = informers.for(podResource);
    const nodes = informers.for(nodeResource);
    const slices = informers.for(sliceResource);
    slices.addIndex(byService, serviceKeysOf);
    const queue = new WorkQueue();
    const tracker = new SliceTracker();
    /** Services some of whose Pods are on nodes that the cache does not show yet. */
    const waiting = new Set<string>();
    const look = (slice: EndpointSlice): void => serviceKeysOf(slice).forEach((key) => queue.add(key));
    stack.use(followServices(services, pods, queue));
    stack.use(
      slices.addHandler({
        added: look,
        updated: (slice, old) => {
          look(slice);
          look(old);
        },
        deleted: look,
      }),
    );
    stack.use(
      nodes.addHandler({
        added: () => {
          for (const key of waiting) queue.add(key);
          waiting.clear();
        },
      }),
    );
    await Promise.all([services.synced, pods.synced, nodes.synced, slices.synced]);
    const reconcile = async (key: string): Promise<ReconcileResult> => {
      const service = services.get(key);
      waiting.delete(key);
      if (!service) return tracker.forget(key);
      if (!selectsPods(service) || service.metadata.deletionTimestamp) return;
      const existing = slices.byIndex(byService, key);
      const requeueAfter = tracker.staleFor(key, existing);
      if (requeueAfter > 0) return { requeueAfter };
      const { groups, missesNodes } = desiredEndpoints(service, selectedPods(service, pods), (name) => nodes.get(name));
      if (missesNodes) waiting.add(key);
      await apply(context, tracker, service, sliceChanges(service, existing, groups));
    };
    stack.use(runWorkers(queue, 5, reconcile, log));
    return stack.move();
  },
};

async function apply(
  { client, recorder }: ControllerContext,
  tracker: SliceTracker,
  service: Stored<Service>,
  changes: SliceChanges,
): Promise<void> {
  const key = keyOf(service);
  const { namespace = '', name } = service.metadata;
  const api = client.resource(sliceResource);
  try {
    // Additions first: an endpoint that moves from one slice to another is never missing.
    for (const slice of changes.create) tracker.wrote(key, await api.create(slice));
    for (const slice of changes.update) tracker.wrote(key, await api.update(slice));
    for (const slice of changes.remove) {
      await api
        .delete(slice.metadata.name, namespace, { preconditions: { uid: slice.metadata.uid } })
        .catch((error: unknown) => {
          if (!isNotFound(error)) throw error;
        });
      tracker.removed(key, slice);
    }
  } catch (error) {
    if (isNamespaceTerminating(error)) return;
    const text = error instanceof Error ? error.message : String(error);
    recorder.event(
      service,
      'Warning',
      'FailedToUpdateEndpointSlices',
      `Error updating Endpoint Slices for Service ${namespace}/${name}: ${text}`,
    );
    throw error;
  }
}
