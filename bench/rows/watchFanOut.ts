import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { configMaps } from '../../src/machinery/resources.ts';
import { startBenchServer } from '../apiServer.ts';
import { cpuMilliseconds, startProgram, type Child } from '../child.ts';
import { benchConfigMap } from '../objects.ts';
import type { Delivery, WatchersSpec } from '../programs/watchers.ts';
import { median, spread, type Row } from '../row.ts';

const watchers = 1000;
const rounds = 40;
const programs = join(import.meta.dirname, '..', 'programs');

export const row: Row = {
  name: 'one change to 1 000 watchers, over TLS',
  floorName: 'same bytes to 1 000 bare TLS sockets',
  reach: { atLeast: 0.7 },
  async run() {
    await using server = await startBenchServer();
    const { metadata } = await server.client.resource(configMaps).create(benchConfigMap('watched'));
    const collection = '/api/v1/namespaces/default/configmaps';
    const spec: Omit<WatchersSpec, 'port'> = {
      directory: server.directory,
      watchers,
      watchPath: `${collection}?watch=1&resourceVersion=${metadata.resourceVersion}`,
      changePath: `${collection}/watched`,
      patch: '{"data":{"change":"%N%"}}',
    };
    const watch = (port: number): Promise<Child> =>
      startProgram(join(programs, 'watchers.ts'), [JSON.stringify({ ...spec, port })]);

    await using ours = await watch(server.port);
    const { frame } = await change(ours);
    const file = join(server.directory, 'frame');
    await writeFile(file, Buffer.from(frame, 'base64'));
    await using bare = await startProgram(join(programs, 'bareBroadcast.ts'), [server.directory, file]);
    await using floor = await watch(Number(bare.firstLine));

    await series(ours, server.pid, 10);
    await series(floor, bare.pid, 10);
    const [first, bottom, second] = [
      await series(ours, server.pid, rounds / 2),
      await series(floor, bare.pid, rounds / 2),
      await series(ours, server.pid, rounds / 2),
    ];
    const times = [...first.times, ...second.times];
    const perSecond = (milliseconds: readonly number[]): number => watchers / (median(milliseconds) / 1000);
    return {
      floor: perSecond(bottom.times),
      measured: perSecond(times),
      unit: 'deliveries/s',
      note:
        `${Buffer.from(frame, 'base64').length} bytes a frame; from the change being sent to the last watcher: floor ${median(bottom.times).toFixed(1)} ms, ` +
        `measured ${median(times).toFixed(1)} ms with its durable write; processor time of the server a change: floor ${bottom.cpu.toFixed(1)} ms, ` +
        `measured ${((first.cpu + second.cpu) / 2).toFixed(1)} ms; quickest ${spread([Math.min(...bottom.times), Math.min(...times)], 1)} ms`,
    };
  },
};

async function change(child: Child): Promise<Delivery> {
  // A named seam: the bench's own program.
  return JSON.parse(await child.ask('change')) as Delivery;
}

/** So many changes one after another: the milliseconds of each, and those of the server's processor time for one. */
async function series(child: Child, server: number, count: number): Promise<{ times: number[]; cpu: number }> {
  const before = await cpuMilliseconds(server);
  const times: number[] = [];
  for (let i = 0; i < count; i++) times.push((await change(child)).milliseconds);
  return { times, cpu: ((await cpuMilliseconds(server)) - before) / count };
}
