/**
 * One look at what the machine, the Pods and their containers use. Taken only when somebody asks, in one call of the
 * runtime and two small reads a Pod.
 *
 *  - Only containers that run are in it, each once.
 *  - A Pod's own numbers count its sandbox too; they are missing where its cgroup is gone.
 */
import type { ContainerStats } from '../runtime/cri/generated/cri_pb.js';
import type { CriClient } from '../runtime/cri/client.ts';
import type { PodCgroups } from '../pod/cgroups.ts';
import type { NodePod } from '../pod/identity.ts';
import type { PodManager } from '../podManager.ts';
import { machineCpu, machineMemory } from './machineUse.ts';
import type { CpuUse, MemoryUse } from './use.ts';

export interface ContainerSample {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly cpu: CpuUse | undefined;
  readonly memory: MemoryUse | undefined;
  /** What it wrote beside volumes. */
  readonly writableLayer:
    | { readonly time: number; readonly usedBytes: number; readonly inodesUsed: number }
    | undefined;
}

export interface PodSample {
  readonly pod: NodePod;
  readonly cpu: CpuUse | undefined;
  readonly memory: MemoryUse | undefined;
  readonly containers: readonly ContainerSample[];
}

export interface Sample {
  readonly cpu: CpuUse;
  readonly memory: Awaited<ReturnType<typeof machineMemory>>;
  readonly pods: readonly PodSample[];
}

export interface SampleSources {
  readonly manager: PodManager;
  readonly cri: CriClient;
  readonly cgroups: PodCgroups;
}

export async function takeSample({ manager, cri, cgroups }: SampleSources): Promise<Sample> {
  const [cpu, memory, { stats }] = await Promise.all([machineCpu(), machineMemory(), cri.listContainerStats({})]);
  const byId = new Map(stats.map((each) => [each.attributes?.id ?? '', each]));
  const pods = [...manager.workers()].map(async ({ pod, runtime }): Promise<PodSample[]> => {
    if (pod === undefined) return [];
    const running = runtime.containers.filter(({ state }) => state === 'running');
    // Newest first: an older one of the same name is on its way out.
    const newest = running.filter((one, i) => running.findIndex(({ name }) => name === one.name) === i);
    const [podCpu, podMemory] = await Promise.all([cgroups.cpu(pod), cgroups.memory(pod)]);
    const containers = newest.flatMap(({ id, name, startedAt }) => {
      const found = byId.get(id);
      return found ? [{ id, name, startedAt, ...useOf(found) }] : [];
    });
    return [{ pod, cpu: podCpu, memory: podMemory, containers }];
  });
  return { cpu, memory, pods: (await Promise.all(pods)).flat() };
}

function useOf({
  cpu,
  memory,
  writableLayer,
}: ContainerStats): Pick<ContainerSample, 'cpu' | 'memory' | 'writableLayer'> {
  return {
    cpu: cpu && { time: milliseconds(cpu.timestamp), coreNanoSeconds: number(cpu.usageCoreNanoSeconds) },
    memory: memory && {
      time: milliseconds(memory.timestamp),
      // The runtime leaves the wider number out on some kernels.
      usageBytes: Math.max(number(memory.usageBytes), number(memory.workingSetBytes)),
      workingSetBytes: number(memory.workingSetBytes),
      rssBytes: number(memory.rssBytes),
    },
    writableLayer: writableLayer && {
      time: milliseconds(writableLayer.timestamp),
      usedBytes: number(writableLayer.usedBytes),
      inodesUsed: number(writableLayer.inodesUsed),
    },
  };
}

const number = (value: { value: bigint } | undefined): number => Number(value?.value ?? 0n);
const milliseconds = (nanoseconds: bigint): number => Number(nanoseconds / 1_000_000n);
