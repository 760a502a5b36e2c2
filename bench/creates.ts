/** What is common to the rows that write: the API server beside the store alone, with the bytes that it stores. */
import type { KubeObject } from '../src/machinery/object.ts';
import type { Resource } from '../src/machinery/resource.ts';
import { requestPath } from '../src/client/requestPath.ts';
import { startBenchServer } from './apiServer.ts';
import { storeCreates } from './floors/storeCreates.ts';
import { loadOf, type Load } from './load.ts';
import { median, spread, type Measurement } from './row.ts';

const rounds = 3;
const connections = 32;

export async function measureCreates<T extends KubeObject>(
  resource: Resource<T>,
  make: (name: string) => T,
): Promise<Measurement> {
  await using server = await startBenchServer();
  const stored = await server.client.resource(resource).create(make('sample'));
  const bytes = Buffer.from(JSON.stringify(stored));
  const path = requestPath({ verb: 'create', resource, namespace: 'default' });
  const create = (milliseconds: number): Promise<Load> =>
    loadOf(server.pid, {
      port: server.port,
      directory: server.directory,
      connections,
      milliseconds,
      method: 'POST',
      path,
      body: JSON.stringify(make('%NAME%')),
      status: 201,
    });
  await create(1500);
  const floors: number[] = [];
  const measured: Load[] = [];
  for (let round = 0; round < rounds; round++) {
    floors.push(await storeCreates(bytes, connections));
    measured.push(await create(2500));
  }
  const rates = measured.map((load) => load.perSecond);
  return {
    floor: median(floors),
    measured: median(rates),
    unit: 'creates/s',
    note:
      `${bytes.length} bytes stored; processor time of the server a create: ${median(measured.map((l) => l.cpu)).toFixed(0)} µs, ` +
      `answered in ${median(measured.map((l) => l.median)).toFixed(1)} ms; rounds: floor ${spread(floors)}, measured ${spread(rates)}`,
  };
}
