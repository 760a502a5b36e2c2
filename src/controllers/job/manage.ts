/** Makes as many Pods run as a Job wants now: deletes what is too much, or creates what is missing once its back-off is over. */
import type { Pod } from '../../api/core/v1.ts';
import { isNotFound } from '../../machinery/apiError.ts';
import type { Stored } from '../../machinery/object.ts';
import { isPodReady } from '../../machinery/pod.ts';
import { pods as podResource } from '../../machinery/resources.ts';
import type { Expectations } from '../expectations.ts';
import type { PodControl } from '../podControl.ts';
import { createPod, deletePod, isNamespaceTerminating } from '../podControl.ts';
import { rankForDeletion } from '../replicas/podRanking.ts';
import { slowStart } from '../slowStart.ts';
import { remainingBackoff } from './backoff.ts';
import { indexBackoff } from './indexFailures.ts';
import { podOf } from './jobPod.ts';
import { completionIndexOf, isTerminating, replacesOnlyFailed, untrackPatch } from './jobPods.ts';
import type { Look } from './look.ts';

const burst = 500;

export interface Managed {
  /** The first failure. */
  readonly error?: unknown;
  /** Milliseconds until more may be created. */
  readonly wait?: number;
}

/** Books what it did in `look.counts`; never rejects. */
export async function managePods(look: Look, expectations: Expectations, control: PodControl): Promise<Managed> {
  const wanted = look.spec.suspend ? 0 : wantedActive(look);
  const surplus = tooMany(look, Math.max(0, look.active.length - wanted));
  if (surplus.length > 0 || look.spec.suspend) return remove(look, surplus.slice(0, burst), expectations, control);
  const waitedFor = replacesOnlyFailed(look.spec) ? look.counts.terminating : 0;
  const missing = Math.min(wanted - waitedFor - look.active.length, burst);
  return missing > 0 ? create(look, missing, expectations, control) : {};
}

function wantedActive({ spec, succeeded, active }: Look): number {
  const parallelism = spec.parallelism ?? 1;
  // Any success ends such a Job; what is running may end by itself.
  if (spec.completions === undefined) return succeeded > 0 ? active.length : parallelism;
  return Math.max(0, Math.min(parallelism, spec.completions - succeeded));
}

/** At least `count` Pods to do without; of an Indexed Job all that have no index of their own. */
function tooMany({ spec, active, indexes, now }: Look, count: number): Stored<Pod>[] {
  const ranked = rankForDeletion(active, [], now);
  if (!indexes) return ranked.slice(0, count);
  const surplus = new Set<Stored<Pod>>();
  const taken = new Set<number>();
  for (const pod of ranked.toReversed()) {
    const index = completionIndexOf(pod);
    if (index === undefined || index >= (spec.completions ?? 0) || taken.has(index)) surplus.add(pod);
    else taken.add(index);
  }
  for (const pod of ranked) if (surplus.size < count) surplus.add(pod);
  return [...surplus];
}

async function remove(
  look: Look,
  doomed: readonly Stored<Pod>[],
  expectations: Expectations,
  control: PodControl,
): Promise<Managed> {
  if (doomed.length === 0) return {};
  expectations.expectDeletions(
    look.key,
    doomed.map((pod) => pod.metadata.uid),
  );
  const results = await Promise.allSettled(
    doomed.map(async (pod) => {
      const { name, namespace, uid } = pod.metadata;
      try {
        // Not counted: it ends because the Job has no use for it now.
        const patch = untrackPatch(pod);
        await control.client
          .resource(podResource)
          .patch(name, namespace, 'application/strategic-merge-patch+json', patch);
        await deletePod(control, pod, look.job);
      } catch (error) {
        expectations.deletionObserved(look.key, uid);
        if (!isNotFound(error)) throw error;
      }
      bookDeletion(look, pod);
    }),
  );
  return { error: results.find((result) => result.status === 'rejected')?.reason };
}

/** Stops what still runs of a Job that has come to its end. Their outcomes still count: they stay tracked. */
export async function stopAll(look: Look, control: PodControl): Promise<{ complete: boolean; error: unknown }> {
  const results = await Promise.allSettled(
    look.active.map(async (pod) => {
      try {
        await deletePod(control, pod, look.job);
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
      bookDeletion(look, pod);
    }),
  );
  const failed = results.find((result) => result.status === 'rejected');
  return { complete: !failed, error: failed?.reason };
}

function bookDeletion({ counts }: Look, pod: Stored<Pod>): void {
  counts.active -= 1;
  counts.terminating += 1;
  if (isPodReady(pod)) counts.ready -= 1;
}

async function create(look: Look, missing: number, expectations: Expectations, control: PodControl): Promise<Managed> {
  const { key, job, spec, indexes, now } = look;
  if (spec.backoffLimitPerIndex === undefined) {
    const wait = remainingBackoff(look.backoff, now);
    if (wait > 0) return { wait };
  }
  let places: readonly (number | undefined)[] = Array.from({ length: missing }, () => undefined);
  if (indexes) {
    const pending = pendingIndexes(look, missing);
    const waits = pending.map((index) => indexBackoff(indexes.waiting.get(index), now));
    places = pending.filter((_, i) => waits[i] === 0);
    if (places.length === 0) return pending.length > 0 ? { wait: Math.min(...waits) } : {};
  }
  expectations.expectCreations(key, places.length);
  const { successes, error } = await slowStart(places.length, async (i) => {
    try {
      await createPod(control, podOf(look, places[i]), job);
      look.counts.active += 1;
    } catch (failure) {
      if (!isNamespaceTerminating(failure)) throw failure;
      expectations.creationObserved(key);
    }
  });
  if (successes < places.length) expectations.creationObserved(key, places.length - successes);
  return { error };
}

/** The lowest indexes that are neither done nor running. */
function pendingIndexes({ spec, active, pods, indexes }: Look, count: number): number[] {
  const running = new Set(active.map(completionIndexOf));
  if (replacesOnlyFailed(spec)) for (const pod of pods.filter(isTerminating)) running.add(completionIndexOf(pod));
  const pending: number[] = [];
  for (let index = 0; index < (spec.completions ?? 0) && pending.length < count; index += 1) {
    if (!running.has(index) && !indexes?.succeeded.has(index) && !indexes?.failed?.has(index)) pending.push(index);
  }
  return pending;
}
