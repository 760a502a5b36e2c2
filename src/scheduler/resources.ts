/** Amounts of resources as plain numbers: millicores, bytes, pieces. What scheduling computes with, millions of times. */
import type { Pod, PodSpec } from '../api/core/v1.ts';
import type { ResourceAmounts } from '../machinery/pod.ts';
import { podRequests } from '../machinery/pod.ts';
import { specInUse } from '../machinery/podResources.ts';
import { milliValue, value } from '../machinery/quantity.ts';

export interface Resources {
  readonly milliCpu: number;
  /** Bytes. */
  readonly memory: number;
  /** Bytes. */
  readonly ephemeralStorage: number;
  /** Everything else by name: extended resources, huge pages. Absent when there is none. */
  readonly others?: ReadonlyMap<string, number>;
}

export const noResources: Resources = { milliCpu: 0, memory: 0, ephemeralStorage: 0 };

/** For scoring only: what a container counts as when it requests nothing, so that such Pods spread too. */
const assumedContainer: ResourceAmounts = { cpu: '100m', memory: '209715200' };

export function resourcesOf(amounts: ResourceAmounts | undefined): Resources {
  if (!amounts) return noResources;
  let others: Map<string, number> | undefined;
  for (const [name, amount] of Object.entries(amounts)) {
    if (name === 'cpu' || name === 'memory' || name === 'ephemeral-storage' || name === 'pods') continue;
    (others ??= new Map()).set(name, value(amount));
  }
  return {
    milliCpu: amounts['cpu'] === undefined ? 0 : milliValue(amounts['cpu']),
    memory: amounts['memory'] === undefined ? 0 : value(amounts['memory']),
    ephemeralStorage: amounts['ephemeral-storage'] === undefined ? 0 : value(amounts['ephemeral-storage']),
    ...(others && { others }),
  };
}

/** What the Pod requests, by the rule of machinery's podRequests(); while it is resized, what it has where that is more. */
export const requestsOf = (pod: Pod): Resources => resourcesOf(podRequests(specInUse(pod)));

/** As requestsOf(), with the assumed CPU and memory for each container that requests none. */
export function scoredRequestsOf(pod: Pod, requests: Resources): { milliCpu: number; memory: number } {
  const spec = specInUse(pod);
  const all = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])];
  const complete = all.every(
    ({ resources }) => resources?.requests?.['cpu'] !== undefined && resources.requests['memory'] !== undefined,
  );
  if (!spec || complete) return requests;
  const assumed: PodSpec = { ...spec, containers: spec.containers.map(withAssumption) };
  if (spec.initContainers) assumed.initContainers = spec.initContainers.map(withAssumption);
  return resourcesOf(podRequests(assumed));
}

function withAssumption<C extends PodSpec['containers'][number]>(container: C): C {
  return {
    ...container,
    resources: { ...container.resources, requests: { ...assumedContainer, ...container.resources?.requests } },
  };
}
