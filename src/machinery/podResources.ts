/** What the containers of a Pod take together, as requests or as limits, without the Pod's overhead. */
import type { PodSpec } from '../api/core/v1.ts';
import { podRequests } from './pod.ts';
import type { ResourceAmounts } from './pod.ts';

type Amounts = 'requests' | 'limits';

/** The same sum as for requests; a limit that a container does not have counts nothing. */
export function containersTotal(spec: PodSpec | undefined, amounts: Amounts): ResourceAmounts {
  if (!spec) return {};
  const { overhead: _, ...rest } = spec;
  return podTotal(rest, amounts);
}

/** With the overhead: added to requests always, to limits where there are any (apimachinery's PodLimits). */
export function podTotal(spec: PodSpec, amounts: Amounts): ResourceAmounts {
  if (amounts === 'requests') return podRequests(spec);
  const { overhead, ...rest } = spec;
  const limits = podRequests(asRequests(rest));
  const known = Object.entries(overhead ?? {}).filter(([name]) => limits[name] !== undefined);
  return known.length === 0 ? limits : podRequests({ ...asRequests(rest), overhead: Object.fromEntries(known) });
}

function asRequests(spec: PodSpec): PodSpec {
  const swap = <T extends { resources?: { limits?: Record<string, string> } }>(container: T): T => ({
    ...container,
    resources: { requests: container.resources?.limits ?? {} },
  });
  return {
    ...spec,
    containers: spec.containers.map(swap),
    ...(spec.initContainers && { initContainers: spec.initContainers.map(swap) }),
    ...(spec.resources && { resources: { requests: spec.resources.limits ?? {} } }),
  };
}
