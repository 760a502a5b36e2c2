/** From requests and limits to what the kernel's cgroups understand. Pure. */
import type { Container, ResourceRequirements } from '../../api/core/v1.ts';
import { isZero, milliValue, value } from '../../machinery/quantity.ts';
import type { NodePod } from './identity.ts';
import { isSidecar } from './identity.ts';

/** Microseconds over which a CPU quota is counted. */
export const cpuPeriod = 100_000;

/** cpu.shares of a request in millicores: 1024 a core, never below the kernel's minimum. */
export function cpuShares(millicores: number): number {
  if (millicores === 0) return 2;
  return Math.min(Math.max(Math.floor((millicores * 1024) / 1000), 2), 262_144);
}

/** CPU quota in microseconds a period; 0 for no limit. */
export const cpuQuota = (millicores: number): number =>
  millicores === 0 ? 0 : Math.max(Math.floor((millicores * cpuPeriod) / 1000), 1000);

export interface CgroupLimits {
  readonly cpuShares: number;
  /** Microseconds a period; 0 means no limit. */
  readonly cpuQuota: number;
  /** Bytes; 0 means no limit. */
  readonly memoryLimit: number;
}

export function limitsOf(resources: ResourceRequirements | undefined): CgroupLimits {
  const { requests = {}, limits = {} } = resources ?? {};
  const cpu =
    requests['cpu'] !== undefined && !isZero(requests['cpu'])
      ? requests['cpu']
      : requests['cpu'] === undefined
        ? limits['cpu']
        : '0';
  return {
    cpuShares: cpuShares(milliValue(cpu ?? '0')),
    cpuQuota: cpuQuota(milliValue(limits['cpu'] ?? '0')),
    memoryLimit: value(limits['memory'] ?? '0'),
  };
}

/** What leaves room for both: no limit where one of them has none. */
export function widest(a: CgroupLimits, b: CgroupLimits): CgroupLimits {
  const wider = (x: number, y: number): number => (x === 0 || y === 0 ? 0 : Math.max(x, y));
  return {
    cpuShares: Math.max(a.cpuShares, b.cpuShares),
    cpuQuota: wider(a.cpuQuota, b.cpuQuota),
    memoryLimit: wider(a.memoryLimit, b.memoryLimit),
  };
}

/** Limits of the Pod's own cgroup: the containers' sums, or the largest init container where that is more. */
export function podLimits(pod: NodePod): CgroupLimits {
  const { spec } = pod;
  const together = [...spec.containers, ...(spec.initContainers ?? []).filter(isSidecar)];
  const alone = (spec.initContainers ?? []).filter((c) => !isSidecar(c));
  const total = (
    kind: 'requests' | 'limits',
    name: 'cpu' | 'memory',
    amount: (q: string) => number,
  ): number | undefined => {
    const of = (c: Container): number | undefined => {
      const quantity = c.resources?.[kind]?.[name] ?? (kind === 'requests' ? c.resources?.limits?.[name] : undefined);
      return quantity === undefined ? undefined : amount(quantity);
    };
    const sums = together.map(of);
    const largest = alone.map(of);
    // One container without a limit leaves the whole Pod without one.
    if (kind === 'limits' && [...sums, ...largest].some((v) => v === undefined || v === 0)) return undefined;
    const overhead = spec.overhead?.[name];
    return (
      Math.max(
        sums.reduce<number>((a, b) => a + (b ?? 0), 0),
        ...largest.map((v) => v ?? 0),
      ) + (overhead === undefined ? 0 : amount(overhead))
    );
  };
  return {
    cpuShares: cpuShares(total('requests', 'cpu', milliValue) ?? 0),
    cpuQuota: cpuQuota(total('limits', 'cpu', milliValue) ?? 0),
    memoryLimit: total('limits', 'memory', value) ?? 0,
  };
}
