/**
 * Deployments: a template rolled out through ReplicaSets (upstream's pkg/controller/deployment).
 *
 * Guarantees:
 *  - One template, one ReplicaSet: however often it is looked at, a template never gets two.
 *  - A rolling update never has more Pods than replicas + maxSurge, nor fewer available than replicas - maxUnavailable.
 *  - Recreate makes no new Pod while an old one is running.
 *  - Revisions only rise; an earlier template that comes back gets the newest revision.
 */
import type { Deployment, ReplicaSet } from '../api/apps/v1.ts';
import type { Pod } from '../api/core/v1.ts';
import type { Informer } from '../client/informer.ts';
import type { ReconcileResult } from '../client/runWorkers.ts';
import { runWorkers } from '../client/runWorkers.ts';
import { WorkQueue } from '../client/workQueue.ts';
import { matchesSelector, selectorFrom } from '../machinery/labels.ts';
import type { Stored } from '../machinery/object.ts';
import { keyOf } from '../machinery/object.ts';
import { controllerOf } from '../machinery/owner.ts';
import { getCondition } from '../machinery/pod.ts';
import { deployments, pods as podResource, replicaSets } from '../machinery/resources.ts';
import type { Controller, ControllerContext } from './controller.ts';
import { condition, hasProgressDeadline, isComplete, withCondition } from './deployment/conditions.ts';
import { findCurrentSet, findOrCreateCurrentSet } from './deployment/currentSet.ts';
import { trimHistory } from './deployment/history.ts';
import { scaleToSize, sizeHasChanged } from './deployment/proportional.ts';
import { recreate } from './deployment/recreate.ts';
import { currentSet } from './deployment/replicaSetLists.ts';
import { growCurrent, shrinkOld } from './deployment/rolling.ts';
import { Rollout } from './deployment/rollout.ts';
import { plainStatus, rolloutStatus, untilDeadline } from './deployment/status.ts';
import { claim, controlledBy, indexByController, resolveController } from './ownership.ts';

export const deploymentController: Controller = {
  name: 'deployment-controller',
  serviceAccount: 'deployment-controller',
  start,
};

interface Caches {
  readonly deployments: Informer<Deployment>;
  readonly sets: Informer<ReplicaSet>;
  readonly pods: Informer<Pod>;
}

async function start(context: ControllerContext): Promise<AsyncDisposable> {
  await using stack = new AsyncDisposableStack();
  const caches: Caches = {
    deployments: context.informers.for(deployments),
    sets: context.informers.for(replicaSets),
    pods: context.informers.for(podResource),
  };
  indexByController(caches.sets);
  indexByController(caches.pods);
  const queue = new WorkQueue();
  const enqueue = (deployment: Stored<Deployment> | undefined): void => {
    if (deployment) queue.add(keyOf(deployment));
  };
  const ownerOf = (set: Stored<ReplicaSet>): Stored<Deployment> | undefined =>
    resolveController(caches.deployments, deployments, set);
  const enqueueOwners = (set: Stored<ReplicaSet>): void => {
    if (controllerOf(set)) return enqueue(ownerOf(set));
    for (const each of caches.deployments.list(set.metadata.namespace)) if (selects(each, set)) enqueue(each);
  };
  stack.use(caches.deployments.addHandler({ added: enqueue, updated: enqueue, deleted: enqueue }));
  stack.use(
    caches.sets.addHandler({
      added: enqueueOwners,
      updated: (set, old) => {
        if (controllerOf(old)?.uid !== controllerOf(set)?.uid) enqueue(ownerOf(old));
        enqueueOwners(set);
      },
      deleted: enqueueOwners,
    }),
  );
  // Recreate waits for the last old Pod, of which no ReplicaSet tells.
  stack.use(
    caches.pods.addHandler({
      deleted: (pod) => {
        const set = resolveController(caches.sets, replicaSets, pod);
        const deployment = set && ownerOf(set);
        if (deployment?.spec?.strategy?.type === 'Recreate') enqueue(deployment);
      },
    }),
  );
  await Promise.all([caches.deployments.synced, caches.sets.synced, caches.pods.synced]);
  stack.use(runWorkers(queue, 5, (key) => reconcile(context, caches, key), context.log));
  return stack.move();
}

