/** A whole cluster, started and stopped by the real program, with its own directory, ports, bridge and Pod range. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { adminClient, type AdminClient } from '../src/cluster/adminClient.ts';
import { layoutOf, type Layout } from '../src/cluster/layout.ts';
import { currentState } from '../src/cluster/process/observe.ts';
import { roles } from '../src/cluster/process/role.ts';
import { buildExamples } from '../src/node/images/build.ts';

const root = join(import.meta.dirname, '..');
const flags = '--node-name bench --api-port 27443 --agent-port 27250 --pod-cidr 10.248.0.0/24 --bridge pp-bench'.split(
  ' ',
);

export interface BenchCluster extends AsyncDisposable {
  readonly layout: Layout;
  readonly client: AdminClient;
  /** Milliseconds that `peapod up` took, from starting the program to its end. */
  readonly upMilliseconds: number;
  /** Of the control plane and the node agent. */
  pids(): Promise<number[]>;
}

/** Rejects with what `peapod up` said when the cluster does not come up. Disposing removes all of it. */
export async function startBenchCluster(): Promise<BenchCluster> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'peapod-bench-'));
  const layout = layoutOf(join(folder, 'data'));
  const peapod = (...args: string[]) =>
    promisify(execFile)(join(root, 'bin', 'peapod'), ['--data-dir', layout.data, ...args]);
  // When it cannot be taken down, its directory must stay: without it nobody could.
  stack.defer(async () => {
    await peapod('down', '--purge');
    await rm(folder, { recursive: true });
  });
  const interrupted = (): void => {
    spawnSync(join(root, 'bin', 'peapod'), ['--data-dir', layout.data, 'down', '--purge']);
    process.exit(1);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, interrupted);
    stack.defer(() => void process.off(signal, interrupted));
  }
  await installImages(layout);
  const started = performance.now();
  await peapod('up', ...flags);
  const upMilliseconds = performance.now() - started;
  const client = adminClient(layout);
  stack.defer(() => client.transport[Symbol.dispose]());
  const owned = stack.move();
  return {
    layout,
    client,
    upMilliseconds,
    pids: async () =>
      (await Promise.all(roles.map((role) => currentState(layout, role)))).flatMap((s) => (s ? [s.pid] : [])),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** As on a machine where Peapod has run before: the images are made once, each cluster has them as hard links. */
async function installImages({ data, images }: Layout): Promise<void> {
  const made = join(root, 'node_modules', '.cache', 'peapod-test-images');
  await buildExamples({ layoutDir: made });
  await mkdir(data, { mode: 0o700 });
  await promisify(execFile)('cp', ['-al', made, images]);
}
