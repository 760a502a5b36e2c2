/**
 * Brings the cluster of a data directory up, or finds it up.
 *
 * Guarantees:
 *  - Idempotent: run again, it changes nothing that is as it should be.
 *  - It returns once every component says it is well and the node is Ready for Pods.
 *  - When a first start fails, what it made is gone again; data that was there before is never touched.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Node } from '../api/core/v1.ts';
import { nodes } from '../machinery/resources.ts';
import { adminClient } from './adminClient.ts';
import { certificateNames } from './certificateNames.ts';
import { ensureCertificates } from './certificates.ts';
import {
  defaults,
  ensureConfig,
  machineAddress,
  readConfig,
  type ClusterConfig,
  type ClusterOptions,
} from './config.ts';
import { bringDown } from './down.ts';
import { kubeconfigOf } from './kubeconfig.ts';
import { commandOf, type Layout } from './layout.ts';
import { checkOtherClusters, claimOf } from './otherClusters.ts';
import { upMarker } from './process/keep.ts';
import { launch, logFileOf } from './process/launch.ts';
import { currentState, observe } from './process/observe.ts';
import { roles, type Role } from './process/role.ts';
import type { Progress } from './progress.ts';
import { prepareMachine } from './prepareMachine.ts';
import { UserError } from './userError.ts';

const announcePause = 20;

export interface Up {
  readonly config: ClusterConfig;
  /** Nothing had to be started. */
  readonly alreadyUp: boolean;
}

/** Throws UserError for what a person must mend, with the hint how. `signal` interrupts, and undoes a first start. */
export async function bringUp(
  layout: Layout,
  options: ClusterOptions,
  progress: Progress,
  signal: AbortSignal,
): Promise<Up> {
  const stored = readConfig(layout);
  if (stored && (await isUp(layout))) {
    return { config: await ensureConfig(layout, options), alreadyUp: true };
  }
  const first = !existsSync(layout.data);
  try {
    checkOtherClusters(layout, { ...defaults, ...stored, ...options });
    await prepareMachine(layout, options, progress, signal);
    const config = await ensureConfig(layout, options);
    await prepareCertificates(layout, config);
    await mkdir(layout.run, { recursive: true, mode: 0o700 });
    await writeFile(upMarker(layout), claimOf(layout, config));
    progress.doing('starting the control plane and the node');
    const started = performance.now();
    await Promise.all(roles.map((role) => startRole(layout, role, signal)));
    progress.done('control plane', `https://${machineAddress()}:${config.apiPort}, ready in ${since(started)}`);
    progress.doing('waiting for the node');
    await nodeReady(layout, config.nodeName, signal);
    progress.done('node', `${config.nodeName} is Ready, ${since(started)} after the start`);
    return { config, alreadyUp: false };
  } catch (error) {
    if (existsSync(upMarker(layout))) await bringDown(layout, progress);
    if (first) await rm(layout.data, { recursive: true, force: true });
    throw error;
  }
}

async function isUp(layout: Layout): Promise<boolean> {
  const states = await Promise.all(roles.map((role) => currentState(layout, role)));
  return states.every((s) => s?.ready === true);
}

/** Certificates for this machine's names and addresses of today, and a kubeconfig that uses them. */
async function prepareCertificates(layout: Layout, config: ClusterConfig): Promise<void> {
  const certificates = await ensureCertificates(layout.certificates, certificateNames(config, machineAddress()));
  await writeFile(layout.kubeconfig, kubeconfigOf(certificates, `https://127.0.0.1:${config.apiPort}`), {
    mode: 0o600,
  });
}

/** Starts the process unless it runs, and waits until all of its components have started. */
async function startRole(layout: Layout, role: Role, signal: AbortSignal): Promise<void> {
  const logFile = logFileOf(layout, role);
  let child: ChildProcess | undefined;
  while (!signal.aborted) {
    for await (const state of observe(layout, role, signal)) if (state.ready) return;
    if (child && child.exitCode !== null && child.exitCode !== 0) {
      throw new UserError(`the ${role} could not start: ${lastError(logFile)}`, `its log says more: ${logFile}`);
    }
    child ??= launch(layout, role);
    // It announces itself within this time or a little more; there is nothing to wait on before it does.
    await sleep(announcePause);
  }
  throw new UserError(`the ${role} was not ready in time`, `its log says why: ${logFile}`);
}

/** The first line of the newest error in a log of ours. */
function lastError(logFile: string): string {
  const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n');
  const newest = lines.findLast((line) => line.startsWith('{') && line.includes('"error":'));
  if (newest === undefined) return lines.at(-1) ?? '';
  const { error }: { error?: unknown } = JSON.parse(newest);
  return typeof error === 'string' ? (error.split('\n')[0] ?? '') : JSON.stringify(error);
}

/** Resolves when the node is Ready and takes Pods. */
async function nodeReady(layout: Layout, name: string, signal: AbortSignal): Promise<void> {
  const client = adminClient(layout);
  const parameters = { fieldSelector: `metadata.name=${name}` };
  for await (const event of client.resource(nodes).watch(undefined, parameters, signal)) {
    if (event.type !== 'BOOKMARK' && event.type !== 'DELETED' && takesPods(event.object)) return;
  }
  throw new UserError(
    `node ${name} did not become Ready in time`,
    `'${commandOf(layout)} status' tells the health of each component`,
  );
}

const takesPods = (node: Node): boolean =>
  node.status?.conditions?.some((c) => c.type === 'Ready' && c.status === 'True') === true &&
  !node.spec?.taints?.some((t) => t.key === 'node.kubernetes.io/not-ready');

const since = (started: number): string => `${((performance.now() - started) / 1000).toFixed(1)} s`;
