/** The API server alone in a process of its own, over a store of its own, and its administrator. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '../src/client/client.ts';
import { createClient } from '../src/client/createClient.ts';
import { createHttpsTransport } from '../src/client/httpsTransport.ts';
import { readKubeconfig } from '../src/client/kubeconfig.ts';
import { serviceAccounts } from '../src/machinery/resources.ts';
import { startProgram } from './child.ts';

export interface BenchServer extends AsyncDisposable {
  readonly pid: number;
  readonly port: number;
  /** Holds pki/: certificates that a floor can use as well. */
  readonly directory: string;
  readonly client: Client;
}

export async function startBenchServer(): Promise<BenchServer> {
  await using stack = new AsyncDisposableStack();
  const directory = await mkdtemp(join(tmpdir(), 'peapod-bench-'));
  stack.defer(() => rm(directory, { recursive: true }));
  const child = stack.use(await startProgram(join(import.meta.dirname, '..', 'tools', 'devServer.ts'), [directory]));
  const { connection } = readKubeconfig(join(directory, 'kubeconfig'));
  const transport = stack.use(createHttpsTransport(connection));
  const client = createClient(transport);
  // What the controllers, which are not here, would make: no Pod is admitted without.
  await client.resource(serviceAccounts).create({ metadata: { name: 'default', namespace: 'default' } });
  const owned = stack.move();
  return {
    pid: child.pid,
    port: Number(new URL(connection.server).port),
    directory,
    client,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** What a client or a server of the bench needs for TLS, as the cluster makes it. */
export async function tlsOf(directory: string, name: 'admin' | 'apiserver') {
  const read = (file: string): Promise<string> => readFile(join(directory, 'pki', file), 'utf8');
  const [ca, cert, key] = await Promise.all([read('ca.crt'), read(`${name}.crt`), read(`${name}.key`)]);
  return { ca, cert, key };
}
