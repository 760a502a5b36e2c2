/** Conditions of a Deployment, under upstream's reasons. */
import type { Deployment, DeploymentCondition, DeploymentStatus } from '../../api/apps/v1.ts';
import { getCondition } from '../../machinery/pod.ts';
import { formatTime } from '../../machinery/time.ts';
import type { StoredSet } from './replicaSetLists.ts';

export type Reason =
  | 'NewReplicaSetCreated'
  | 'FoundNewReplicaSet'
  | 'NewReplicaSetAvailable'
  | 'ReplicaSetUpdated'
  | 'ReplicaSetCreateError'
  | 'ProgressDeadlineExceeded'
  | 'DeploymentPaused'
  | 'DeploymentResumed'
  | 'MinimumReplicasAvailable'
  | 'MinimumReplicasUnavailable';

export const condition = (
  type: 'Progressing' | 'Available',
  status: 'True' | 'False' | 'Unknown',
  reason: Reason,
  message: string,
  now: number,
): DeploymentCondition => ({
  type,
  status,
  lastUpdateTime: formatTime(now),
  lastTransitionTime: formatTime(now),
  reason,
  message,
});

/** In place of the one of its type, which stays when status and reason are the same. */
export function withCondition(
  conditions: readonly DeploymentCondition[] | undefined,
  next: DeploymentCondition,
): DeploymentCondition[] {
  const before = getCondition(conditions, next.type);
  if (before?.status === next.status && before.reason === next.reason) return [...(conditions ?? [])];
  const lastTransitionTime = before?.status === next.status ? before.lastTransitionTime : next.lastTransitionTime;
  return [...without(conditions, next.type), { ...next, ...(lastTransitionTime && { lastTransitionTime }) }];
}

export const without = (conditions: readonly DeploymentCondition[] | undefined, type: string): DeploymentCondition[] =>
  (conditions ?? []).filter((each) => each.type !== type);

/** Absent, and the largest number that the API takes, both mean: no deadline. */
export const hasProgressDeadline = ({ spec }: Deployment): boolean =>
  (spec?.progressDeadlineSeconds ?? noDeadline) !== noDeadline;
const noDeadline = 2 ** 31 - 1;

/** Every Pod is of the current template, and available. */
export function isComplete(deployment: Deployment, status: DeploymentStatus): boolean {
  const replicas = deployment.spec?.replicas ?? 1;
  return (
    (status.updatedReplicas ?? 0) === replicas &&
    (status.replicas ?? 0) === replicas &&
    (status.availableReplicas ?? 0) === replicas &&
    (status.observedGeneration ?? 0) >= (deployment.metadata?.generation ?? 0)
  );
}

/** Something moved in the right direction since the last status. */
export function hasProgressed({ status: old = {} }: Deployment, status: DeploymentStatus): boolean {
  const outdated = (s: DeploymentStatus): number => (s.replicas ?? 0) - (s.updatedReplicas ?? 0);
  return (
    (status.updatedReplicas ?? 0) > (old.updatedReplicas ?? 0) ||
    outdated(status) < outdated(old) ||
    (status.readyReplicas ?? 0) > (old.readyReplicas ?? 0) ||
    (status.availableReplicas ?? 0) > (old.availableReplicas ?? 0)
  );
}

export function hasTimedOut(deployment: Deployment, status: DeploymentStatus, now: number): boolean {
  const progressing = getCondition(status.conditions, 'Progressing');
  if (!hasProgressDeadline(deployment) || !progressing || progressing.reason === 'NewReplicaSetAvailable') return false;
  return progressing.reason === 'ProgressDeadlineExceeded' || deadline(deployment, progressing) < now;
}

/** Milliseconds since 1970 at which no progress becomes a failure. */
export const deadline = (deployment: Deployment, progressing: DeploymentCondition): number =>
  Date.parse(progressing.lastUpdateTime ?? '') + (deployment.spec?.progressDeadlineSeconds ?? noDeadline) * 1000;

/** Why Pods cannot be created or deleted: what the current set says, else what others say. */
export function replicaFailure(
  sets: readonly StoredSet[],
  current: StoredSet | undefined,
): DeploymentCondition | undefined {
  for (const set of [current, ...sets]) {
    const failure = getCondition(set?.status?.conditions, 'ReplicaFailure');
    if (failure)
      return { ...failure, ...(failure.lastTransitionTime && { lastUpdateTime: failure.lastTransitionTime }) };
  }
  return undefined;
}
