/**
 * DaemonSets: a Pod on each node that fits (upstream's pkg/controller/daemon).
 *
 * Guarantees:
 *  - A node never gets a second Pod, but for the time of an update with surge.
 *  - During an update at most maxUnavailable nodes are without an available Pod because of it.
 *  - A node that turns its Pod away is asked again with growing pauses, from 1 s to 15 min.
 */
import type { ControllerRevision, DaemonSet } from '../api/apps/v1.ts';
import type { Node, Pod } from '../api/core/v1.ts';
import type { Informer } from '../client/informer.ts';
import { ItemBackoff } from '../client/itemBackoff.ts';
import type { ReconcileResult } from '../client/runWorkers.ts';
import { runWorkers } from '../client/runWorkers.ts';
import { WorkQueue } from '../client/workQueue.ts';
import { isNotFound } from '../machinery/apiError.ts';
import { semanticEqual } from '../machinery/equal.ts';
import { matchesSelector, selectorFrom } from '../machinery/labels.ts';
import type { KubeObject, Stored } from '../machinery/object.ts';
import { keyOf } from '../machinery/object.ts';
import { controllerRevisions, daemonSets, nodes as nodeResource, pods as podResource } from '../machinery/resources.ts';
import { nextAvailability } from './availability.ts';
import type { Controller, ControllerContext } from './controller.ts';
import { podForNode } from './daemonSet/daemonPod.ts';
import type { Changes, Failures } from './daemonSet/manage.ts';
import { forgetFailures, placePods } from './daemonSet/manage.ts';
import { rollPods } from './daemonSet/rolling.ts';
import { daemonSetStatus } from './daemonSet/status.ts';
import { survey } from './daemonSet/survey.ts';
import { Expectations } from './expectations.ts';
import { followPods } from './followPods.ts';
import { claim, indexByController } from './ownership.ts';
import { createPod, deletePod, isNamespaceTerminating } from './podControl.ts';
import { inOrder, presentRevision, revisionLabel, trimRevisions } from './revisions.ts';
import { sameStatus } from './sameStatus.ts';
import { slowStart } from './slowStart.ts';

const burst = 250;
const defaultHistory = 10;

export const daemonSetController: Controller = {
  name: 'daemonset-controller',
  serviceAccount: 'daemon-set-controller',
  start,
};

interface State {
  readonly sets: Informer<DaemonSet>;
  readonly pods: Informer<Pod>;
  readonly nodes: Informer<Node>;
  readonly revisions: Informer<ControllerRevision>;
  readonly expectations: Expectations;
  readonly failures: Failures;
}

const isOf = (set: Stored<DaemonSet>, object: KubeObject): boolean =>
  matchesSelector(selectorFrom(set.spec?.selector), object.metadata?.labels);

async function start(context: ControllerContext): Promise<AsyncDisposable> {
  await using stack = new AsyncDisposableStack();
  const { informers } = context;
  const state: State = {
    sets: informers.for(daemonSets),
    pods: informers.for(podResource),
    nodes: informers.for(nodeResource),
    revisions: informers.for(controllerRevisions),
    expectations: new Expectations(),
    failures: { backoff: new ItemBackoff(1000, 15 * 60_000), until: new Map() },
  };
  const { sets, pods, nodes, revisions, expectations } = state;
  indexByController(pods);
  indexByController(revisions);
  const queue = new WorkQueue();
  const enqueue = (set: Stored<DaemonSet>): void => queue.add(keyOf(set));
  const enqueueAll = (): void => {
    for (const set of sets.list()) enqueue(set);
  };
  stack.use(
    sets.addHandler({
      added: enqueue,
      updated: enqueue,
      deleted: (set) => {
        forgetFailures(state.failures, set.metadata.uid);
        enqueue(set);
      },
    }),
  );
  stack.use(
    nodes.addHandler({
      added: enqueueAll,
      updated: (node, old) => {
        const same =
          semanticEqual(node.metadata.labels, old.metadata.labels) &&
          semanticEqual(node.spec?.taints, old.spec?.taints);
        if (!same) enqueueAll();
      },
      deleted: enqueueAll,
    }),
  );
  stack.use(followPods({ pods, owners: sets, resource: daemonSets, queue, expectations, matches: isOf }));
  await Promise.all([sets.synced, pods.synced, nodes.synced, revisions.synced]);
  stack.use(runWorkers(queue, 2, (key) => reconcile(context, state, key), context.log));
  return stack.move();
}

