import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pods } from '../../src/machinery/resources.ts';
import { kubectlPath } from '../../test/e2e/kubectlBinary.ts';
import { startBenchCluster } from '../cluster.ts';
import { median, spread, type Row } from '../row.ts';

const rounds = 30;
const peapod = join(import.meta.dirname, '..', '..', 'bin', 'peapod');

export const row: Row = {
  name: 'peapod get pods on the machine of the cluster',
  floorName: 'kubectl get pods, what it keeps on disk at hand',
  reach: { atMost: 1 },
  async run() {
    await using cluster = await startBenchCluster();
    const containers = [{ name: 'main', image: 'peapod.local/busybox:latest', command: ['sleep', '3600'] }];
    for (const name of ['web-0', 'web-1', 'web-2'])
      await cluster.client.resource(pods).create({
        metadata: { name, namespace: 'default' },
        spec: { containers, terminationGracePeriodSeconds: 0 },
      });
    const kubectl = await kubectlPath();
    const words = ['get', 'pods', '--kubeconfig', cluster.layout.kubeconfig];
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
