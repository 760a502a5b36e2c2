/**
 * StatefulSets: Pods with names, storage and an order that stay (upstream's pkg/controller/statefulset).
 *
 * Guarantees:
 *  - Of one ordinal there is never more than one Pod: the next is made only when the last is gone from the server.
 *  - In order (unless podManagementPolicy is Parallel): made from the lowest, given up and remade from the highest, one at
 *    a time, each only when the others are available.
 *  - A claim outlives its Pod, unless the retention policy says otherwise.
 */
import type { ControllerRevision, StatefulSet } from '../api/apps/v1.ts';
import type { PersistentVolumeClaim, Pod } from '../api/core/v1.ts';
import type { Informer } from '../client/informer.ts';
import type { ReconcileResult } from '../client/runWorkers.ts';
import { runWorkers } from '../client/runWorkers.ts';
import { WorkQueue } from '../client/workQueue.ts';
import { matchesSelector, selectorFrom } from '../machinery/labels.ts';
import type { KubeObject, Stored } from '../machinery/object.ts';
import { keyOf } from '../machinery/object.ts';
import {
  controllerRevisions,
  persistentVolumeClaims,
  pods as podResource,
  statefulSets,
} from '../machinery/resources.ts';
import { nextAvailability } from './availability.ts';
import type { Controller, ControllerContext } from './controller.ts';
import { Expectations } from './expectations.ts';
import { followPods } from './followPods.ts';
import { claim, indexByController } from './ownership.ts';
import type { StoredRevision } from './revisions.ts';
import { inOrder, presentRevision, templateOf, trimRevisions } from './revisions.ts';
import { sameStatus } from './sameStatus.ts';
import { isTerminating, revisionOf } from './statefulSet/health.ts';
import { isWantedOrdinal, ordinalOf } from './statefulSet/identity.ts';
import type { Plan } from './statefulSet/plan.ts';
import { plan } from './statefulSet/plan.ts';
import type { PodActions } from './statefulSet/podActions.ts';
import {
  createMissingClaims,
  createOrdinal,
  deleteOrdinal,
  restoreIdentity,
  settleClaimOwners,
} from './statefulSet/podActions.ts';
import { statefulSetStatus } from './statefulSet/status.ts';

const defaultHistory = 10;

export const statefulSetController: Controller = {
  name: 'statefulset-controller',
  serviceAccount: 'statefulset-controller',
  start,
};

interface State {
  readonly sets: Informer<StatefulSet>;
  readonly pods: Informer<Pod>;
  readonly claims: Informer<PersistentVolumeClaim>;
  readonly revisions: Informer<ControllerRevision>;
  readonly expectations: Expectations;
}

const isOf = (set: Stored<StatefulSet>, object: KubeObject): boolean =>
  matchesSelector(selectorFrom(set.spec?.selector), object.metadata?.labels);

async function start(context: ControllerContext): Promise<AsyncDisposable> {
  await using stack = new AsyncDisposableStack();
  const { informers } = context;
  const state: State = {
    sets: informers.for(statefulSets),
    pods: informers.for(podResource),
    claims: informers.for(persistentVolumeClaims),
    revisions: informers.for(controllerRevisions),
    expectations: new Expectations(),
  };
  const { sets, pods, claims, revisions, expectations } = state;
  indexByController(pods);
  indexByController(revisions);
  const queue = new WorkQueue();
  const enqueue = (set: Stored<StatefulSet>): void => queue.add(keyOf(set));
  stack.use(sets.addHandler({ added: enqueue, updated: enqueue, deleted: enqueue }));
  const matches = (set: Stored<StatefulSet>, pod: Stored<Pod>): boolean =>
    isOf(set, pod) && ordinalOf(set, pod) !== undefined;
  stack.use(followPods({ pods, owners: sets, resource: statefulSets, queue, expectations, matches }));
  // A Pod may wait for the claim of its predecessor to be gone.
  stack.use(
    claims.addHandler({
      deleted: (claimed) => {
        for (const set of sets.list(claimed.metadata.namespace)) if (isOf(set, claimed)) enqueue(set);
      },
    }),
  );
  await Promise.all([sets.synced, pods.synced, claims.synced, revisions.synced]);
  stack.use(runWorkers(queue, 5, (key) => reconcile(context, state, key), context.log));
  return stack.move();
}