async function reconcile(context: ControllerContext, state: State, key: string): Promise<ReconcileResult> {
  const { client, recorder } = context;
  const { expectations } = state;
  const set = state.sets.get(key);
  if (!set?.spec) return expectations.forget(key);
  const { selector, template } = set.spec;
  if (!selector.matchLabels && !selector.matchExpressions?.length) {
    const text = 'This daemon set is selecting all pods. A non-empty selector is required.';
    return recorder.event(set, 'Warning', 'SelectingAll', text);
  }
  if (set.metadata.deletionTimestamp) return undefined;
  const waiting = expectations.remaining(key);
  const owner = { owner: set, ownerResource: daemonSets, owners: client.resource(daemonSets) };
  const matches = (object: KubeObject): boolean => isOf(set, object);
  const pods = await claim({ ...owner, informer: state.pods, client: client.resource(podResource), matches });
  const owned = await claim({
    ...owner,
    informer: state.revisions,
    client: client.resource(controllerRevisions),
    matches,
    releases: () => false,
  });
  const revisions = inOrder(owned);
  const { revision, collisionCount } = await presentRevision({
    client,
    owner: set,
    resource: daemonSets,
    template,
    revisions,
    hashLabel: revisionLabel,
    collisionCount: set.status?.collisionCount,
  });
  const hash = hashOf(revision) ?? '';
  const now = Date.now();
  const looked = survey(set, hash, state.nodes.list(), pods, now);
  let error: unknown;
  let wait: number | undefined;
  if (waiting === 0) {
    const placing = placePods(looked, state.failures, recorder);
    ({ wait } = placing);
    error = await carryOut(context, state, set, hash, placing);
    const rolls = (set.spec.updateStrategy?.type ?? 'RollingUpdate') === 'RollingUpdate';
    if (rolls && error === undefined && expectations.satisfied(key))
      error = await carryOut(context, state, set, hash, rollPods(looked));
  }
  const status = daemonSetStatus(looked, collisionCount);
  if (!sameStatus(status, set.status)) await client.resource(daemonSets).updateStatus({ ...set, status });
  if (error !== undefined) throw error;
  const used = new Set([hash, ...pods.map(hashOf)]);
  await trimRevisions(
    client,
    revisions,
    (each) => used.has(hashOf(each)),
    set.spec.revisionHistoryLimit ?? defaultHistory,
  );
  const next = Math.min(
    nextAvailability(pods, set.spec.minReadySeconds ?? 0, now) ?? Infinity,
    wait ?? Infinity,
    waiting || Infinity,
  );
  return next === Infinity ? undefined : { requeueAfter: next };
}

const hashOf = (object: KubeObject): string | undefined => object.metadata?.labels?.[revisionLabel];

/** Answers the first failure; never rejects. */
async function carryOut(
  control: ControllerContext,
  { expectations }: State,
  set: Stored<DaemonSet>,
  hash: string,
  { create, remove }: Changes,
): Promise<unknown> {
  const key = keyOf(set);
  const nodes = create.slice(0, burst);
  const doomed = remove.slice(0, burst);
  if (nodes.length + doomed.length === 0) return undefined;
  expectations.expect(
    key,
    nodes.length,
    doomed.map((pod) => pod.metadata.uid),
  );
  const deletions = Promise.allSettled(
    doomed.map(async (pod) => {
      try {
        await deletePod(control, pod, set);
      } catch (error) {
        expectations.deletionObserved(key, pod.metadata.uid);
        if (!isNotFound(error)) throw error;
      }
    }),
  );
  const { successes, error } = await slowStart(nodes.length, async (i) => {
    try {
      await createPod(control, podForNode(set, hash, nodes[i] ?? ''), set);
    } catch (failure) {
      if (!isNamespaceTerminating(failure)) throw failure;
      expectations.creationObserved(key);
    }
  });
  if (successes < nodes.length) expectations.creationObserved(key, nodes.length - successes);
  return error ?? (await deletions).find((result) => result.status === 'rejected')?.reason;
}
