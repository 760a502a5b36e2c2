import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pods } from '../../src/machinery/resources.ts';
import { kubectlPath } from '../../test/e2e/kubectlBinary.ts';
import { startBenchServer } from '../apiServer.ts';
import { benchPod } from '../objects.ts';
import { median, spread, type Row } from '../row.ts';

const rounds = 30;
const peapod = join(import.meta.dirname, '..', '..', 'bin', 'peapod');

export const row: Row = {
  name: 'peapod get pods, the whole command',
  floorName: 'kubectl get pods, what it keeps on disk at hand',
  reach: { atMost: 1 },
  async run() {
    await using server = await startBenchServer();
    for (const name of ['web-0', 'web-1', 'web-2']) await server.client.resource(pods).create(benchPod(name));
    const kubectl = await kubectlPath();
    const words = ['get', 'pods', '--kubeconfig', join(server.directory, 'kubeconfig')];
    const floors: number[] = [];
    const measured: number[] = [];
    // The first round fills both programs' caches.
    for (let round = 0; round <= rounds; round++) {
      const [floor, ours] = [timeOf(kubectl, words), timeOf(peapod, words)];
      if (round === 0) continue;
      floors.push(floor);
      measured.push(ours);
    }
    return {
      floor: median(floors),
      measured: median(measured),
      unit: 'ms',
      note: `rounds: floor ${spread(floors)}, measured ${spread(measured)}`,
    };
  },
};

/** Milliseconds. */
function timeOf(program: string, words: readonly string[]): number {
  const began = performance.now();
  const { status, stderr } = spawnSync(program, words);
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr.toString()}`);
  return performance.now() - began;
}
