/** What the containers of a Pod take together, as requests or as limits, without the Pod's overhead. */
import type { Container, ContainerStatus, Pod, PodSpec } from '../api/core/v1.ts';
import { semanticEqual } from './equal.ts';
import { atLeast, getCondition, podRequests } from './pod.ts';
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

/**
 * The specification as it counts on a node while a resize is under way: each container with the most of what it asks for
 * and of what it still has. A resize that its node can never carry out counts for nothing. The very specification of the
 * Pod when that makes no difference.
 */
export function specInUse({ spec, status }: Pod): PodSpec | undefined {
  if (!spec || !status) return spec;
  const pending = getCondition(status.conditions, 'PodResizePending');
  const infeasible = pending?.status === 'True' && pending.reason === 'Infeasible';
  const containers = inUse(spec.containers, status.containerStatuses, infeasible);
  const initContainers = inUse(spec.initContainers ?? [], status.initContainerStatuses, infeasible);
  if (containers === spec.containers && (!spec.initContainers || initContainers === spec.initContainers)) return spec;
  return { ...spec, containers, ...(spec.initContainers && { initContainers }) };
}

function inUse(containers: Container[], statuses: readonly ContainerStatus[] = [], infeasible: boolean): Container[] {
  let changed = false;
  const result = containers.map((container) => {
    const status = statuses.find(({ name }) => name === container.name);
    const had = { ...status?.resources };
    if (status?.allocatedResources) had.requests = atLeast(had.requests ?? {}, status.allocatedResources);
    const next = { ...container.resources };
    for (const list of ['requests', 'limits'] as const) {
      const before = container.resources?.[list] ?? {};
      const amounts = atLeast(infeasible && status?.resources ? {} : before, had[list] ?? {});
      if (semanticEqual(amounts, before)) continue;
      changed = true;
      next[list] = amounts;
    }
    return { ...container, resources: next };
  });
  return changed ? result : containers;
}
