/** What the processes of one cgroup use, by the kernel's count; on cgroup v1 and v2. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CpuUse, MemoryUse } from './use.ts';

/** Where a cgroup's files are: one folder on v2, one for each controller on v1. */
export interface CgroupFolders {
  readonly v2: boolean;
  readonly cpu: string;
  readonly memory: string;
}

/** undefined when the cgroup is gone, or nobody counts there. */
export async function cgroupCpu({ v2, cpu }: CgroupFolders): Promise<CpuUse | undefined> {
  const content = await text(join(cpu, v2 ? 'cpu.stat' : 'cpuacct.usage'));
  if (content === undefined) return undefined;
  const time = Date.now();
  const used = v2 ? (field(content, 'usage_usec') ?? 0) * 1000 : Number(content);
  return { time, coreNanoSeconds: used };
}

/** undefined when the cgroup is gone, or nobody counts there. */
export async function cgroupMemory({ v2, memory }: CgroupFolders): Promise<MemoryUse | undefined> {
  const [usage, stat] = await Promise.all([
    text(join(memory, v2 ? 'memory.current' : 'memory.usage_in_bytes')),
    text(join(memory, 'memory.stat')),
  ]);
  if (usage === undefined || stat === undefined) return undefined;
  const usageBytes = Number(usage);
  const inactiveFile = field(stat, v2 ? 'inactive_file' : 'total_inactive_file') ?? 0;
  return {
    time: Date.now(),
    usageBytes,
    workingSetBytes: Math.max(0, usageBytes - inactiveFile),
    rssBytes: field(stat, v2 ? 'anon' : 'total_rss') ?? 0,
  };
}

const text = (path: string): Promise<string | undefined> => readFile(path, 'utf8').catch(() => undefined);

const field = (content: string, name: string): number | undefined => {
  const found = new RegExp(`^${name} (\\d+)$`, 'm').exec(content)?.[1];
  return found === undefined ? undefined : Number(found);
};
