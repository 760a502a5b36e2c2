/**
 * The control-plane process alone, on a data directory of its own: what a test of the API needs. It takes no root, and ends
 * with the process that started it, however that ends.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { adminClient, type AdminClient } from '../cluster/adminClient.ts';
import { clusterCertificates } from '../cluster/certificateNames.ts';
import { ensureConfig } from '../cluster/config.ts';
import { kubeconfigOf } from '../cluster/kubeconfig.ts';
import { layoutOf, type Layout } from '../cluster/layout.ts';
import { logFileOf } from '../cluster/process/launch.ts';
import { observe } from '../cluster/process/observe.ts';
import { endsWithParent } from '../cluster/process/role.ts';
import { program } from '../cluster/program.ts';
import { freePorts } from './freeAddresses.ts';

export interface TestControlPlane extends AsyncDisposable {
  readonly layout: Layout;
  readonly client: AdminClient;
  /** Of the API server: 'https://127.0.0.1:40123'. */
  readonly url: string;
  /** Starts it again. Resolves once every component has started. */
  start(): Promise<void>;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
}

const startTimeout = 30_000;

/** Prepares a data directory as `peapod up` does, and starts the process on it. Disposing removes both. */
export async function startControlPlane(name: string): Promise<TestControlPlane> {
  const folder = await mkdtemp(join(tmpdir(), `peapod-${name}-`));
  const layout = layoutOf(join(folder, 'data'));
  const [apiPort = 0, agentPort = 0] = await freePorts(2);
  const config = await ensureConfig(layout, { nodeName: 'peapod-test', apiPort, agentPort });
  const url = `https://127.0.0.1:${apiPort}`;
  await writeFile(layout.kubeconfig, kubeconfigOf(await clusterCertificates(layout, config), url), { mode: 0o600 });
  await mkdir(layout.logs);
  const client = adminClient(layout);
  let child: ChildProcess | undefined;

  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  };
  const controlPlane: TestControlPlane = {
    layout,
    client,
    url,
    async start() {
      child = startProcess(layout);
      await untilReady(layout, child);
    },
    kill: () => end('SIGKILL'),
    async [Symbol.asyncDispose]() {
      client.transport[Symbol.dispose]();
      await end('SIGTERM');
      await rm(folder, { recursive: true });
      await rm(layout.run, { recursive: true, force: true });
    },
  };
  try {
    await controlPlane.start();
  } catch (error) {
    await controlPlane[Symbol.asyncDispose]();
    throw error;
  }
  return controlPlane;
}

function startProcess(layout: Layout): ChildProcess {
  const log = openSync(logFileOf(layout, 'control-plane'), 'a');
  const child = spawn(process.execPath, [program, 'process', 'control-plane', '--data-dir', layout.data], {
    stdio: ['pipe', log, log],
    cwd: '/',
    env: { ...process.env, NODE_COMPILE_CACHE: layout.compileCache, [endsWithParent]: '1' },
  });
  closeSync(log);
  // It is no reason for a test's process to stay.
  child.unref();
  if (child.stdin && 'unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref();
  return child;
}

async function untilReady(layout: Layout, child: ChildProcess): Promise<void> {
  const deadline = AbortSignal.timeout(startTimeout);
  while (!deadline.aborted && child.exitCode === null) {
    for await (const state of observe(layout, 'control-plane', deadline)) if (state.ready) return;
    await sleep(10);
  }
  const log = readFileSync(logFileOf(layout, 'control-plane'), 'utf8').slice(-4000);
  throw new Error(`the control plane does not start (exit code ${child.exitCode}):\n${log}`);
}
