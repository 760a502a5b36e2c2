import { setTimeout as sleep } from 'node:timers/promises';
import { cpuMilliseconds } from '../child.ts';
import { startBenchCluster } from '../cluster.ts';
import type { Row } from '../row.ts';

const settle = 10_000;
const period = 20_000;

export const row: Row = {
  name: 'idle CPU: control plane + node agent',
  floorName: '–',
  reach: { atMost: 1 },
  async run() {
    await using cluster = await startBenchCluster();
    await sleep(settle);
    const pids = await cluster.pids();
    const before = await Promise.all(pids.map(cpuMilliseconds));
    await sleep(period);
    const after = await Promise.all(pids.map(cpuMilliseconds));
    const percent = after.map((milliseconds, i) => ((milliseconds - (before[i] ?? 0)) / period) * 100);
    return {
      measured: percent.reduce((sum, one) => sum + one, 0),
      unit: '% of a core',
      note: `over ${period / 1000} s: ${percent.map((one) => one.toFixed(2)).join(' + ')} %`,
    };
  },
};
