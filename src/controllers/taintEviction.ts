/**
 * Deletes Pods from nodes whose NoExecute taints they do not tolerate, or no longer (upstream's taint eviction controller).
 *
 * Guarantees:
 *  - A Pod that tolerates all of them for ever stays; one that does for a time stays for that time, counted from when the
 *    taint was added, or the Pod made, whichever was later.
 *  - When the taints go in time, nothing happens to the Pod.
 */
import type { Node, Pod, Taint } from '../api/core/v1.ts';
import type { Client } from '../client/client.ts';
import type { EventRecorder } from '../client/eventRecorder.ts';
import type { ReconcileResult } from '../client/runWorkers.ts';
import { runWorkers } from '../client/runWorkers.ts';
import { WorkQueue } from '../client/workQueue.ts';
import { semanticEqual } from '../machinery/equal.ts';
import { isNotFound } from '../machinery/apiError.ts';
import type { Stored } from '../machinery/object.ts';
import { keyOf } from '../machinery/object.ts';
import { isPodTerminal } from '../machinery/pod.ts';
import { nodes as nodeResource, pods as podResource } from '../machinery/resources.ts';
import { secondsTolerated } from '../machinery/taints.ts';
import type { Controller } from './controller.ts';
import { markDisrupted } from './disruptionTarget.ts';
import { indexByNode, podsOn } from './podsByNode.ts';

export const taintEvictionController: Controller = {
  name: 'taint-eviction-controller',
  serviceAccount: 'node-controller',
  async start({ client, informers, recorder, log }) {
    await using stack = new AsyncDisposableStack();
    const nodes = informers.for(nodeResource);
    const pods = informers.for(podResource);
    indexByNode(pods);
    const queue = new WorkQueue();
    /** When taints without a date of their own were first seen with each Pod, by uid. */
    const firstSeen = new Map<string, number>();
    /** Pods that wait for their end, by uid. */
    const doomed = new Set<string>();

    const lookAtPodsOf = (node: Stored<Node>): void => {
      for (const pod of podsOn(pods, node.metadata.name)) queue.add(keyOf(pod));
    };
    stack.use(
      nodes.addHandler({
        added: (node) => {
          if (noExecuteTaints(node).length > 0) lookAtPodsOf(node);
        },
        updated: (node, old) => {
          if (!semanticEqual(noExecuteTaints(node), noExecuteTaints(old))) lookAtPodsOf(node);
        },
      }),
    );
    stack.use(
      pods.addHandler({
        added: (pod) => queue.add(keyOf(pod)),
        updated: (pod, old) => {
          if (pod.spec?.nodeName !== old.spec?.nodeName || !semanticEqual(pod.spec?.tolerations, old.spec?.tolerations))
            queue.add(keyOf(pod));
        },
        deleted: ({ metadata: { uid } }) => {
          firstSeen.delete(uid);
          doomed.delete(uid);
        },
      }),
    );
    await Promise.all([nodes.synced, pods.synced]);

    stack.use(
      runWorkers(
        queue,
        8,
        async (key): Promise<ReconcileResult> => {
          const pod = pods.get(key);
          if (!pod?.spec?.nodeName || pod.metadata.deletionTimestamp || isPodTerminal(pod)) return undefined;
          const { uid } = pod.metadata;
          const taints = noExecuteTaints(nodes.get(pod.spec.nodeName));
          const seconds = taints.length === 0 ? Infinity : secondsTolerated(taints, pod.spec.tolerations);
          if (seconds === Infinity) {
            firstSeen.delete(uid);
            if (doomed.delete(uid))
              recorder.event(pod, 'Normal', 'TaintManagerEviction', `Cancelling deletion of Pod ${key}`);
            return undefined;
          }
          const now = Date.now();
          if (!firstSeen.has(uid)) firstSeen.set(uid, now);
          const wait = toleratedSince(taints, pod, firstSeen.get(uid) ?? now) + seconds * 1000 - now;
          doomed.add(uid);
          if (wait > 0) return { requeueAfter: wait };
          await evict(client, recorder, pod);
          return undefined;
        },
        log,
      ),
    );
    return stack.move();
  },
};

const noExecuteTaints = (node: Node | undefined): Taint[] =>
  (node?.spec?.taints ?? []).filter(({ effect }) => effect === 'NoExecute');

function toleratedSince(taints: readonly Taint[], pod: Stored<Pod>, firstSeen: number): number {
  const added = taints.map(({ timeAdded }) => (timeAdded ? Date.parse(timeAdded) : firstSeen));
  return Math.max(Math.min(...added), Date.parse(pod.metadata.creationTimestamp));
}

async function evict(client: Client, recorder: EventRecorder, pod: Stored<Pod>): Promise<void> {
  const { name, namespace, uid } = pod.metadata;
  try {
    await markDisrupted(client, pod, 'DeletionByTaintManager', 'Taint manager: deleting due to NoExecute taint');
    recorder.event(pod, 'Normal', 'TaintManagerEviction', `Marking for deletion Pod ${keyOf(pod)}`);
    await client.resource(podResource).delete(name, namespace, { preconditions: { uid } });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
