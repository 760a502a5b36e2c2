/**
 * Keeps a number of Pods from one template (upstream's pkg/controller/replicaset, which serves ReplicationControllers too).
 *
 * Guarantees:
 *  - It never creates or deletes while it has not yet seen the outcome of what it did before.
 *  - It counts only Pods that its selector matches and that it controls or can adopt.
 *  - Deletion takes the Pod that is missed least (podRanking.ts).
 */
import type { Pod } from '../../api/core/v1.ts';
import type { Informer } from '../../client/informer.ts';
import type { ReconcileResult } from '../../client/runWorkers.ts';
import { runWorkers } from '../../client/runWorkers.ts';
import { WorkQueue } from '../../client/workQueue.ts';
import type { Selector } from '../../machinery/labels.ts';
import { matchesSelector } from '../../machinery/labels.ts';
import type { Stored } from '../../machinery/object.ts';
import { keyOf } from '../../machinery/object.ts';
import { controllerOf } from '../../machinery/owner.ts';
import { isPodActive } from '../../machinery/pod.ts';
import type { Resource } from '../../machinery/resource.ts';
import { pods as podResource } from '../../machinery/resources.ts';
import { nextAvailability } from '../availability.ts';
import type { Controller, ControllerContext } from '../controller.ts';
import { Expectations } from '../expectations.ts';
import { followPods } from '../followPods.ts';
import { claim, controlledBy, indexByController } from '../ownership.ts';
import { manageReplicas } from './manageReplicas.ts';
import type { Replicated } from './replicated.ts';
import { replicaStatus } from './replicaStatus.ts';
import { sameStatus } from '../sameStatus.ts';

export interface ReplicaControllerOptions<T extends Replicated> {
  readonly name: string;
  readonly serviceAccount: string;
  readonly resource: Resource<T>;
  readonly selectorOf: (object: Stored<T>) => Selector;
}

export function replicaController<T extends Replicated>(options: ReplicaControllerOptions<T>): Controller {
  const { name, serviceAccount } = options;
  return { name, serviceAccount, eventSource: serviceAccount, start: (context) => start(options, context) };
}

async function start<T extends Replicated>(
  options: ReplicaControllerOptions<T>,
  context: ControllerContext,
): Promise<AsyncDisposable> {
  const { resource, selectorOf } = options;
  await using stack = new AsyncDisposableStack();
  const owners = context.informers.for(resource);
  const pods = context.informers.for(podResource);
  indexByController(owners);
  indexByController(pods);
  const queue = new WorkQueue();
  const expectations = new Expectations();
  stack.use(
    owners.addHandler({
      added: (owner) => queue.add(keyOf(owner)),
      updated: (owner) => queue.add(keyOf(owner)),
      deleted: (owner) => {
        expectations.forget(keyOf(owner));
        queue.add(keyOf(owner));
      },
    }),
  );
  const matches = (owner: Stored<T>, pod: Stored<Pod>): boolean =>
    matchesSelector(selectorOf(owner), pod.metadata.labels);
  stack.use(followPods({ pods, owners, resource, queue, expectations, matches }));
  await Promise.all([owners.synced, pods.synced]);
  stack.use(
    runWorkers(queue, 5, (key) => reconcile(options, { ...context, owners, pods, expectations }, key), context.log),
  );
  return stack.move();
}

interface Reconciler<T extends Replicated> extends ControllerContext {
  readonly owners: Informer<T>;
  readonly pods: Informer<Pod>;
  readonly expectations: Expectations;
}

async function reconcile<T extends Replicated>(
  { resource, selectorOf }: ReplicaControllerOptions<T>,
  { client, recorder, owners, pods, expectations }: Reconciler<T>,
  key: string,
): Promise<ReconcileResult> {
  const owner = owners.get(key);
  if (!owner) return expectations.forget(key);
  const selector = selectorOf(owner);
  // Before the Pods are counted: what is observed later must not be taken for counted.
  const waiting = expectations.remaining(key);
  const claimed = await claim({
    owner,
    ownerResource: resource,
    owners: client.resource(resource),
    informer: pods,
    client: client.resource(podResource),
    matches: (pod) => isPodActive(pod) && matchesSelector(selector, pod.metadata.labels),
    releases: (pod) => isPodActive(pod) && !matchesSelector(selector, pod.metadata.labels),
  });
  let failure: unknown;
  if (waiting === 0 && !owner.metadata.deletionTimestamp) {
    failure = await manageReplicas({
      owner,
      resource,
      pods: claimed,
      expectations,
      control: { client, recorder },
      related: () => siblingPods(owner, owners, pods),
    });
  }
  const now = Date.now();
  const status = replicaStatus(owner, claimed, failure, now);
  if (!sameStatus(status, owner.status)) await client.resource(resource).updateStatus({ ...owner, status });
  if (failure !== undefined) throw failure;
  const wait = Math.min(
    nextAvailability(claimed, owner.spec?.minReadySeconds ?? 0, now) ?? Infinity,
    waiting || Infinity,
  );
  return wait === Infinity ? undefined : { requeueAfter: wait };
}

/** Active Pods of everything that has the same controller: the ReplicaSets of one Deployment. */
function siblingPods<T extends Replicated>(owner: Stored<T>, owners: Informer<T>, pods: Informer<Pod>): readonly Pod[] {
  const parent = controllerOf(owner);
  const siblings = parent ? controlledBy(owners, parent.uid) : [owner];
  return siblings.flatMap((sibling) => controlledBy(pods, sibling.metadata.uid)).filter(isPodActive);
}
