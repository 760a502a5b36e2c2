/** Makes as many Pods as are wanted: creates what is missing, deletes what is too much, at most 500 at a time. */
import type { Pod } from '../../api/core/v1.ts';
import { isNotFound } from '../../machinery/apiError.ts';
import type { Stored } from '../../machinery/object.ts';
import { keyOf } from '../../machinery/object.ts';
import type { Resource } from '../../machinery/resource.ts';
import type { Expectations } from '../expectations.ts';
import type { PodControl } from '../podControl.ts';
import { createPod, deletePod, isNamespaceTerminating, podFromTemplate } from '../podControl.ts';
import { slowStart } from '../slowStart.ts';
import { rankForDeletion } from './podRanking.ts';
import type { Replicated } from './replicated.ts';
import { wantedReplicas } from './replicated.ts';

const burst = 500;

export interface ManageReplicas<T extends Replicated> {
  readonly owner: Stored<T>;
  readonly resource: Resource<T>;
  /** Active Pods that the owner has claimed. */
  readonly pods: readonly Stored<Pod>[];
  /** Active Pods of the owner and its siblings; asked only when Pods are deleted. */
  readonly related: () => readonly Pod[];
  readonly expectations: Expectations;
  readonly control: PodControl;
}

/** Answers the first failure, undefined when there was none; never rejects. */
export async function manageReplicas<T extends Replicated>(options: ManageReplicas<T>): Promise<unknown> {
  const difference = options.pods.length - wantedReplicas(options.owner);
  if (difference < 0) return create(options, Math.min(-difference, burst));
  if (difference > 0) return remove(options, Math.min(difference, burst));
  return undefined;
}

async function create<T extends Replicated>(
  { owner, resource, expectations, control }: ManageReplicas<T>,
  count: number,
): Promise<unknown> {
  const key = keyOf(owner);
  expectations.expectCreations(key, count);
  const pod = podFromTemplate(owner.spec?.template, owner, resource);
  const { successes, error } = await slowStart(count, async () => {
    try {
      await createPod(control, pod, owner);
    } catch (failure) {
      if (!isNamespaceTerminating(failure)) throw failure;
      expectations.creationObserved(key);
    }
  });
  // What was not created, or not even tried, will never be seen.
  if (successes < count) expectations.creationObserved(key, count - successes);
  return error;
}

async function remove<T extends Replicated>(options: ManageReplicas<T>, count: number): Promise<unknown> {
  const { owner, pods, related, expectations, control } = options;
  const key = keyOf(owner);
  const doomed = rankForDeletion(pods, related(), Date.now()).slice(0, count);
  expectations.expectDeletions(
    key,
    doomed.map((pod) => pod.metadata.uid),
  );
  const results = await Promise.allSettled(
    doomed.map(async (pod) => {
      try {
        await deletePod(control, pod, owner);
      } catch (error) {
        expectations.deletionObserved(key, pod.metadata.uid);
        if (!isNotFound(error)) throw error;
      }
    }),
  );
  return results.find((result) => result.status === 'rejected')?.reason;
}
