/** Limits of local storage that the kernel does not enforce: emptyDir.sizeLimit, and ephemeral-storage. Pure. */
import { canonicalQuantity, isZero, value } from '../../machinery/quantity.ts';
import type { NodePod } from '../pod/identity.ts';
import { requestOf } from './ranking.ts';
import { amountText } from './thresholds.ts';
import type { PodUsage } from './usage.ts';

/** Whether a Pod has such a limit: the others need not be measured. */
export const hasStorageLimit = ({ spec }: NodePod): boolean =>
  (spec.volumes ?? []).some(({ emptyDir }) => emptyDir !== undefined && emptyDir.sizeLimit !== undefined) ||
  spec.containers.some((c) => c.resources?.limits?.['ephemeral-storage'] !== undefined);

/** Why the Pod must go, in upstream's words; undefined when it keeps within its limits. */
export function exceededLimit({ pod, storage, emptyDirs, containers }: PodUsage): string | undefined {
  for (const { name, emptyDir } of pod.spec.volumes ?? []) {
    const limit = emptyDir?.sizeLimit;
    if (limit === undefined || isZero(limit) || (emptyDirs.get(name) ?? 0) <= value(limit)) continue;
    return `Usage of EmptyDir volume "${name}" exceeds the limit "${canonicalQuantity(limit)}". `;
  }
  const limits = new Map(
    pod.spec.containers.flatMap((c) => {
      const limit = c.resources?.limits?.['ephemeral-storage'];
      return limit === undefined ? [] : [[c.name, limit] as const];
    }),
  );
  const total = requestOf(pod, 'ephemeral-storage', 'limits');
  if (limits.size > 0 && storage > total)
    return `Pod ephemeral local storage usage exceeds the total limit of containers ${amountText(total)}. `;
  for (const usage of containers) {
    const limit = limits.get(usage.name);
    if (limit !== undefined && usage.storage > value(limit))
      return `Container ${usage.name} exceeded its local ephemeral storage limit "${canonicalQuantity(limit)}". `;
  }
  return undefined;
}
