import { readFile } from 'node:fs/promises';
import { about, type Check } from '../check.ts';

const { good, bad, suspect } = about('memory');

/** MiB: kubelet's default eviction threshold, and what a small cluster with some Pods takes. */
const evictBelow = 100;
const comfortable = 512;

export const memory: Check = {
  what: 'memory',
  async run() {
    const text = await readFile('/proc/meminfo', 'utf8');
    const available = Math.floor(Number(/^MemAvailable: +(\d+) kB/m.exec(text)?.[1]) / 1024);
    const mend = "stop what takes it: 'ps aux --sort=-rss | head'";
    if (available < evictBelow) return [bad(`${available} MiB are available: below 100 the node evicts Pods`, mend)];
    if (available < comfortable) return [suspect(`${available} MiB are available`, mend)];
    return [good(`${(available / 1024).toFixed(1)} GiB available`)];
  },
};
