/** The status of a ReplicaSet or ReplicationController, from its Pods. */
import type { ReplicaSetStatus } from '../../api/apps/v1.ts';
import type { Pod } from '../../api/core/v1.ts';
import { getCondition, isPodAvailable, isPodReady } from '../../machinery/pod.ts';
import { formatTime } from '../../machinery/time.ts';
import { messageOf } from '../podControl.ts';
import type { Replicated } from './replicated.ts';
import { wantedReplicas } from './replicated.ts';

/** `pods` are the active ones; `failure` is why they could not be made as many as wanted. */
export function replicaStatus(
  object: Replicated,
  pods: readonly Pod[],
  failure: unknown,
  now: number,
): ReplicaSetStatus {
  const minReadySeconds = object.spec?.minReadySeconds ?? 0;
  const wantedLabels = Object.entries(object.spec?.template?.metadata?.labels ?? {});
  const count = (holds: (pod: Pod) => boolean): number => pods.filter(holds).length;
  return {
    replicas: pods.length,
    fullyLabeledReplicas: count((pod) => wantedLabels.every(([key, value]) => pod.metadata?.labels?.[key] === value)),
    readyReplicas: count(isPodReady),
    availableReplicas: count((pod) => isPodAvailable(pod, minReadySeconds, now)),
    observedGeneration: object.metadata?.generation ?? 0,
    conditions: conditions(object, pods.length, failure, now),
  };
}

function conditions(
  object: Replicated,
  have: number,
  failure: unknown,
  now: number,
): NonNullable<ReplicaSetStatus['conditions']> {
  const before = object.status?.conditions ?? [];
  const failing = getCondition(before, 'ReplicaFailure');
  if (failure === undefined) return before.filter((condition) => condition.type !== 'ReplicaFailure');
  // The first failure is kept: the message would otherwise change with each attempt.
  if (failing) return before;
  const reason = have < wantedReplicas(object) ? 'FailedCreate' : 'FailedDelete';
  return [
    ...before,
    {
      type: 'ReplicaFailure',
      status: 'True',
      reason,
      message: messageOf(failure),
      lastTransitionTime: formatTime(now),
    },
  ];
}
