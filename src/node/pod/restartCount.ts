/** How often a container was restarted before, where the runtime has forgotten all of its runs: its logs remember. */
import { readdir } from 'node:fs/promises';

/**
 * One more than the newest `<count>.log` in the folder of a container's logs; 0 when there is none. So the count does
 * not fall, and no earlier log is written over, after a reboot.
 */
export async function restartCountFromLogs(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  return Math.max(-1, ...names.map((name) => Number(/^(\d+)\.log/.exec(name)?.[1] ?? -1))) + 1;
}
