/**
 * A whole cluster for end-to-end tests, started and stopped by the real program. It shares nothing with any other
 * cluster of the machine but the images, which are made once. Disposing it asserts that nothing of it is left.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { adminClient, type AdminClient } from '../../src/cluster/adminClient.ts';
import { layoutOf, type Layout } from '../../src/cluster/layout.ts';
import type { ProcessState } from '../../src/cluster/process/announce.ts';
import { buildExamples } from '../../src/node/images/build.ts';
import { run, type CommandOptions, type CommandResult } from './command.ts';
import { freeClusterCIDR, freePodCIDR, freePorts } from '../../src/testing/freeAddresses.ts';
import { kubectlPath, type KubectlVersion } from './kubectlBinary.ts';
import { belongsToAnother, leftovers, machineState, type Identity } from './machineState.ts';

export const root = join(import.meta.dirname, '..', '..');

/** A runner of one program: its arguments, then options. */
export type Runner = (args: readonly string[], options?: CommandOptions) => Promise<CommandResult>;

export interface ClusterStatus {
  readonly ok: boolean;
  readonly processes: readonly ProcessState[];
}

export interface TestCluster extends AsyncDisposable {
  readonly layout: Layout;
  readonly nodeName: string;
  /** What `peapod up` printed. */
  readonly up: CommandResult;
  readonly client: AdminClient;
  /** `bin/peapod --data-dir …` */
  peapod: Runner;
  /** Starts it (again) with the flags that it was made with. */
  start(...args: string[]): Promise<CommandResult>;
  /** Real kubectl with the cluster's kubeconfig; the newest unless a version is named. */
  kubectl(version?: KubectlVersion): Runner;
  status(): Promise<ClusterStatus>;
}

export interface TestClusterOptions {
  /** Of the test: becomes part of the directory's and the bridge's name. */
  readonly name: string;
  readonly manifests?: readonly string[];
  /** How many the machine is to be; 1 when absent. */
  readonly nodes?: number;
  /** Of `peapod up`, beside those that keep clusters apart; a --cluster-cidr stands in the place of a --pod-cidr. */
  readonly flags?: readonly string[];
  /** Before the first start: the folders are there, with the images. */
  readonly prepare?: (layout: Layout) => Promise<void>;
  /** Variables of `peapod up`, for the processes that it starts. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Where `peapod` is run with a directory of its own. */
export const peapodIn =
  (directory: string): Runner =>
  (args, options) =>
    run(join(root, 'bin', 'peapod'), ['--data-dir', directory, ...args], { timeout: 240_000, ...options });

/** Rejects with what `peapod up` said when the cluster does not come up; then nothing of it is left either. */
export async function startTestCluster(options: TestClusterOptions): Promise<TestCluster> {
  const { name, manifests = [], nodes = 1, env = {}, flags: further = [] } = options;
  const folder = mkdtempSync(join(tmpdir(), `peapod-${name}-`));
  const layout = layoutOf(join(folder, 'data'));
  const [apiPort, agentPort] = await freePorts(2);
  const bridge = `pt${randomBytes(3).toString('hex')}`;
  const nodeName = 'peapod-test';
  const identity: Identity = { dataDirectory: layout.data, runDirectory: layout.run, name: layout.name, bridge };
  const before = await machineState(layout.data, layout.run);
  const peapod = peapodIn(layout.data);
  const flags = [
    '--node-name',
    nodeName,
    '--api-port',
    String(apiPort),
    '--agent-port',
    String(agentPort),
    ...(nodes > 1 ? ['--cluster-cidr', freeClusterCIDR(), '--nodes', String(nodes)] : []),
    ...(nodes === 1 && !further.includes('--cluster-cidr') ? ['--pod-cidr', freePodCIDR()] : []),
    ...further,
    '--bridge',
    bridge,
  ];
  const start = (...args: string[]) => peapod(['up', ...flags, ...args], { env });

  const remove = async (): Promise<void> => {
    const down = await peapod(['down', '--purge']);
    assert.equal(down.code, 0, `peapod down --purge: ${down.stderr}`);
    await rm(folder, { recursive: true });
    await assertNothingLeft(before, identity);
  };

  await shareImages(layout);
  await options.prepare?.(layout);
  const up = await start(...manifests.flatMap((file) => ['-f', file]));
  if (up.code !== 0) {
    const logs = await run('sh', ['-c', `cd ${layout.data} && tail -n 10 logs/*e.log nodes/*/logs/node.log`]);
    await remove();
    throw new Error(`peapod up ended with ${up.code}\n${up.stdout}${up.stderr}${logs.stdout}`);
  }
  const client = adminClient(layout);
  return {
    layout,
    nodeName,
    up,
    client,
    peapod,
    start,
    kubectl: (version) => async (args, options) =>
      run(await kubectlPath(version), args, {
        ...options,
        env: { KUBECONFIG: layout.kubeconfig, HOME: folder, ...options?.env },
      }),
    async status() {
      const { stdout } = await peapod(['status', '-o', 'json']);
      // A named seam: the program's own output.
      return JSON.parse(stdout) as ClusterStatus;
    },
    async [Symbol.asyncDispose]() {
      client.transport[Symbol.dispose]();
      await remove();
    },
  };
}

/** The images are made once for all clusters of the tests; each has them as hard links. */
async function shareImages({ data, images }: Layout): Promise<void> {
  const shared = join(root, 'node_modules', '.cache', 'peapod-test-images');
  await buildExamples({ layoutDir: shared });
  await mkdir(data, { mode: 0o700 });
  const { code, stderr } = await run('cp', ['-al', shared, images]);
  assert.equal(code, 0, stderr);
}

/** Compares until equal for a few seconds: the kernel removes namespaces and links a moment later. */
async function assertNothingLeft(before: ReadonlySet<string>, identity: Identity): Promise<void> {
  let left: string[] = [];
  for (let attempt = 0; attempt < 30; attempt++) {
    const after = await machineState(identity.dataDirectory, identity.runDirectory);
    left = leftovers(before, after).filter((line) => !belongsToAnother(line, identity));
    if (left.length === 0) return;
    await sleep(100);
  }
  assert.deepEqual(left, [], 'left on the machine');
}
