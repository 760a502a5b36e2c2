/** Looking at processes through /proc. */
import { readFileSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** A zombie, whose parent has not collected it yet, counts as gone. */
export function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}

/** Waits until the process is gone; false when it still lives after `timeout` milliseconds. */
export async function hasExited(pid: number, timeout: number): Promise<boolean> {
  const deadline = Date.now() + timeout;
  for (let step = 1; isAlive(pid); step = Math.min(2 * step, 20)) {
    if (Date.now() > deadline) return false;
    await sleep(step);
  }
  return true;
}

/** Ends the process politely, after ten seconds by force; resolves when it is gone. */
export async function endProcess(pid: number): Promise<void> {
  if (isAlive(pid)) process.kill(pid, 'SIGTERM');
  if (await hasExited(pid, 10_000)) return;
  process.kill(pid, 'SIGKILL');
  await hasExited(pid, 10_000);
}

/** The arguments it was started with; undefined when there is no such process. */
export async function processArguments(pid: number): Promise<string[] | undefined> {
  const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  return line?.replace(/\0$/, '').split('\0');
}

/** The pids of all processes at this moment. */
export async function processIds(): Promise<number[]> {
  return (await readdir('/proc')).filter((name) => /^[0-9]+$/.test(name)).map(Number);
}
