/** Taints and tolerations: which Pods a node keeps away, and for how long it bears those that are there. */
import type { Taint, Toleration } from '../api/core/v1.ts';

/** Taints that the control plane itself puts on nodes. */
export const taintKeys = {
  notReady: 'node.kubernetes.io/not-ready',
  unreachable: 'node.kubernetes.io/unreachable',
  unschedulable: 'node.kubernetes.io/unschedulable',
  memoryPressure: 'node.kubernetes.io/memory-pressure',
  diskPressure: 'node.kubernetes.io/disk-pressure',
  pidPressure: 'node.kubernetes.io/pid-pressure',
  networkUnavailable: 'node.kubernetes.io/network-unavailable',
} as const;

/** An absent effect or key tolerates any; the operator is Equal when absent. */
export function tolerates(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false;
  if (toleration.key && toleration.key !== taint.key) return false;
  switch (toleration.operator) {
    case 'Exists':
      return true;
    case undefined:
    case 'Equal':
      return (toleration.value ?? '') === (taint.value ?? '');
    default:
      return false;
  }
}

/** The first of `taints` that nothing tolerates. */
export const untolerated = (
  taints: readonly Taint[],
  tolerations: readonly Toleration[] | undefined,
): Taint | undefined => taints.find((taint) => !(tolerations ?? []).some((toleration) => tolerates(toleration, taint)));

/**
 * How long a Pod stays on a node with these NoExecute taints: seconds, Infinity when all are tolerated for ever, 0 when
 * one is not tolerated. With several tolerations the shortest counts.
 */
export function secondsTolerated(taints: readonly Taint[], tolerations: readonly Toleration[] | undefined): number {
  if (untolerated(taints, tolerations)) return 0;
  const used = (tolerations ?? []).filter((toleration) => taints.some((taint) => tolerates(toleration, taint)));
  return Math.min(
    Infinity,
    ...used.map(({ tolerationSeconds }) =>
      tolerationSeconds === undefined ? Infinity : Math.max(0, tolerationSeconds),
    ),
  );
}

/** Of one key and effect there is one taint at most. */
export const sameTaint = (a: Taint, b: Taint): boolean => a.key === b.key && a.effect === b.effect;
