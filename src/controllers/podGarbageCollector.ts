/**
 * Deletes Pods that nobody else will (upstream's pod garbage collector): those of nodes that are gone, those that were
 * deleted before they had a node, and the oldest of the finished ones when there are too many.
 *
 * Guarantees:
 *  - A node counts as gone 40 s after it was missed, and only when the server says so too.
 *  - Finished Pods are kept up to the threshold; evicted ones go first, then the oldest.
 */
import type { Pod } from '../api/core/v1.ts';
import type { Client } from '../client/client.ts';
import type { Informer } from '../client/informer.ts';
import { runWorkers } from '../client/runWorkers.ts';
import { WorkQueue } from '../client/workQueue.ts';
import { isNotFound } from '../machinery/apiError.ts';
import type { Stored } from '../machinery/object.ts';
import { keyOf } from '../machinery/object.ts';
import { isPodTerminal } from '../machinery/pod.ts';
import { nodes as nodeResource, pods as podResource } from '../machinery/resources.ts';
import type { Controller } from './controller.ts';
import { markDisrupted } from './disruptionTarget.ts';
import { indexByNode, podsOn } from './podsByNode.ts';

export interface PodGarbageCollectorOptions {
  /** Finished Pods that are kept; 12 500 when absent, none are removed when 0. */
  readonly terminatedThreshold?: number;
  /** Milliseconds from missing a node to giving up its Pods; 40 s when absent. */
  readonly quarantine?: number;
}

const finishedKey = 'finished';

export function podGarbageCollector({
  terminatedThreshold = 12_500,
  quarantine = 40_000,
}: PodGarbageCollectorOptions = {}): Controller {
  return {
    name: 'pod-garbage-collector-controller',
    serviceAccount: 'pod-garbage-collector',
    async start({ client, informers, log }) {
      await using stack = new AsyncDisposableStack();
      const nodes = informers.for(nodeResource);
      const pods = informers.for(podResource);
      indexByNode(pods);
      const finished = new Set<string>();
      const queue = new WorkQueue();

      const look = (pod: Stored<Pod>): void => {
        const node = pod.spec?.nodeName;
        if (isPodTerminal(pod)) finished.add(keyOf(pod));
        if (terminatedThreshold > 0 && finished.size > terminatedThreshold) queue.add(finishedKey);
        if (!node && pod.metadata.deletionTimestamp) queue.add(`pod/${keyOf(pod)}`);
        else if (node && !nodes.get(node)) queue.addAfter(`node/${node}`, quarantine);
      };
      stack.use(nodes.addHandler({ deleted: (node) => queue.addAfter(`node/${node.metadata.name}`, quarantine) }));
      await nodes.synced;
      stack.use(pods.addHandler({ added: look, updated: look, deleted: (pod) => void finished.delete(keyOf(pod)) }));
      await pods.synced;

      stack.use(
        runWorkers(
          queue,
          2,
          async (key) => {
            if (key === finishedKey) return trim(client, pods, finished, terminatedThreshold);
            const name = key.slice(key.indexOf('/') + 1);
            if (key.startsWith('pod/')) {
              const pod = pods.get(name);
              if (pod?.metadata.deletionTimestamp && !pod.spec?.nodeName) await remove(client, pod);
              return;
            }
            if (nodes.get(name) || podsOn(pods, name).length === 0 || (await exists(client, name))) return;
            log.info({ node: name, pods: podsOn(pods, name).length }, 'the node is gone; its Pods go too');
            await eachOf(podsOn(pods, name), (pod) => removeOrphan(client, pod));
          },
          log,
        ),
      );
      return stack.move();
    },
  };
}

async function exists(client: Client, node: string): Promise<boolean> {
  try {
    await client.resource(nodeResource).get(node);
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}

async function trim(
  client: Client,
  pods: Informer<Pod>,
  finished: ReadonlySet<string>,
  threshold: number,
): Promise<void> {
  const all = [...finished].flatMap((key) => pods.get(key) ?? []);
  const isEvicted = (pod: Pod): boolean => pod.status?.phase === 'Failed' && pod.status.reason === 'Evicted';
  all.sort(
    (a, b) =>
      Number(isEvicted(b)) - Number(isEvicted(a)) ||
      Date.parse(a.metadata.creationTimestamp) - Date.parse(b.metadata.creationTimestamp) ||
      (a.metadata.name < b.metadata.name ? -1 : 1),
  );
  await eachOf(all.slice(0, Math.max(0, all.length - threshold)), (pod) => remove(client, pod));
}

async function removeOrphan(client: Client, pod: Stored<Pod>): Promise<void> {
  if (!isPodTerminal(pod)) {
    try {
      await markDisrupted(client, pod, 'DeletionByPodGC', 'PodGC: node no longer exists', { phase: 'Failed' });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
  await remove(client, pod);
}

/** At once: there is no agent that could end it gracefully. */
async function remove(client: Client, pod: Stored<Pod>): Promise<void> {
  const { name, namespace, uid } = pod.metadata;
  try {
    await client.resource(podResource).delete(name, namespace, { gracePeriodSeconds: 0, preconditions: { uid } });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

/** All are tried; then the first failure rejects. */
async function eachOf<T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<void> {
  const results = await Promise.allSettled(items.map(run));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}
