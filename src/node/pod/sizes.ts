/** CPU and memory of a Pod's containers, which alone change while it runs. Pure. */
import type { Container, ResourceRequirements } from '../../api/core/v1.ts';
import { compareQuantities } from '../../machinery/quantity.ts';
import type { NodePod } from './identity.ts';
import { isSidecar } from './identity.ts';
import type { RuntimePod } from './runtimePod.ts';
import { latestOf } from './runtimePod.ts';

/** By container name: requests and limits of CPU and memory, and of nothing else. */
export type Sizes = Readonly<Record<string, ResourceRequirements>>;

const lists = ['requests', 'limits'] as const;
const names = ['cpu', 'memory'] as const;

export const sizesOf = ({ spec }: NodePod): Sizes =>
  Object.fromEntries([...spec.containers, ...(spec.initContainers ?? [])].map((c) => [c.name, sizeOf(c.resources)]));

export function sizeOf(resources: ResourceRequirements = {}): ResourceRequirements {
  const size: ResourceRequirements = {};
  for (const list of lists) {
    const amounts = names.flatMap((name) => {
      const amount = resources[list]?.[name];
      return amount === undefined ? [] : [[name, amount] as const];
    });
    if (amounts.length > 0) size[list] = Object.fromEntries(amounts);
  }
  return size;
}

const sameAmount = (a: string | undefined, b: string | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && compareQuantities(a, b) === 0);

const sameSize = (a: ResourceRequirements = {}, b: ResourceRequirements = {}): boolean =>
  lists.every((list) => names.every((name) => sameAmount(a[list]?.[name], b[list]?.[name])));

export const sameSizes = (a: Sizes, b: Sizes): boolean =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].every((name) => sameSize(a[name], b[name]));

/** What a container has when it has `size`: the rest of what it asks for stays. */
export function withSize(resources: ResourceRequirements = {}, size: ResourceRequirements): ResourceRequirements {
  const result = { ...resources };
  for (const list of lists) {
    const { cpu: _cpu, memory: _memory, ...rest } = resources[list] ?? {};
    const amounts = { ...rest, ...size[list] };
    if (Object.keys(amounts).length > 0) result[list] = amounts;
    else delete result[list];
  }
  return result;
}

/** The Pod with these sizes in the place of those that it asks for; the very Pod when they are the same. */
export function withSizes(pod: NodePod, sizes: Sizes): NodePod {
  const sized = (containers: readonly Container[]): Container[] =>
    containers.map((c) => {
      const size = sizes[c.name];
      return size === undefined || sameSize(size, c.resources) ? c : { ...c, resources: withSize(c.resources, size) };
    });
  const { containers, initContainers } = pod.spec;
  const next = { containers: sized(containers), ...(initContainers && { initContainers: sized(initContainers) }) };
  const changed =
    next.containers.some((c, i) => c !== containers[i]) ||
    next.initContainers?.some((c, i) => c !== initContainers?.[i]) === true;
  return changed ? { ...pod, spec: { ...pod.spec, ...next } } : pod;
}

export interface ContainerResizes {
  /** They run on while their cgroup changes. */
  readonly inPlace: readonly Container[];
  /** They are started again for it, by name. */
  readonly restart: ReadonlySet<string>;
}

/** Which containers of a Pod run with another size than `pod` says. */
export function resizesOf(pod: NodePod, has: Sizes, runtime: RuntimePod): ContainerResizes {
  const inPlace: Container[] = [];
  const restart = new Set<string>();
  for (const container of [...pod.spec.containers, ...(pod.spec.initContainers ?? []).filter(isSidecar)]) {
    const size = has[container.name];
    if (size === undefined || latestOf(runtime, container.name)?.state !== 'running') continue;
    const changed = names.filter((name) =>
      lists.some((list) => !sameAmount(size[list]?.[name], container.resources?.[list]?.[name])),
    );
    if (changed.length === 0) continue;
    const restarts = (container.resizePolicy ?? []).some(
      ({ resourceName, restartPolicy }) =>
        restartPolicy === 'RestartContainer' && changed.some((name) => name === resourceName),
    );
    if (restarts) restart.add(container.name);
    else inPlace.push(container);
  }
  return { inPlace, restart };
}
