/** What is common to the rows that read: the API server beside a bare https server that returns the same bytes. */
import { writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { get } from 'node:https';
import { join } from 'node:path';
import { startBenchServer, tlsOf, type BenchServer } from './apiServer.ts';
import { startProgram } from './child.ts';
import { loadOf, type Load } from './load.ts';
import { median, spread, type Measurement } from './row.ts';

const rounds = 5;

/** Requests of `path`, after `fill` has filled the server: floor and server in turns, the middle of their rounds. */
export async function measureReads(
  path: string,
  connections: number,
  fill: (server: BenchServer) => Promise<void>,
): Promise<Measurement> {
  await using server = await startBenchServer();
  await fill(server);
  const body = join(server.directory, 'body');
  const bytes = await bytesOf(server, path);
  await writeFile(body, bytes);
  await using bare = await startProgram(join(import.meta.dirname, 'programs', 'bareServer.ts'), [
    server.directory,
    body,
  ]);
  const of = (pid: number, port: number, milliseconds: number): Promise<Load> =>
    loadOf(pid, { port, directory: server.directory, connections, milliseconds, method: 'GET', path, status: 200 });

  const floors: Load[] = [];
  const measured: Load[] = [];
  for (let round = 0; round <= rounds; round++) {
    const milliseconds = 1500;
    const [floor, ours] = [
      await of(bare.pid, Number(bare.firstLine), milliseconds),
      await of(server.pid, server.port, milliseconds),
    ];
    // The first round warms both up.
    if (round === 0) continue;
    floors.push(floor);
    measured.push(ours);
  }
  return {
    floor: median(floors.map((load) => load.perSecond)),
    measured: median(measured.map((load) => load.perSecond)),
    unit: 'answers/s',
    note:
      `${bytes.length} bytes an answer; processor time of the server an answer: floor ${cpu(floors)}, measured ${cpu(measured)}; ` +
      `rounds: floor ${spread(floors.map((l) => l.perSecond))}, measured ${spread(measured.map((l) => l.perSecond))}`,
  };
}

const cpu = (loads: readonly Load[]): string => `${median(loads.map((load) => load.cpu)).toFixed(0)} µs`;

async function bytesOf({ directory, port }: BenchServer, path: string): Promise<Buffer> {
  const options = { ...(await tlsOf(directory, 'admin')), host: '127.0.0.1', port, path, agent: false };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(options, resolve).on('error', reject);
  });
  return Buffer.concat(await response.toArray());
}
