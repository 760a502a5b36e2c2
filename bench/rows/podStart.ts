import { setTimeout as sleep } from 'node:timers/promises';
import type { Pod } from '../../src/api/core/v1.ts';
import type { WatchEvent } from '../../src/client/client.ts';
import { pods } from '../../src/machinery/resources.ts';
import { createCriClient } from '../../src/node/runtime/cri/client.ts';
import { runtimePaths } from '../../src/node/runtime/paths.ts';
import { startBenchCluster, type BenchCluster } from '../cluster.ts';
import { bareSandbox } from '../floors/bareSandbox.ts';
import { median, spread, type Row } from '../row.ts';

const rounds = 10;
const image = 'peapod.local/busybox:latest';
const command = ['sleep', '3600'];

export const row: Row = {
  name: 'create a Pod → Running seen by a watcher',
  floorName: 'bare CRI: sandbox, create, start',
  reach: { atMost: 1.25 },
  async run() {
    await using cluster = await startBenchCluster();
    const { data, run } = cluster.layout;
    await using cri = createCriClient(runtimePaths({ dataDir: data, stateDir: run }).socket);
    await cri.waitForReady(5000);
    const bare = { image, command, directory: cluster.layout.node, cgroupParent: `/${cluster.layout.name}/bare` };
    const floors: number[] = [];
    const times: number[] = [];
    for (let round = 0; round <= rounds; round++) {
      const time = await createToRunning(cluster, `pod-${round}`);
      await sleep(300);
      const floor = await bareSandbox(cri, bare);
      await sleep(300);
      // The first of each brings the image in.
      if (round === 0) continue;
      times.push(time);
      floors.push(floor);
    }
    return {
      floor: median(floors),
      measured: median(times),
      unit: 'ms',
      note: `${rounds} Pods one after another, in turns with the floor: floor ${spread(floors)}, measured ${spread(times)}`,
    };
  },
};

/** Milliseconds. The Pod is gone when it resolves. */
async function createToRunning({ client }: BenchCluster, name: string): Promise<number> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), 60_000);
  const { items, metadata } = await client.resource(pods).list('default');
  if (items.length > 0) throw new Error('a Pod is left');
  const parameters = { resourceVersion: metadata?.resourceVersion ?? '' };
  const watch = client.resource(pods).watch('default', parameters, stop.signal);
  const events = watch[Symbol.asyncIterator]();
  // The watch is under way before anything happens.
  let next = events.next();
  const seen = async (test: (event: WatchEvent<Pod>) => boolean): Promise<void> => {
    for (;;) {
      const { value, done } = await next;
      if (done === true) throw new Error(`${name}: the watch ended`);
      next = events.next();
      if (test(value)) return;
    }
  };
  await sleep(50);
  const start = performance.now();
  await client.resource(pods).create({
    metadata: { name, namespace: 'default' },
    spec: { containers: [{ name: 'main', image, imagePullPolicy: 'IfNotPresent', command: [...command] }] },
  });
  await seen((event) => event.type === 'MODIFIED' && event.object.status?.phase === 'Running');
  const milliseconds = performance.now() - start;
  await client.resource(pods).delete(name, 'default', { gracePeriodSeconds: 0 });
  await seen((event) => event.type === 'DELETED');
  stop.abort();
  clearTimeout(timer);
  await next.catch(() => undefined);
  return milliseconds;
}
