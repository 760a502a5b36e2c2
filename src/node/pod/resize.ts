/**
 * Gives the running containers of a Pod the sizes that it has been allowed.
 *
 * Guarantees: the Pod's own cgroup is never narrower than its containers; what was given is noted once all of it was;
 * doing it again does no harm.
 */
import { semanticEqual } from '../../machinery/equal.ts';
import type { NodeServices } from '../nodeServices.ts';
import type { PodAllocation } from './allocation.ts';
import { linuxResources } from './containerConfig.ts';
import type { NodePod } from './identity.ts';
import { podLimits, widest } from './resources.ts';
import type { CgroupLimits } from './resources.ts';
import type { RuntimePod } from './runtimePod.ts';
import { latestOf } from './runtimePod.ts';
import { resizesOf, sizeOf, withSizes } from './sizes.ts';
import type { ContainerResizes } from './sizes.ts';

export interface PodResize extends ContainerResizes {
  /** Limits of the Pod's cgroup, before and after. */
  readonly from: CgroupLimits;
  readonly to: CgroupLimits;
}

/** undefined when everything that runs has the size that it should have. `pod` has the sizes that it was allowed. */
export function podResize(pod: NodePod, allocation: PodAllocation, runtime: RuntimePod): PodResize | undefined {
  const { inPlace, restart } = resizesOf(pod, allocation.actuated, runtime);
  const to = podLimits(pod);
  const from = allocation.cgroup ?? podLimits(withSizes(pod, allocation.actuated));
  if (inPlace.length === 0 && restart.size === 0 && (runtime.sandboxes[0]?.ready !== true || semanticEqual(from, to)))
    return undefined;
  return { inPlace, restart, from, to };
}

/** Before containers are started again for their size: makes room in the Pod's cgroup, and resizes those that run on. */
export async function beginResize(
  services: NodeServices,
  pod: NodePod,
  allocation: PodAllocation,
  runtime: RuntimePod,
  resize: PodResize,
): Promise<void> {
  await services.cgroups.limit(pod, widest(resize.from, resize.to));
  for (const container of resize.inPlace) {
    const running = latestOf(runtime, container.name);
    if (running === undefined) continue;
    const linux = linuxResources(services, pod, container);
    await services.cri.updateContainerResources({ containerId: running.id, linux });
    await allocation.actuate({ [container.name]: sizeOf(container.resources) });
  }
}

/** Once nothing runs that is larger than it should be. */
export async function endResize(
  services: NodeServices,
  pod: NodePod,
  allocation: PodAllocation,
  { to }: PodResize,
): Promise<void> {
  await services.cgroups.limit(pod, to);
  await allocation.actuate({}, to);
  services.freed();
}
