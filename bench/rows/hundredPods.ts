import { setTimeout as sleep } from 'node:timers/promises';
import { pods } from '../../src/machinery/resources.ts';
import { createCriClient, type CriClient } from '../../src/node/runtime/cri/client.ts';
import { runtimePaths } from '../../src/node/runtime/paths.ts';
import { cpuMilliseconds, memory } from '../child.ts';
import { startBenchCluster, type BenchCluster } from '../cluster.ts';
import { startBareSandbox } from '../floors/bareSandbox.ts';
import type { Row } from '../row.ts';

const count = 100;
const settle = 10_000;
const period = 20_000;
const image = 'peapod.local/busybox:latest';
const command = ['sleep', '3600'];

export const row: Row = {
  name: `${count} Pods at once → all Running`,
  floorName: `bare CRI calls of ${count} Pods at once`,
  reach: { atMost: 1.25 },
  async run() {
    await using cluster = await startBenchCluster();
    const { data, run } = cluster.layout;
    await using cri = createCriClient(runtimePaths({ dataDir: data, stateDir: run }).socket);
    await cri.waitForReady(5000);
    // The first Pod brings the image in.
    await allRunning(cluster, ['first']);
    const floor = await bareSeconds(cri, cluster);
    const names = Array.from({ length: count }, (_, i) => `pod-${i}`);
    const measured = await allRunning(cluster, names);
    return { floor, measured, unit: 's', note: await idleNote(cluster) };
  },
};

async function bareSeconds(cri: CriClient, { layout }: BenchCluster): Promise<number> {
  const bare = { image, command, directory: layout.node, cgroupParent: `/${layout.name}/bare` };
  const start = performance.now();
  const removals = await Promise.all(Array.from({ length: count }, () => startBareSandbox(cri, bare)));
  const seconds = (performance.now() - start) / 1000;
  await Promise.all(removals.map((remove) => remove()));
  return seconds;
}

/** Seconds from the first creation until a watcher has seen each of them Running. */
async function allRunning({ client }: BenchCluster, names: readonly string[]): Promise<number> {
  const stop = AbortSignal.timeout(300_000);
  const { metadata } = await client.resource(pods).list('default');
  const parameters = { resourceVersion: metadata?.resourceVersion ?? '' };
  const waiting = new Set(names);
  const events = client.resource(pods).watch('default', parameters, stop);
  const start = performance.now();
  const creating = Promise.all(
    names.map((name) =>
      client.resource(pods).create({
        metadata: { name, namespace: 'default' },
        spec: { containers: [{ name: 'main', image, imagePullPolicy: 'IfNotPresent', command: [...command] }] },
      }),
    ),
  );
  for await (const event of events) {
    if (event.type !== 'MODIFIED' || event.object.status?.phase !== 'Running') continue;
    waiting.delete(event.object.metadata.name);
    if (waiting.size === 0) break;
  }
  if (waiting.size > 0) throw new Error(`${waiting.size} of ${names.length} Pods are not Running`);
  await creating;
  return (performance.now() - start) / 1000;
}

/** What the two processes use while the Pods run and nothing happens. */
async function idleNote(cluster: BenchCluster): Promise<string> {
  await sleep(settle);
  const pids = await cluster.pids();
  const before = await Promise.all(pids.map(cpuMilliseconds));
  await sleep(period);
  const after = await Promise.all(pids.map(cpuMilliseconds));
  const percent = after.map((milliseconds, i) => (((milliseconds - (before[i] ?? 0)) / period) * 100).toFixed(2));
  const used = await Promise.all(pids.map(memory));
  return `then idle: ${percent.join(' + ')} % of a core, ${used.map(({ rss }) => rss.toFixed(0)).join(' + ')} MiB RSS`;
}
