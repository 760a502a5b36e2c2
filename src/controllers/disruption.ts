/**
 * Computes how many Pods of each PodDisruptionBudget may be evicted now (upstream's pkg/controller/disruption). The API
 * server takes one from that number with each eviction, and notes which Pod it was for.
 *
 * Guarantees:
 *  - A Pod whose eviction was granted counts as gone until it is, or for two minutes.
 *  - A number computed from an older state never overwrites what an eviction has taken: writes carry the revision.
 */
import type { ReplicaSet, StatefulSet } from '../api/apps/v1.ts';
import type { Pod, ReplicationController } from '../api/core/v1.ts';
import type { OwnerReference } from '../api/meta/v1.ts';
import type { PodDisruptionBudget } from '../api/policy/v1.ts';
import type { Informer } from '../client/informer.ts';
import type { ReconcileResult } from '../client/runWorkers.ts';
import { runWorkers } from '../client/runWorkers.ts';
import { WorkQueue } from '../client/workQueue.ts';
import { semanticEqual } from '../machinery/equal.ts';
import { formatSelector, matchesSelector, selectorFrom } from '../machinery/labels.ts';
import type { Stored } from '../machinery/object.ts';
import { keyOf } from '../machinery/object.ts';
import { controllerOf } from '../machinery/owner.ts';
import {
  deployments,
  podDisruptionBudgets,
  pods as podResource,
  replicaSets,
  replicationControllers,
  statefulSets,
} from '../machinery/resources.ts';
import type { Controller, ControllerContext } from './controller.ts';
import { budgetStatus, disruptedPods, failedStatus } from './disruption/budgetStatus.ts';
import type { ScaleOf } from './disruption/expected.ts';
import { expectedPods } from './disruption/expected.ts';
import { clearStaleTargets } from './disruption/staleTargets.ts';
import { resolveController } from './ownership.ts';
import { messageOf } from './podControl.ts';

export const disruptionController: Controller = {
  name: 'disruption-controller',
  serviceAccount: 'disruption-controller',
  eventSource: 'controllermanager',
  async start(context) {
    await using stack = new AsyncDisposableStack();
    const { informers } = context;
    const budgets = informers.for(podDisruptionBudgets);
    const pods = informers.for(podResource);
    const scales = scaleSource(context);
    const queue = new WorkQueue();
    const enqueue = (budget: Stored<PodDisruptionBudget>): void => queue.add(keyOf(budget));
    const enqueueCovering = (pod: Stored<Pod>): void => {
      for (const budget of budgets.list(pod.metadata.namespace)) if (covers(budget, pod)) enqueue(budget);
    };
    stack.use(budgets.addHandler({ added: enqueue, updated: enqueue }));
    stack.use(
      pods.addHandler({
        added: enqueueCovering,
        updated: (pod, old) => {
          enqueueCovering(pod);
          if (!semanticEqual(pod.metadata.labels, old.metadata.labels)) enqueueCovering(old);
        },
        deleted: enqueueCovering,
      }),
    );
    await Promise.all([budgets.synced, pods.synced, scales.synced]);
    stack.use(
      runWorkers(
        queue,
        1,
        async (key) => {
          const budget = budgets.get(key);
          return budget ? reconcile(context, pods, scales.scaleOf, budget) : undefined;
        },
        context.log,
      ),
    );
    stack.use(clearStaleTargets(context));
    return stack.move();
  },
};

const covers = (budget: PodDisruptionBudget, pod: Stored<Pod>): boolean =>
  matchesSelector(selectorFrom(budget.spec?.selector), pod.metadata.labels);

async function reconcile(
  { client, recorder }: ControllerContext,
  informer: Informer<Pod>,
  scaleOf: ScaleOf,
  budget: Stored<PodDisruptionBudget>,
): Promise<ReconcileResult> {
  const now = Date.now();
  const pods = informer.list(budget.metadata.namespace).filter((pod) => covers(budget, pod));
  if (pods.length === 0) recorder.event(budget, 'Normal', 'NoPods', 'No matching pods found');
  const write = async (status: PodDisruptionBudget['status']): Promise<void> => {
    if (semanticEqual(status, budget.status) || !status) return;
    await client.resource(podDisruptionBudgets).updateStatus({ ...budget, status });
  };
  let expected;
  try {
    expected = expectedPods(budget, pods, scaleOf);
  } catch (error) {
    const text = `Failed to calculate the number of expected pods: ${messageOf(error)}`;
    recorder.event(budget, 'Warning', 'CalculateExpectedPodCountFailed', text);
    await write(failedStatus(budget, messageOf(error), now));
    throw error;
  }
  if (expected.unmanaged.length > 0) {
    const selector = formatSelector(selectorFrom(budget.spec?.selector));
    const text =
      `Pods selected by this PodDisruptionBudget (selector: ${selector}) were found to be unmanaged. As a result, the ` +
      'status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these ' +
      'pods please set ".spec.minAvailable" field of the PDB to an integer value.';
    recorder.event(budget, 'Warning', 'UnmanagedPods', text);
  }
  const disrupted = disruptedPods(budget, pods, now);
  for (const pod of disrupted.overdue) {
    const text = `Pod was expected by PDB ${keyOf(budget)} to be deleted but it wasn't`;
    recorder.event(pod, 'Warning', 'NotDeleted', text);
  }
  await write(budgetStatus(budget, pods, expected, disrupted, now));
  return disrupted.wait === undefined ? undefined : { requeueAfter: disrupted.wait + 1 };
}

/** Looks up the size of what controls Pods; of a Deployment's ReplicaSets the Deployment's own. */
function scaleSource({ informers }: ControllerContext): { synced: Promise<unknown>; scaleOf: ScaleOf } {
  const sets = informers.for(replicaSets);
  const controllers = informers.for(replicationControllers);
  const stateful = informers.for(statefulSets);
  const rollouts = informers.for(deployments);
  const find = (
    namespace: string | undefined,
    { name, uid, kind }: OwnerReference,
  ): Stored<ReplicaSet | ReplicationController | StatefulSet> | undefined => {
    const informer = { ReplicaSet: sets, ReplicationController: controllers, StatefulSet: stateful }[kind];
    const found = informer?.get(`${namespace}/${name}`);
    return found?.metadata.uid === uid ? found : undefined;
  };
  return {
    synced: Promise.all([sets.synced, controllers.synced, stateful.synced, rollouts.synced]),
    scaleOf(namespace, controller) {
      const owner = find(namespace, controller);
      if (!owner) return undefined;
      const deployment = controllerOf(owner) && resolveController(rollouts, deployments, owner);
      return (deployment ?? owner).spec?.replicas ?? 1;
    },
  };
}
