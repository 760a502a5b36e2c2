import { startBenchCluster } from '../cluster.ts';
import { containerdStarts } from '../floors/containerdStart.ts';
import { median, spread, type Row } from '../row.ts';

const starts = 4;

export const row: Row = {
  name: 'peapod up on an installed machine, to Node Ready',
  floorName: "containerd's start to its socket answering",
  reach: { atMostMore: 1500 },
  async run() {
    const times: number[] = [];
    for (let i = 0; i < starts; i++) {
      await using cluster = await startBenchCluster();
      times.push(cluster.upMilliseconds);
    }
    const [first = 0, ...later] = times;
    const floors = await containerdStarts(starts - 1);
    return {
      floor: median(floors),
      measured: median(later),
      unit: 'ms',
      note:
        `the whole command, with an empty data directory each time; not counted is the first one of this run: ${first.toFixed(0)} ms; ` +
        `rounds: floor ${spread(floors)}, measured ${spread(later)}; there is no cluster DNS yet to wait for`,
    };
  },
};
