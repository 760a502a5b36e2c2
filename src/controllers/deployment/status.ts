/** The status of a Deployment: sums over its ReplicaSets, availability and progress. */
import type { DeploymentCondition, DeploymentStatus } from '../../api/apps/v1.ts';
import { getCondition } from '../../machinery/pod.ts';
import {
  condition,
  deadline,
  hasProgressDeadline,
  hasProgressed,
  hasTimedOut,
  isComplete,
  replicaFailure,
  withCondition,
  without,
} from './conditions.ts';
import { maxUnavailable, wanted } from './limits.ts';
import type { StoredSet } from './replicaSetLists.ts';
import { totalOf, totalReplicas } from './replicaSetLists.ts';
import type { Rollout } from './rollout.ts';

/** Sums and availability; progress is left as it was. */
export function plainStatus({ deployment, sets, now }: Rollout, current: StoredSet | undefined): DeploymentStatus {
  const available = totalOf('availableReplicas', sets);
  const isAvailable = available >= wanted(deployment) - maxUnavailable(deployment);
  const { collisionCount, conditions } = deployment.status ?? {};
  return {
    observedGeneration: deployment.metadata.generation ?? 0,
    replicas: totalOf('replicas', sets),
    updatedReplicas: totalOf('replicas', [current]),
    readyReplicas: totalOf('readyReplicas', sets),
    availableReplicas: available,
    unavailableReplicas: Math.max(0, totalReplicas(sets) - available),
    ...(collisionCount !== undefined && { collisionCount }),
    conditions: withCondition(
      conditions,
      isAvailable
        ? condition('Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.', now)
        : condition(
            'Available',
            'False',
            'MinimumReplicasUnavailable',
            'Deployment does not have minimum availability.',
            now,
          ),
    ),
  };
}

/** Sums, availability and how the rollout is getting on. */
export function rolloutStatus(rollout: Rollout, current: StoredSet | undefined): DeploymentStatus {
  const { deployment, sets } = rollout;
  const status = plainStatus(rollout, current);
  let conditions = status.conditions ?? [];
  const before = getCondition(deployment.status?.conditions, 'Progressing');
  const wasComplete = status.replicas === status.updatedReplicas && before?.reason === 'NewReplicaSetAvailable';
  if (!hasProgressDeadline(deployment)) conditions = without(conditions, 'Progressing');
  else if (!wasComplete) conditions = progress(rollout, current, { ...status, conditions }, before);
  const failure = replicaFailure(sets, current);
  conditions = failure ? withCondition(conditions, failure) : without(conditions, 'ReplicaFailure');
  return { ...status, conditions };
}

function progress(
  { deployment, now }: Rollout,
  current: StoredSet | undefined,
  status: DeploymentStatus,
  before: DeploymentCondition | undefined,
): DeploymentCondition[] {
  const { conditions } = status;
  const what = current ? `ReplicaSet "${current.metadata.name}"` : `Deployment "${deployment.metadata.name}"`;
  if (isComplete(deployment, status)) {
    return withCondition(
      conditions,
      condition('Progressing', 'True', 'NewReplicaSetAvailable', `${what} has successfully progressed.`, now),
    );
  }
  if (hasProgressed(deployment, status)) {
    const next = condition('Progressing', 'True', 'ReplicaSetUpdated', `${what} is progressing.`, now);
    // Always renewed, for its lastUpdateTime is what the deadline counts from.
    const since = before?.status === 'True' ? before.lastTransitionTime : undefined;
    return [...without(conditions, 'Progressing'), { ...next, ...(since && { lastTransitionTime: since }) }];
  }
  if (hasTimedOut(deployment, status, now)) {
    return withCondition(
      conditions,
      condition('Progressing', 'False', 'ProgressDeadlineExceeded', `${what} has timed out progressing.`, now),
    );
  }
  return [...(conditions ?? [])];
}

/** Milliseconds until the deadline has to be looked at; undefined when nothing can run out. */
export function untilDeadline({ deployment, now }: Rollout): number | undefined {
  const progressing = getCondition(deployment.status?.conditions, 'Progressing');
  if (!hasProgressDeadline(deployment) || !progressing) return undefined;
  if (isComplete(deployment, deployment.status ?? {}) || progressing.reason === 'ProgressDeadlineExceeded')
    return undefined;
  return Math.max(0, deadline(deployment, progressing) - now) + 1000;
}