async function reconcile(context: ControllerContext, state: State, key: string): Promise<ReconcileResult> {
  const { client } = context;
  const { expectations } = state;
  const set = state.sets.get(key);
  if (!set?.spec) return expectations.forget(key);
  const waiting = expectations.remaining(key);
  const { template } = set.spec;
  const pods = await claim({
    owner: set,
    ownerResource: statefulSets,
    owners: client.resource(statefulSets),
    informer: state.pods,
    client: client.resource(podResource),
    matches: (pod) => isOf(set, pod) && ordinalOf(set, pod) !== undefined,
  });
  const owned = await claim({
    owner: set,
    ownerResource: statefulSets,
    owners: client.resource(statefulSets),
    informer: state.revisions,
    client: client.resource(controllerRevisions),
    matches: (revision) => isOf(set, revision),
    releases: () => false,
  });
  const revisions = inOrder(owned);
  const { collisionCount: collisions } = set.status ?? {};
  const hashLabel = 'controller.kubernetes.io/hash';
  const present = {
    client,
    owner: set,
    resource: statefulSets,
    template,
    revisions,
    hashLabel,
    collisionCount: collisions,
  };
  const { revision: update, collisionCount } = await presentRevision(present);
  const current = revisions.find(({ metadata }) => metadata.name === set.status?.currentRevision) ?? update;
  const now = Date.now();
  const names = { currentRevision: current.metadata.name, updateRevision: update.metadata.name };
  const status = statefulSetStatus({ set, pods, ...names, collisionCount, now });
  let failure: { error: unknown } | undefined;
  if (waiting === 0 && !set.metadata.deletionTimestamp) {
    const actions: PodActions = { set, control: context, claims: state.claims };
    try {
      const next = plan({ set: { ...set, status: { ...set.status, ...status } }, pods, ...names, now });
      await carryOut(actions, next, [...revisions, update], expectations);
      await keepClaims(actions, pods);
    } catch (error) {
      failure = { error };
    }
  }
  if (!sameStatus(status, set.status)) await client.resource(statefulSets).updateStatus({ ...set, status });
  if (failure) throw failure.error;
  const used = new Set([...pods.map(revisionOf), status.currentRevision, status.updateRevision]);
  const limit = set.spec.revisionHistoryLimit ?? defaultHistory;
  await trimRevisions(client, revisions, ({ metadata }) => used.has(metadata.name), limit);
  const wait = Math.min(nextAvailability(pods, set.spec.minReadySeconds ?? 0, now) ?? Infinity, waiting || Infinity);
  return wait === Infinity ? undefined : { requeueAfter: wait };
}

async function carryOut(
  actions: PodActions,
  { create, recreate, giveUp, update }: Plan,
  revisions: readonly StoredRevision[],
  expectations: Expectations,
): Promise<void> {
  const { set, control } = actions;
  const key = keyOf(set);
  if (create.length > 0) {
    expectations.expectCreations(key, create.length);
    const results = await Promise.allSettled(
      create.map(async ({ ordinal, revision }) => {
        const template = templateOf(revisions.find(({ metadata }) => metadata.name === revision) ?? { revision: 0 });
        const made = template && (await createOrdinal(actions, template, revision, ordinal));
        if (!made) expectations.creationObserved(key);
      }),
    );
    const failed = results.filter((result) => result.status === 'rejected');
    expectations.creationObserved(key, failed.length);
    if (failed[0]) throw failed[0].reason;
  }
  for (const { metadata, status } of recreate) {
    const what = `${set.metadata.namespace}/${set.metadata.name}`;
    if (status?.phase === 'Failed') {
      const text = `StatefulSet ${what} is recreating failed Pod ${metadata.name}`;
      control.recorder.event(set, 'Warning', 'RecreatingFailedPod', text);
    } else {
      const text = `StatefulSet ${what} is recreating terminated Pod ${metadata.name}`;
      control.recorder.event(set, 'Normal', 'RecreatingTerminatedPod', text);
    }
  }
  const doomed = [...recreate, ...giveUp, ...update];
  if (create.length > 0 || doomed.length === 0) {
    for (const pod of doomed) await deleteOrdinal(actions, pod);
    return;
  }
  for (const pod of giveUp) await settleClaimOwners(actions, pod, ordinalOf(set, pod) ?? 0, true);
  expectations.expectDeletions(
    key,
    doomed.map((pod) => pod.metadata.uid),
  );
  const results = await Promise.allSettled(
    doomed.map(async (pod) => {
      try {
        await deleteOrdinal(actions, pod);
      } catch (error) {
        expectations.deletionObserved(key, pod.metadata.uid);
        throw error;
      }
    }),
  );
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

/** Pods that are there keep their labels, and their claims exist and go with whom the policy says. */
async function keepClaims(actions: PodActions, pods: readonly Stored<Pod>[]): Promise<void> {
  const { set } = actions;
  for (const pod of pods) {
    const ordinal = ordinalOf(set, pod);
    if (ordinal === undefined || isTerminating(pod)) continue;
    await restoreIdentity(actions, pod, ordinal);
    if (pod.status?.phase === 'Pending') await createMissingClaims(actions, ordinal);
    if (isWantedOrdinal(set, ordinal)) await settleClaimOwners(actions, pod, ordinal, false);
  }
}
