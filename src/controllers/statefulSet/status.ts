/** The status of a StatefulSet, from its Pods. */
import type { StatefulSet, StatefulSetStatus } from '../../api/apps/v1.ts';
import type { Pod } from '../../api/core/v1.ts';
import type { Stored } from '../../machinery/object.ts';
import { isRunningAndAvailable, isRunningAndReady, isTerminating, revisionOf } from './health.ts';
import { replicasOf } from './identity.ts';

export interface StatusInput {
  readonly set: Stored<StatefulSet>;
  readonly pods: readonly Stored<Pod>[];
  readonly currentRevision: string;
  readonly updateRevision: string;
  readonly collisionCount: number | undefined;
  readonly now: number;
}

/** When all Pods are of the new template and ready, it becomes the current one. */
export function statefulSetStatus(input: StatusInput): StatefulSetStatus {
  const { set, pods, currentRevision, updateRevision, collisionCount, now } = input;
  const minReadySeconds = set.spec?.minReadySeconds ?? 0;
  const count = (holds: (pod: Stored<Pod>) => boolean): number => pods.filter(holds).length;
  const ofRevision = (revision: string): number => count((pod) => !isTerminating(pod) && revisionOf(pod) === revision);
  const replicas = pods.length;
  const readyReplicas = count(isRunningAndReady);
  const updatedReplicas = ofRevision(updateRevision);
  const rolls = (set.spec?.updateStrategy?.type ?? 'RollingUpdate') === 'RollingUpdate';
  const complete = [replicas, readyReplicas, updatedReplicas].every((number) => number === replicasOf(set));
  const current = rolls && complete ? updateRevision : currentRevision;
  return {
    observedGeneration: set.metadata.generation ?? 0,
    replicas,
    readyReplicas,
    availableReplicas: count((pod) => isRunningAndAvailable(pod, minReadySeconds, now)),
    currentReplicas: ofRevision(current),
    updatedReplicas,
    currentRevision: current,
    updateRevision,
    collisionCount: collisionCount ?? 0,
    ...(set.status?.conditions && { conditions: set.status.conditions }),
  };
}
