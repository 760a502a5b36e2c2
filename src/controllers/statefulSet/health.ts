/** How far a Pod of a StatefulSet is. */
import type { Pod } from '../../api/core/v1.ts';
import { isPodAvailable, isPodReady, isPodTerminal } from '../../machinery/pod.ts';
import { revisionLabel } from '../revisions.ts';

export const isOver = isPodTerminal;
export const isTerminating = (pod: Pod): boolean => pod.metadata?.deletionTimestamp !== undefined;
export const isRunningAndReady = (pod: Pod): boolean => pod.status?.phase === 'Running' && isPodReady(pod);
export const isRunningAndAvailable = (pod: Pod, minReadySeconds: number, now: number): boolean =>
  isRunningAndReady(pod) && isPodAvailable(pod, minReadySeconds, now);
export const revisionOf = (pod: Pod): string | undefined => pod.metadata?.labels?.[revisionLabel];
