/**
 * Brings the cluster of a data directory up, or finds it up.
 *
 * Guarantees:
 *  - Idempotent: run again, it changes nothing that is as it should be.
 *  - It returns once every component says it is well and the node is Ready for Pods.
 *  - When a first start fails, what it made is gone again; data that was there before is never touched.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import type { Node } from '../api/core/v1.ts';
import { nodes } from '../machinery/resources.ts';
import { adminClient } from './adminClient.ts';
import { clusterCertificates } from './certificateNames.ts';
import {
  ensureConfig,
  machineAddress,
  readConfig,
  settingsOf,
  type ClusterConfig,
  type ClusterOptions,
} from './config.ts';
import { bringDown, bringNodeDown, purge } from './down.ts';
import { letNodesOut, planFurtherNodes, prepareFurtherNodes } from './furtherNodes.ts';
import { kubeconfigOf } from './kubeconfig.ts';
import { commandOf, type Layout } from './layout.ts';
import { localSocket } from './localSocket.ts';
import { furtherNodes, type FurtherNode } from './nodeConfig.ts';
import { checkOtherClusters, claimed, claimOf } from './otherClusters.ts';
import { upMarker } from './process/keep.ts';
import { currentState } from './process/observe.ts';
import { roles } from './process/role.ts';
import type { Progress } from './progress.ts';
import { prepareMachine } from './prepareMachine.ts';
import { startRole } from './startRole.ts';
import { UserError } from './userError.ts';

export interface Up {
  readonly config: ClusterConfig;
  /** Nothing had to be started. */
  readonly alreadyUp: boolean;
}

/**
 * Throws UserError for what a person must mend, with the hint how. `signal` interrupts, and undoes a first start.
 * `nodeCount`: how many nodes the machine is to be; undefined: as many as it is.
 */
export async function bringUp(
  layout: Layout,
  options: ClusterOptions,
  nodeCount: number | undefined,
  progress: Progress,
  signal: AbortSignal,
): Promise<Up> {
  const stored = readConfig(layout);
  if (stored && (await isUp(layout))) {
    const config = await ensureConfig(layout, options);
    const added = await planFurtherNodes(layout, config, nodeCount);
    if (added.length > 0) await addNodes(layout, config, added, progress, signal);
    return { config, alreadyUp: added.length === 0 };
  }
  const first = !existsSync(layout.data);
  try {
    const settings = settingsOf(layout, options);
    const many = (nodeCount ?? 1) > 1 || furtherNodes(layout).length > 0;
    checkOtherClusters(layout, claimed(settings, many));
    await prepareMachine(layout, options, progress, signal);
    const config = await ensureConfig(layout, options);
    await planFurtherNodes(layout, config, nodeCount);
    const further = furtherNodes(layout);
    await prepareCertificates(layout, config);
    await mkdir(layout.run, { recursive: true, mode: 0o700 });
    await writeFile(upMarker(layout), claimOf(layout, claimed(config, many)));
    await prepareFurtherNodes(layout, config, further);
    progress.doing(`starting the control plane and the node${further.length > 0 ? 's' : ''}`);
    const started = performance.now();
    const nodesStarted = Promise.all(
      [layout, ...further.map((node) => node.layout)].map((each) => startRole(each, 'node', signal)),
    );
    nodesStarted.catch(() => {});
    await startRole(layout, 'control-plane', signal);
    progress.done('control plane', `https://${machineAddress()}:${config.apiPort}, ready in ${since(started)}`);
    await nodesStarted;
    await nodesReady(layout, [config, ...further.map((node) => node.config)], started, progress, signal);
    return { config, alreadyUp: false };
  } catch (error) {
    if (existsSync(upMarker(layout))) await bringDown(layout, progress);
    if (first) await rm(layout.data, { recursive: true, force: true });
    throw error;
  }
}

/** Adds nodes to a cluster that is up. What could not be added is gone again. */
async function addNodes(
  layout: Layout,
  config: ClusterConfig,
  added: readonly FurtherNode[],
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const started = performance.now();
  try {
    const claim = claimed(config, true);
    checkOtherClusters(layout, claim);
    await writeFile(upMarker(layout), claimOf(layout, claim));
    await prepareFurtherNodes(layout, config, added);
    await letNodesOut(layout, config);
    progress.doing(`starting ${added.map((node) => node.config.nodeName).join(', ')}`);
    await Promise.all(added.map((node) => startRole(node.layout, 'node', signal)));
    await nodesReady(
      layout,
      added.map((node) => node.config),
      started,
      progress,
      signal,
    );
  } catch (error) {
    for (const node of added) {
      await bringNodeDown(node.layout);
      await purge(node.layout);
    }
    const client = adminClient(layout);
    using _transport = client.transport;
    // One that has never been heard of is not there to delete.
    await Promise.allSettled(added.map((node) => client.resource(nodes).delete(node.config.nodeName)));
    throw error;
  }
}

async function isUp(layout: Layout): Promise<boolean> {
  const further = furtherNodes(layout).map((node) => currentState(node.layout, 'node'));
  const states = await Promise.all([...roles.map((role) => currentState(layout, role)), ...further]);
  return states.every((s) => s?.ready === true);
}

/** Certificates for this machine's names and addresses of today, and a kubeconfig that uses them. */
async function prepareCertificates(layout: Layout, config: ClusterConfig): Promise<void> {
  const certificates = await clusterCertificates(layout, config);
  await writeFile(
    layout.kubeconfig,
    kubeconfigOf(certificates, `https://127.0.0.1:${config.apiPort}`, localSocket(layout, certificates)),
    {
      mode: 0o600,
    },
  );
}

/** Resolves when all of them are Ready and take Pods; tells of each as it is. */
async function nodesReady(
  layout: Layout,
  wanted: readonly { readonly nodeName: string }[],
  started: number,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const client = adminClient(layout);
  using _transport = client.transport;
  const waiting = new Set(wanted.map(({ nodeName }) => nodeName));
  progress.doing(`waiting for ${waiting.size === 1 ? 'the node' : `${waiting.size} nodes`}`);
  for await (const event of client.resource(nodes).watch(undefined, {}, signal)) {
    if (event.type === 'BOOKMARK' || event.type === 'DELETED' || !takesPods(event.object)) continue;
    const { name } = event.object.metadata;
    if (!waiting.delete(name)) continue;
    progress.done('node', `${name} is Ready, ${since(started)} after the start`);
    if (waiting.size === 0) return;
    progress.doing(`waiting for ${[...waiting].join(', ')}`, 1 - waiting.size / wanted.length);
  }
  throw new UserError(
    `node ${[...waiting].join(', ')} did not become Ready in time`,
    `'${commandOf(layout)} status' tells the health of each component`,
  );
}

const takesPods = (node: Node): boolean =>
  node.status?.conditions?.some((c) => c.type === 'Ready' && c.status === 'True') === true &&
  !node.spec?.taints?.some((t) => t.key === 'node.kubernetes.io/not-ready');

const since = (started: number): string => `${((performance.now() - started) / 1000).toFixed(1)} s`;
