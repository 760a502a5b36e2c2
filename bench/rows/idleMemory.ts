import { setTimeout as sleep } from 'node:timers/promises';
import { memory } from '../child.ts';
import { startBenchCluster } from '../cluster.ts';
import type { Row } from '../row.ts';

const settle = 20_000;

export const row: Row = {
  name: 'idle memory: control plane + node agent, RSS',
  floorName: '–',
  reach: { atMost: 200 },
  async run() {
    await using cluster = await startBenchCluster();
    await sleep(settle);
    const used = await Promise.all((await cluster.pids()).map(memory));
    const sum = (of: (one: (typeof used)[number]) => number): number => used.reduce((total, one) => total + of(one), 0);
    const each = used.map(({ rss, pss }) => `${rss.toFixed(0)} (${pss.toFixed(0)})`).join(' + ');
    return {
      measured: sum((m) => m.rss),
      unit: 'MiB',
      note: `${settle / 1000} s after the start; RSS (PSS) of each: ${each}; PSS together ${sum((m) => m.pss).toFixed(0)} MiB`,
    };
  },
};