const selects = (deployment: Deployment, set: ReplicaSet): boolean =>
  matchesSelector(selectorFrom(deployment.spec?.selector), set.metadata?.labels);

async function reconcile(
  { client, recorder }: ControllerContext,
  caches: Caches,
  key: string,
): Promise<ReconcileResult> {
  const deployment = caches.deployments.get(key);
  if (!deployment) return undefined;
  const { selector } = deployment.spec ?? {};
  if (!selector?.matchLabels && !selector?.matchExpressions?.length) {
    recorder.event(
      deployment,
      'Warning',
      'SelectingAll',
      'This deployment is selecting all pods. A non-empty selector is required.',
    );
    return undefined;
  }
  const sets = await claim({
    owner: deployment,
    ownerResource: deployments,
    owners: client.resource(deployments),
    informer: caches.sets,
    client: client.resource(replicaSets),
    matches: (set) => selects(deployment, set),
  });
  const rollout = new Rollout(deployment, sets, client, recorder);
  if (deployment.metadata.deletionTimestamp) {
    await rollout.updateStatus(plainStatus(rollout, currentSet(deployment, sets)));
    return undefined;
  }
  await notePause(rollout);
  if (deployment.spec?.paused || sizeHasChanged(deployment, sets)) {
    const current = await findCurrentSet(rollout);
    await scaleToSize(rollout, current);
    if (deployment.spec?.paused) await trimHistory(rollout, current);
    await rollout.updateStatus(plainStatus(rollout, refreshed(rollout, current)));
  } else {
    await roll(rollout, (set) => controlledBy(caches.pods, set.metadata.uid));
  }
  const wait = untilDeadline(rollout);
  return wait === undefined ? undefined : { requeueAfter: wait };
}

async function roll(rollout: Rollout, podsOf: (set: Stored<ReplicaSet>) => readonly Pod[]): Promise<void> {
  let current: Stored<ReplicaSet> | undefined;
  let moved = false;
  if (rollout.deployment.spec?.strategy?.type === 'Recreate') {
    current = await recreate(rollout, podsOf);
  } else {
    current = await findOrCreateCurrentSet(rollout);
    moved = (await growCurrent(rollout, current)) || (await shrinkOld(rollout, current));
  }
  if (!moved && isComplete(rollout.deployment, rollout.deployment.status ?? {})) await trimHistory(rollout, current);
  await rollout.updateStatus(rolloutStatus(rollout, refreshed(rollout, current)));
}

/** The set as it was last written. */
const refreshed = ({ sets }: Rollout, set: Stored<ReplicaSet> | undefined): Stored<ReplicaSet> | undefined =>
  set && (sets.find((each) => each.metadata.uid === set.metadata.uid) ?? set);

/** A paused rollout cannot run out of time: its deadline is put aside, and starts anew when it is resumed. */
async function notePause(rollout: Rollout): Promise<void> {
  const { deployment, now } = rollout;
  const { status = {}, spec } = deployment;
  const progressing = getCondition(status.conditions, 'Progressing');
  if (!hasProgressDeadline(deployment) || progressing?.reason === 'ProgressDeadlineExceeded') return;
  const notedAsPaused = progressing?.reason === 'DeploymentPaused';
  if (Boolean(spec?.paused) === notedAsPaused) return;
  const next = spec?.paused
    ? condition('Progressing', 'Unknown', 'DeploymentPaused', 'Deployment is paused', now)
    : condition('Progressing', 'Unknown', 'DeploymentResumed', 'Deployment is resumed', now);
  await rollout.updateStatus({ ...status, conditions: withCondition(status.conditions, next) });
}
