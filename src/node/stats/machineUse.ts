/** What the whole machine uses, from the kernel's own files. */
import { readFile } from 'node:fs/promises';
import type { CpuUse, MemoryUse } from './use.ts';

const nanosecondsPerSecond = 1e9;
/** The unit of /proc/stat on every Linux: USER_HZ. */
const ticksPerSecond = 100;

const text = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');

/** CPU time of everything but idling, since the machine started. */
export async function machineCpu(file = '/proc/stat'): Promise<CpuUse> {
  const content = await text(file);
  const time = Date.now();
  // user nice system idle iowait irq softirq steal; guests are part of user already.
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = (/^cpu +(.*)$/m.exec(content)?.[1] ?? '')
    .split(' ')
    .map(Number);
  const ticks = user + nice + system + irq + softirq;
  return { time, coreNanoSeconds: (ticks / ticksPerSecond) * nanosecondsPerSecond };
}

/** As eviction sees it: what is used but the inactive part of the file cache is the working set. */
export async function machineMemory(file = '/proc/meminfo'): Promise<MemoryUse & { readonly availableBytes: number }> {
  const content = await text(file);
  const bytes = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(content)?.[1] ?? 0) * 1024;
  const usageBytes = bytes('MemTotal') - bytes('MemFree');
  const workingSetBytes = Math.max(0, usageBytes - bytes('Inactive\\(file\\)'));
  return {
    time: Date.now(),
    usageBytes,
    workingSetBytes,
    rssBytes: bytes('AnonPages'),
    availableBytes: bytes('MemTotal') - workingSetBytes,
  };
}

/** When the machine started, in milliseconds since the epoch. */
export async function machineStart(file = '/proc/stat'): Promise<number> {
  return Number(/^btime (\d+)$/m.exec(await text(file))?.[1] ?? 0) * 1000;
}
