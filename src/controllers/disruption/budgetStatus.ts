/** The status of a PodDisruptionBudget: what evictions are decided by. */
import type { Pod } from '../../api/core/v1.ts';
import type { Condition } from '../../api/meta/v1.ts';
import type { PodDisruptionBudget, PodDisruptionBudgetStatus } from '../../api/policy/v1.ts';
import type { Stored } from '../../machinery/object.ts';
import { isPodReady, setCondition } from '../../machinery/pod.ts';
import type { Expected } from './expected.ts';

/** An eviction that was granted, and has not led to a deletion within this time, counts no longer. */
export const deletionTimeout = 2 * 60_000;

export interface Disrupted {
  /** Evictions that were granted a moment ago, by the Pod's name. */
  readonly pods: Record<string, string>;
  /** Pods that were to be deleted and were not. */
  readonly overdue: readonly Stored<Pod>[];
  /** Milliseconds until the first of them is overdue. */
  readonly wait: number | undefined;
}

export function disruptedPods(
  budget: Stored<PodDisruptionBudget>,
  pods: readonly Stored<Pod>[],
  now: number,
): Disrupted {
  const still: Record<string, string> = {};
  const overdue: Stored<Pod>[] = [];
  let wait = Infinity;
  for (const pod of pods) {
    const { name, deletionTimestamp } = pod.metadata;
    const time = budget.status?.disruptedPods?.[name];
    if (time === undefined || deletionTimestamp) continue;
    const left = Date.parse(time) + deletionTimeout - now;
    if (left < 0) {
      overdue.push(pod);
      continue;
    }
    still[name] = time;
    wait = Math.min(wait, left);
  }
  return { pods: still, overdue, wait: wait === Infinity ? undefined : wait };
}

export function budgetStatus(
  budget: Stored<PodDisruptionBudget>,
  pods: readonly Stored<Pod>[],
  { expectedPods, desiredHealthy }: Expected,
  disrupted: Disrupted,
  now: number,
): PodDisruptionBudgetStatus {
  const healthy = pods.filter(
    (pod) => !pod.metadata.deletionTimestamp && disrupted.pods[pod.metadata.name] === undefined && isPodReady(pod),
  );
  const spare = healthy.length - desiredHealthy;
  const disruptionsAllowed = expectedPods <= 0 || spare <= 0 ? 0 : spare;
  const [status, reason] =
    disruptionsAllowed > 0 ? (['True', 'SufficientPods'] as const) : (['False', 'InsufficientPods'] as const);
  const condition = allowedCondition(budget, status, reason, '');
  return {
    observedGeneration: budget.metadata.generation ?? 0,
    ...(Object.keys(disrupted.pods).length > 0 && { disruptedPods: disrupted.pods }),
    disruptionsAllowed,
    currentHealthy: healthy.length,
    desiredHealthy,
    expectedPods,
    conditions: withCondition(budget, condition, now),
  };
}

/** When nothing can be computed nothing may be evicted. */
export function failedStatus(
  budget: Stored<PodDisruptionBudget>,
  message: string,
  now: number,
): PodDisruptionBudgetStatus {
  const before = budget.status ?? { currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 };
  const condition = allowedCondition(budget, 'False', 'SyncFailed', message);
  return { ...before, disruptionsAllowed: 0, conditions: withCondition(budget, condition, now) };
}

const allowedCondition = (
  { metadata }: Stored<PodDisruptionBudget>,
  status: 'True' | 'False',
  reason: string,
  message: string,
): Condition => ({
  type: 'DisruptionAllowed',
  status,
  reason,
  message,
  observedGeneration: metadata.generation ?? 0,
  lastTransitionTime: '',
});

/** Also an unchanged condition tells of which generation it speaks. */
const withCondition = (budget: Stored<PodDisruptionBudget>, condition: Condition, now: number): Condition[] =>
  setCondition(budget.status?.conditions, condition, now).map((each) =>
    each.type === condition.type ? { ...each, observedGeneration: budget.metadata.generation ?? 0 } : each,
  );
