/**
 * `import { startCluster } from 'peapod/testing'`: a Kubernetes cluster inside a test file, of node:test, Vitest or any other
 * runner.
 *
 *  - Without nodes it is the control plane alone: API server, controllers and scheduler on a durable store. Any user may
 *    start one, in about a second. It ends with the process that started it.
 *  - With nodes, Pods run in real containers; that takes root and what `peapod up` brings in.
 *  - Clusters share nothing: several at once, in one process or many, do not collide.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import type { Client } from '../client/client.ts';
import { adminClient } from '../cluster/adminClient.ts';
import { bringDown, purge } from '../cluster/down.ts';
import { layoutOf } from '../cluster/layout.ts';
import type { Progress } from '../cluster/progress.ts';
import { bringUp } from '../cluster/up.ts';
import { startControlPlane } from './controlPlane.ts';
import { freeClusterCIDR, freePodCIDR, freePorts } from './freeAddresses.ts';

export interface ClusterOptions {
  /** How many nodes run Pods. 0, the default: the control plane alone. More takes root. */
  readonly nodes?: number;
  /** Milliseconds until it must be up; 120 000 unless given. */
  readonly timeout?: number;
}

export interface Cluster extends AsyncDisposable {
  /** Of the API server: 'https://127.0.0.1:40123'. */
  readonly url: string;
  /** The administrator's kubeconfig, in JSON, which is YAML too. */
  readonly kubeconfig: string;
  /** The file that it is in, for KUBECONFIG. */
  readonly kubeconfigPath: string;
  /** As the administrator. */
  readonly client: Client;
  /** Stops it and removes all of it; the same as disposing. A second call does nothing. */
  stop(): Promise<void>;
}

/** Rejects with UserError for what a person must mend, such as missing rights. */
export async function startCluster({ nodes = 0, timeout = 120_000 }: ClusterOptions = {}): Promise<Cluster> {
  if (!Number.isInteger(nodes) || nodes < 0)
    throw new RangeError(`nodes must be a whole number from 0 on, not ${nodes}`);
  return nodes === 0 ? controlPlaneAlone() : withNodes(nodes, timeout);
}

async function controlPlaneAlone(): Promise<Cluster> {
  const controlPlane = await startControlPlane('test');
  const { layout, client, url } = controlPlane;
  return clusterOf(url, layout.kubeconfig, client, async () => controlPlane[Symbol.asyncDispose]());
}

async function withNodes(count: number, timeout: number): Promise<Cluster> {
  const folder = await mkdtemp(join(tmpdir(), 'peapod-test-'));
  const layout = layoutOf(join(folder, 'data'));
  const [apiPort = 0, agentPort = 0] = await freePorts(2);
  const options = {
    nodeName: 'node-1',
    apiPort,
    agentPort,
    bridge: `pt${randomBytes(3).toString('hex')}`,
    ...(count === 1 ? { podCIDR: freePodCIDR() } : { clusterCIDR: freeClusterCIDR() }),
  };
  try {
    await bringUp(layout, options, count, silent, AbortSignal.timeout(timeout));
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  const client = adminClient(layout);
  return clusterOf(`https://127.0.0.1:${apiPort}`, layout.kubeconfig, client, async () => {
    client.transport[Symbol.dispose]();
    await bringDown(layout, silent);
    await purge(layout);
    await rm(folder, { recursive: true });
  });
}

async function clusterOf(
  url: string,
  kubeconfigPath: string,
  client: Client,
  remove: () => Promise<void>,
): Promise<Cluster> {
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopping ??= remove());
  return {
    url,
    kubeconfig: await readFile(kubeconfigPath, 'utf8'),
    kubeconfigPath,
    client,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

const silent: Progress = { doing() {}, done() {} };
