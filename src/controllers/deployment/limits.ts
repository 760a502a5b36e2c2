/** How far a rollout may go beyond, and fall below, the wanted number of Pods. */
import type { Deployment } from '../../api/apps/v1.ts';
import { scaled } from '../scaled.ts';

export const wanted = (deployment: Deployment): number => deployment.spec?.replicas ?? 1;

export const isRollingUpdate = (deployment: Deployment): boolean =>
  (deployment.spec?.strategy?.type ?? 'RollingUpdate') === 'RollingUpdate';

/** Pods that may exist beyond the wanted number; 0 unless the strategy is RollingUpdate. */
export const maxSurge = (deployment: Deployment): number =>
  isRollingUpdate(deployment) ? fenceposts(deployment).surge : 0;

/** Pods of the wanted number that may be unavailable; 0 unless the strategy is RollingUpdate. */
export function maxUnavailable(deployment: Deployment): number {
  const replicas = wanted(deployment);
  if (!isRollingUpdate(deployment) || replicas === 0) return 0;
  return Math.min(fenceposts(deployment).unavailable, replicas);
}

/** Surge is rounded up and unavailability down; if both came to 0 nothing could ever move, so that one may be unavailable. */
function fenceposts(deployment: Deployment): { surge: number; unavailable: number } {
  const { maxSurge: surgeText, maxUnavailable: unavailableText } = deployment.spec?.strategy?.rollingUpdate ?? {};
  const replicas = wanted(deployment);
  const surge = scaled(surgeText ?? 0, replicas, Math.ceil);
  const unavailable = scaled(unavailableText ?? 0, replicas, Math.floor);
  return surge === 0 && unavailable === 0 ? { surge, unavailable: 1 } : { surge, unavailable };
}
