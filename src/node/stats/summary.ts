/** GET /stats/summary: what the node, its Pods and their containers use (kubelet's stats API, v1alpha1). */
import { readFile, statfs } from 'node:fs/promises';
import type { CpuRates } from './cpuRates.ts';
import { machineStart } from './machineUse.ts';
import { takeSample } from './sample.ts';
import type { ContainerSample, PodSample, SampleSources } from './sample.ts';
import type { CpuUse, MemoryUse } from './use.ts';

export interface SummarySources extends SampleSources {
  readonly nodeName: string;
  /** A path on the file system of volumes and logs. */
  readonly dataDirectory: string;
}

export async function statsSummary(sources: SummarySources, rates: CpuRates): Promise<object> {
  const { nodeName, dataDirectory, cri, cgroups } = sources;
  const [sample, fs, imageFs, startTime, rlimit] = await Promise.all([
    takeSample(sources),
    fileSystem(dataDirectory),
    cri
      .imageFsInfo({})
      .then(({ imageFilesystems: [first] }) =>
        fileSystem(first?.fsId?.mountpoint ?? '', Number(first?.usedBytes?.value ?? 0n)),
      )
      .catch(() => undefined),
    machineStart(),
    processes(),
  ]);
  const cpu = (key: string, use: CpuUse | undefined): object => (use ? { cpu: cpuStats(key, use, rates) } : {});
  const container = ({ id, name, startedAt, ...use }: ContainerSample): object => ({
    name,
    startTime: timeText(startedAt),
    ...cpu(id, use.cpu),
    ...memory(use.memory),
    ...(use.writableLayer && {
      rootfs: {
        time: timeText(use.writableLayer.time),
        usedBytes: use.writableLayer.usedBytes,
        inodesUsed: use.writableLayer.inodesUsed,
      },
    }),
  });
  const pod = async ({ pod: of, containers, ...use }: PodSample): Promise<object> => ({
    podRef: { name: of.metadata.name, namespace: of.metadata.namespace, uid: of.metadata.uid },
    startTime: of.status?.startTime,
    containers: containers.map(container),
    ...cpu(of.metadata.uid, use.cpu),
    ...memory(use.memory),
    process_stats: { process_count: await cgroups.processes(of) },
  });
  const summary = {
    node: {
      nodeName,
      startTime: timeText(startTime),
      ...cpu('', sample.cpu),
      memory: { ...memoryStats(sample.memory), availableBytes: sample.memory.availableBytes },
      ...(fs && { fs }),
      ...(imageFs && { runtime: { imageFs } }),
      rlimit,
    },
    pods: await Promise.all(sample.pods.map(pod)),
  };
  rates.finish();
  return summary;
}

const timeText = (time: number): string => new Date(time).toISOString();

function cpuStats(key: string, use: CpuUse, rates: CpuRates): object {
  const usageNanoCores = rates.nanoCores(key, use);
  return {
    time: timeText(use.time),
    ...(usageNanoCores !== undefined && { usageNanoCores }),
    usageCoreNanoSeconds: Math.round(use.coreNanoSeconds),
  };
}

const memory = (use: MemoryUse | undefined): object => (use ? { memory: memoryStats(use) } : {});

const memoryStats = ({ time, usageBytes, workingSetBytes, rssBytes }: MemoryUse): object => ({
  time: timeText(time),
  usageBytes,
  workingSetBytes,
  ...(rssBytes !== undefined && { rssBytes }),
});

/** `used` is what is used there for one purpose; all of it when undefined. */
async function fileSystem(path: string, used?: number): Promise<object | undefined> {
  const stat = await statfs(path).catch(() => undefined);
  if (!stat) return undefined;
  return {
    time: timeText(Date.now()),
    availableBytes: stat.bavail * stat.bsize,
    capacityBytes: stat.blocks * stat.bsize,
    usedBytes: used ?? (stat.blocks - stat.bfree) * stat.bsize,
    inodesFree: stat.ffree,
    inodes: stat.files,
    inodesUsed: stat.files - stat.ffree,
  };
}

async function processes(): Promise<object> {
  const read = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');
  const [load, most] = await Promise.all([read('/proc/loadavg'), read('/proc/sys/kernel/pid_max')]);
  return { time: timeText(Date.now()), maxpid: Number(most), curproc: Number(/\/(\d+)/.exec(load)?.[1] ?? 0) };
}
