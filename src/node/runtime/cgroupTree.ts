/** Removing a cgroup with all below it, in whichever hierarchies the machine has. */
import { readFile, readdir, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readMounts } from '../mounts.ts';

/** Kills what runs in the cgroup and removes it. @param cgroup From the root of each hierarchy, such as /kubepods. */
export async function removeCgroup(cgroup: string): Promise<void> {
  const relative = path.posix.normalize(`/${cgroup}`);
  if (relative === '/') throw new Error(`cgroup ${JSON.stringify(cgroup)}: must be below the root`);
  const hierarchies = (await readMounts()).filter((mount) => mount.type === 'cgroup' || mount.type === 'cgroup2');
  for (const { mountPoint } of hierarchies) await removeTree(path.join(mountPoint, relative));
}

async function removeTree(folder: string): Promise<void> {
  const children = await readdir(folder, { withFileTypes: true }).catch(() => undefined);
  if (children === undefined) return;
  for (const child of children) if (child.isDirectory()) await removeTree(path.join(folder, child.name));
  // A killed process leaves its cgroup a moment later.
  for (let attempt = 0, pause = 1; attempt < 12; attempt++, pause *= 2) {
    for (const pid of await processesIn(folder)) kill(pid);
    const problem = await rmdir(folder).then(
      () => undefined,
      (error: NodeJS.ErrnoException) => error.code,
    );
    if (problem === undefined || problem === 'ENOENT') return;
    await sleep(pause);
  }
  throw new Error(`cgroup ${folder} cannot be removed: processes in it do not end`);
}

async function processesIn(folder: string): Promise<number[]> {
  const text = await readFile(path.join(folder, 'cgroup.procs'), 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter(Boolean)
    .map(Number)
    .filter((pid) => pid > 1 && pid !== process.pid);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}
