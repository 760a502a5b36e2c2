/** Only the control-plane process, for tests of the API: it can be killed and started again. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { adminClient, type AdminClient } from '../../src/cluster/adminClient.ts';
import { certificateNames } from '../../src/cluster/certificateNames.ts';
import { ensureCertificates } from '../../src/cluster/certificates.ts';
import { ensureConfig, machineAddress } from '../../src/cluster/config.ts';
import { kubeconfigOf } from '../../src/cluster/kubeconfig.ts';
import { layoutOf, type Layout } from '../../src/cluster/layout.ts';
import { logFileOf } from '../../src/cluster/process/launch.ts';
import { observe } from '../../src/cluster/process/observe.ts';
import { root } from './cluster.ts';
import { freePorts } from './freePort.ts';

export interface TestControlPlane extends AsyncDisposable {
  readonly layout: Layout;
  readonly client: AdminClient;
  /** Resolves once every component has started. */
  start(): Promise<void>;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
}

const startTimeout = 30_000;

/** Prepares a data directory as `peapod up` does, and starts the process on it. */
export async function startControlPlane(name: string): Promise<TestControlPlane> {
  const folder = mkdtempSync(join(tmpdir(), `peapod-${name}-`));
  const layout = layoutOf(join(folder, 'data'));
  const [apiPort = 0, agentPort = 0] = await freePorts(2);
  const config = await ensureConfig(layout, { nodeName: 'peapod-test', apiPort, agentPort });
  const certificates = await ensureCertificates(layout.certificates, certificateNames(config, machineAddress()));
  await writeFile(layout.kubeconfig, kubeconfigOf(certificates, `https://127.0.0.1:${apiPort}`), { mode: 0o600 });
  await mkdir(layout.logs);
  const logFile = logFileOf(layout, 'control-plane');
  const client = adminClient(layout);
  let child: ChildProcess | undefined;

  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  };
  const start = async (): Promise<void> => {
    const deadline = AbortSignal.timeout(startTimeout);
    const program = join(root, 'src', 'cli', 'main.ts');
    const log = openSync(logFile, 'a');
    child = spawn(process.execPath, [program, 'process', 'control-plane', '--data-dir', layout.data], {
      stdio: ['ignore', log, log],
      cwd: '/',
      env: { ...process.env, NODE_COMPILE_CACHE: layout.compileCache },
    });
    closeSync(log);
    while (!deadline.aborted && child.exitCode === null) {
      for await (const state of observe(layout, 'control-plane', deadline)) if (state.ready) return;
      await sleep(10);
    }
    throw new Error(
      `the control plane does not start (exit code ${child.exitCode}):\n${readFileSync(logFile, 'utf8').slice(-4000)}`,
    );
  };
  const controlPlane: TestControlPlane = {
    layout,
    client,
    start,
    kill: () => end('SIGKILL'),
    async [Symbol.asyncDispose]() {
      client.transport[Symbol.dispose]();
      await end('SIGTERM');
      await rm(folder, { recursive: true });
      await rm(layout.run, { recursive: true, force: true });
    },
  };
  try {
    await start();
  } catch (error) {
    await controlPlane[Symbol.asyncDispose]();
    throw error;
  }
  return controlPlane;
}
