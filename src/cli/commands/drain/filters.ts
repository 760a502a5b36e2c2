/** Which Pods `drain` takes from a node, which it leaves, and which it does not dare to take. In kubectl's words. */
import type { Pod } from '../../../api/core/v1.ts';
import { controllerOf } from '../../../machinery/owner.ts';
import { isPodTerminal, mirrorAnnotation } from '../../../machinery/pod.ts';
import { parseTime } from '../../../machinery/time.ts';

export interface DrainOptions {
  readonly force: boolean;
  readonly ignoreDaemonSets: boolean;
  readonly deleteEmptyDirData: boolean;
  /** Pods that have been ending for longer are not waited for; 0 for none. */
  readonly skipWaitSeconds: number;
}

export type Verdict =
  | { readonly take: boolean; readonly warning?: string }
  | { readonly take: false; readonly refusal: string };

export interface DrainPlan {
  readonly taken: readonly Pod[];
  /** '' when there is nothing to warn of. */
  readonly warning: string;
  /** The drain must not be when there are any. */
  readonly refusals: readonly string[];
}

/** @param missingDaemonSet the server's words about the DaemonSet that a Pod names, when it is not there */
export function planDrain(
  pods: readonly Pod[],
  options: DrainOptions,
  missingDaemonSet: (pod: Pod) => string | undefined,
  now: number,
): DrainPlan {
  const warnings = new Map<string, string[]>();
  const refusals = new Map<string, string[]>();
  const taken: Pod[] = [];
  for (const pod of pods) {
    const verdict = judge(pod, options, missingDaemonSet(pod), now);
    const note = (to: Map<string, string[]>, why: string): void => {
      const list = to.get(why) ?? [];
      list.push(`${pod.metadata?.namespace ?? ''}/${pod.metadata?.name ?? ''}`);
      to.set(why, list);
    };
    if ('refusal' in verdict) note(refusals, verdict.refusal);
    else if (verdict.warning) note(warnings, verdict.warning);
    if (verdict.take) taken.push(pod);
  }
  const told = (from: Map<string, string[]>, prefix = ''): string[] =>
    [...from].map(([why, names]) => `${prefix}${why}: ${names.join(', ')}`);
  return { taken, warning: told(warnings).join('; '), refusals: told(refusals, 'cannot delete ') };
}

/** Rules in kubectl's order: what an earlier one leaves, no later one takes; the last warning counts. */
export function judge(pod: Pod, options: DrainOptions, missingDaemonSet: string | undefined, now: number): Verdict {
  if (isLongGone(pod, options.skipWaitSeconds, now)) return { take: false };
  const over = isPodTerminal(pod);
  const owner = controllerOf(pod);
  if (owner?.kind === 'DaemonSet' && !over) {
    if (missingDaemonSet === undefined) {
      return options.ignoreDaemonSets
        ? { take: false, warning: 'ignoring DaemonSet-managed Pods' }
        : { take: false, refusal: 'DaemonSet-managed Pods (use --ignore-daemonsets to ignore)' };
    }
    if (!options.force) return { take: false, refusal: missingDaemonSet };
  }
  if (pod.metadata?.annotations?.[mirrorAnnotation] !== undefined) return { take: false };
  if (over) return { take: true };
  const local = pod.spec?.volumes?.some((volume) => volume.emptyDir !== undefined) ?? false;
  if (local && !options.deleteEmptyDirData)
    return { take: false, refusal: 'Pods with local storage (use --delete-emptydir-data to override)' };
  if (owner) return { take: true };
  if (!options.force)
    return { take: false, refusal: 'cannot delete Pods that declare no controller (use --force to override)' };
  return { take: true, warning: 'deleting Pods that declare no controller' };
}

/** Whether it has been ending for longer than that. */
export function isLongGone(pod: Pod, seconds: number, now: number): boolean {
  const since = parseTime(pod.metadata?.deletionTimestamp);
  return seconds > 0 && since !== undefined && (now - since) / 1000 > seconds;
}
