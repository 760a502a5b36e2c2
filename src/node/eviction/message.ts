/** What people read of an eviction, in upstream's words. Pure. */
import { canonicalQuantity, value } from '../../machinery/quantity.ts';
import type { Observation, Threshold } from './thresholds.ts';
import { amountText, leastOf, resourceOf } from './thresholds.ts';
import type { PodUsage } from './usage.ts';

export function evictionMessage(threshold: Threshold, seen: Observation, { pod, containers }: PodUsage): string {
  const resource = resourceOf(threshold.signal);
  const least = amountText(leastOf(threshold, seen.capacity), threshold.signal);
  const available = amountText(seen.available, threshold.signal);
  let message = `The node was low on resource: ${resource}. Threshold quantity: ${least}, available: ${available}. `;
  if (resource !== 'memory' && resource !== 'ephemeral-storage') return message;
  for (const usage of containers) {
    const spec = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])].find((c) => c.name === usage.name);
    const request = spec?.resources?.requests?.[resource] ?? '0';
    const used = resource === 'memory' ? usage.memory : usage.storage;
    if (used <= value(request)) continue;
    message += `Container ${usage.name} was using ${amountText(used)}, request is ${canonicalQuantity(request)}, has larger consumption of ${resource}. `;
  }
  return message;
}
