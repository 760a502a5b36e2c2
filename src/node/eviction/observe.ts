/** Measures what is left on this machine, as upstream's summary does. */
import { readFile, statfs } from 'node:fs/promises';
import type { Observation, Observations, Signal } from './thresholds.ts';

const text = async (path: string): Promise<string> => (await readFile(path, 'utf8').catch(() => '')).trim();

/**
 * @param nodefs a path on the file system of volumes and logs
 * @param imagefs one on that of images; undefined while it is not known
 */
export async function observe(nodefs: string, imagefs: string | undefined): Promise<Observations> {
  const [memory, node, image, load, pidMax] = await Promise.all([
    text('/proc/meminfo'),
    statfs(nodefs),
    imagefs === undefined ? undefined : statfs(imagefs).catch(() => undefined),
    text('/proc/loadavg'),
    text('/proc/sys/kernel/pid_max'),
  ]);
  const found = new Map<Signal, Observation>();
  const kib = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(memory)?.[1] ?? 0) * 1024;
  // All that is used but the inactive part of the file cache is the working set; the rest is available.
  if (kib('MemTotal') > 0)
    found.set('memory.available', {
      available: kib('MemFree') + kib('Inactive\\(file\\)'),
      capacity: kib('MemTotal'),
    });
  for (const [name, stat] of [['nodefs', node] as const, ['imagefs', image] as const]) {
    if (stat === undefined) continue;
    found.set(`${name}.available`, { available: stat.bavail * stat.bsize, capacity: stat.blocks * stat.bsize });
    // Some file systems make inodes as they need them and count none.
    if (stat.files > 0) found.set(`${name}.inodesFree`, { available: stat.ffree, capacity: stat.files });
  }
  const tasks = Number(/\/(\d+)/.exec(load)?.[1] ?? 0);
  if (Number(pidMax) > 0)
    found.set('pid.available', { available: Math.max(0, Number(pidMax) - tasks), capacity: Number(pidMax) });
  return found;
}
