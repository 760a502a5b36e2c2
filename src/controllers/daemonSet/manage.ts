/** One Pod on each node that should have one, none where there should be none. */
import type { Pod } from '../../api/core/v1.ts';
import type { EventRecorder } from '../../client/eventRecorder.ts';
import type { ItemBackoff } from '../../client/itemBackoff.ts';
import type { Stored } from '../../machinery/object.ts';
import { isPodReady } from '../../machinery/pod.ts';
import type { Place, Survey } from './survey.ts';
import { allowsSurge, isAvailable, isDying, isUpToDate } from './survey.ts';

export interface Changes {
  /** Nodes that get a Pod. */
  readonly create: readonly string[];
  readonly remove: readonly Stored<Pod>[];
  /** Milliseconds after which a failed Pod is replaced. */
  readonly wait?: number;
}

/** When failed Pods were last replaced, a DaemonSet's node each. */
export interface Failures {
  readonly backoff: ItemBackoff;
  readonly until: Map<string, number>;
}

/** Of a DaemonSet that is gone. */
export function forgetFailures({ backoff, until }: Failures, uid: string): void {
  for (const key of [...until.keys()].filter((each) => each.startsWith(`${uid}/`))) {
    until.delete(key);
    backoff.forget(key);
  }
}

export function placePods(looked: Survey, failures: Failures, recorder: EventRecorder): Changes {
  const create: string[] = [];
  const remove: Stored<Pod>[] = [...looked.homeless];
  let wait = Infinity;
  for (const place of looked.places) {
    if (place.mayStay) {
      if (place.shouldRun && place.pods.length === 0) create.push(place.node);
      const ended = removeEnded(looked, place, failures, recorder);
      remove.push(...ended.remove, ...surplus(looked, place));
      wait = Math.min(wait, ended.wait);
    } else {
      remove.push(...place.pods.filter((pod) => !isDying(pod)));
    }
  }
  return { create, remove, ...(wait < Infinity && { wait }) };
}

const isRunning = (pod: Pod): boolean =>
  !isDying(pod) && pod.status?.phase !== 'Failed' && pod.status?.phase !== 'Succeeded';

/** A node that turns its Pod away each time must not be asked again and again. */
function removeEnded(
  { set, now }: Survey,
  { node, pods }: Place,
  { backoff, until }: Failures,
  recorder: EventRecorder,
): { remove: Stored<Pod>[]; wait: number } {
  const remove: Stored<Pod>[] = [];
  let wait = Infinity;
  for (const pod of pods) {
    if (isDying(pod) || isRunning(pod)) continue;
    const what = `${pod.metadata.namespace}/${pod.metadata.name} on node ${node}`;
    if (pod.status?.phase === 'Succeeded') {
      const text = `Found succeeded daemon pod ${what}, will try to delete it`;
      recorder.event(set, 'Normal', 'SucceededDaemonPod', text);
      remove.push(pod);
      continue;
    }
    const key = `${set.metadata.uid}/${set.metadata.generation}/${node}`;
    const end = until.get(key) ?? 0;
    if (end > now) {
      wait = Math.min(wait, end - now);
      continue;
    }
    until.set(key, now + backoff.next(key));
    recorder.event(set, 'Warning', 'FailedDaemonPod', `Found failed daemon pod ${what}, will try to kill it`);
    remove.push(pod);
  }
  return { remove, wait };
}

/** All but the oldest; during an update with surge the oldest of each template, until the new one is available. */
function surplus(looked: Survey, { pods }: Place): Stored<Pod>[] {
  const running = pods.filter(isRunning);
  if (!allowsSurge(looked)) return running.slice(1);
  const updated = running.filter((pod) => isUpToDate(pod, looked.hash));
  const old = running.filter((pod) => !isUpToDate(pod, looked.hash));
  const more = [...updated.slice(1), ...old.slice(1)];
  const [newest, oldest] = [updated[0], old[0]];
  if (newest && oldest && (!isPodReady(oldest) || isAvailable(looked, newest))) more.push(oldest);
  return more;
}
