/**
 * Keeps the status of ResourceQuotas at their specification, and has the usage counted anew when something went away.
 *
 * Admission charges what is created (the API server's ResourceQuota plugin), and it alone knows what is charged and not
 * yet stored: so the server puts the count into the status that is written here.
 */
import type { Pod, ResourceQuota } from '../api/core/v1.ts';
import { runWorkers } from '../client/runWorkers.ts';
import { WorkQueue } from '../client/workQueue.ts';
import { isNotFound } from '../machinery/apiError.ts';
import { semanticEqual } from '../machinery/equal.ts';
import type { KubeObject, Stored } from '../machinery/object.ts';
import { keyOf, splitKey } from '../machinery/object.ts';
import { isPodTerminal } from '../machinery/pod.ts';
import type { Resource } from '../machinery/resource.ts';
import { coreEvents, persistentVolumeClaims, pods, resourceQuotas, services } from '../machinery/resources.ts';
import type { Controller } from './controller.ts';
import { ServedResources } from './servedResources.ts';

/** Milliseconds: many objects often go at once, and one count does for all. */
const gather = 50;
/** Milliseconds between counts when nothing happens: what was charged and never stored is found then. */
const resync = 5 * 60_000;

export const resourceQuotaController: Controller = {
  name: 'resourcequota-controller',
  serviceAccount: 'resourcequota-controller',
  async start({ client, informers, log }) {
    await using stack = new AsyncDisposableStack();
    const quotas = informers.for(resourceQuotas);
    const queue = new WorkQueue();
    const look = (quota: Stored<ResourceQuota>): void => {
      if (!semanticEqual(quota.spec?.hard ?? {}, quota.status?.hard)) queue.add(keyOf(quota));
    };
    const added = (quota: Stored<ResourceQuota>): void => queue.add(keyOf(quota));
    stack.use(quotas.addHandler({ added, updated: look }));
    await quotas.synced;
    const recount = ({ metadata }: Stored<KubeObject>): void => {
      for (const quota of quotas.list(metadata.namespace)) queue.addAfter(keyOf(quota), gather);
    };
    const served = stack.use(new ServedResources(informers));
    stack.use(
      served.follow((resource) => {
        if (!resource.namespaced || resource === coreEvents) return undefined;
        return informers.for(resource).addHandler({
          deleted: recount,
          updated: (object, old) => {
            if (frees(resource, object, old)) recount(object);
          },
        });
      }),
    );
    stack.use(
      runWorkers(
        queue,
        5,
        async (key) => {
          if (!quotas.get(key)) return undefined;
          const { namespace, name } = splitKey(key);
          try {
            const quota = await client.resource(resourceQuotas).get(name, namespace);
            const status = { hard: quota.spec?.hard ?? {}, used: quota.status?.used ?? {} };
            await client.resource(resourceQuotas).updateStatus({ ...quota, status });
          } catch (error) {
            if (isNotFound(error)) return undefined;
            throw error;
          }
          return { requeueAfter: resync };
        },
        log,
      ),
    );
    return stack.move();
  },
};

/** Whether a change may have made an object use less. */
function frees(resource: Resource, object: KubeObject, old: KubeObject): boolean {
  if (resource === pods) return isPodTerminal(object) && !isPodTerminal(old);
  return (
    (resource === services || resource === persistentVolumeClaims) &&
    !semanticEqual((object as Pod).spec, (old as Pod).spec)
  );
}
