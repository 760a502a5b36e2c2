/**
 * The container runtime for real: containerd of our own, images of our own pulled through our mirror, sandboxes on our
 * network, and afterwards nothing of it left on the machine. Needs root; uses its own folders, bridge and addresses.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { ensurePrerequisites } from '../../src/cluster/setup/prerequisites.ts';
import { HostPorts } from '../../src/network/hostPorts.ts';
import { ensurePodNetwork, removePodNetwork } from '../../src/network/podNetwork.ts';
import { buildExamples, sandboxImage } from '../../src/node/images/build.ts';
import { ImageLayout } from '../../src/node/images/layout.ts';
import { startMirror } from '../../src/node/images/mirror.ts';
import type { Mirror } from '../../src/node/images/mirror.ts';
import { writeRegistries } from '../../src/node/images/registries.ts';
import { cleanupRuntime } from '../../src/node/runtime/cleanup.ts';
import { startContainerd } from '../../src/node/runtime/containerd.ts';
import type { ContainerdChange, ContainerdProcess } from '../../src/node/runtime/containerd.ts';
import { createCriClient, isNotFound } from '../../src/node/runtime/cri/client.ts';
import type { CriClient } from '../../src/node/runtime/cri/client.ts';
import { ContainerState, NamespaceMode } from '../../src/node/runtime/cri/generated/cri_pb.js';
import { runtimeEvents } from '../../src/node/runtime/events.ts';
import type { RuntimeEvent } from '../../src/node/runtime/runtimeEvent.ts';
import { mountsBelow } from '../../src/node/mounts.ts';
import { runtimePaths } from '../../src/node/runtime/paths.ts';
import { isAlive, processArguments, processIds } from '../../src/node/runtime/processes.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'pp-t1-'));
const directories = { dataDir: path.join(folder, 'data'), stateDir: path.join(folder, 'run') };
const paths = runtimePaths(directories);
const layoutDir = path.join(folder, 'images');
const network = {
  bridge: 'pp-t1',
  table: 'peapod-t1',
  podCIDR: '10.245.0.0/24',
  configDir: paths.cniConfig,
  addressDir: paths.cniAddresses,
};
const cgroup = '/peapod-t1';
const cleanup = { ...directories, cgroupParents: [cgroup] };
const busybox = 'docker.io/library/busybox:latest';
const nginx = 'docker.io/library/nginx:latest';

let mirror: Mirror;
let containerd: ContainerdProcess;
let cri: CriClient;
const changes: ContainerdChange[] = [];

before(async () => {
  await ensurePrerequisites({ install: true, dataDir: folder, progress: { doing() {}, done() {} } });
  await buildExamples({ layoutDir, images: ['pause', 'busybox', 'nginx'] });
  mirror = await startMirror({ layout: new ImageLayout(layoutDir), isReachable: async () => false });
  await writeRegistries(paths.registries, mirror.url);
  await ensurePodNetwork(network);
  containerd = await startContainerd({ ...directories, sandboxImage, onChange: (change) => changes.push(change) });
  cri = createCriClient(containerd.endpoint);
  await cri.waitForReady(5000);
});

after(async () => {
  await cri[Symbol.asyncDispose]();
  await containerd[Symbol.asyncDispose]();
  await cleanupRuntime(cleanup);
  await removePodNetwork(network);
  await mirror[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

test('an image that is nowhere but here is pulled under the name of a public one', async () => {
  for (const image of [sandboxImage, busybox, nginx]) {
    const { imageRef } = await cri.pullImage({ image: { image } });
    assert.match(imageRef, /^sha256:[0-9a-f]{64}$/);
  }
  const { image } = await cri.imageStatus({ image: { image: 'docker.io/library/nginx:latest' } });
  assert.deepEqual(image?.repoTags, [nginx]);
  assert.match(image?.repoDigests[0] ?? '', /^docker\.io\/library\/nginx@sha256:/);
});

test('a container that ends is announced, with its exit code in the status already', async () => {
  await using events = follow();
  await events.until((event) => event.type === 'relist');
  const sandbox = await runSandbox('exits');
  const id = await run(sandbox, 'main', busybox, ['sh', '-c', 'echo done; exit 3']);
  const stopped = await events.until((event) => event.type === 'stopped' && event.containerId === id);
  assert.deepEqual(stopped, { type: 'stopped', containerId: id, sandboxId: sandbox.id });
  const { status } = await cri.containerStatus({ containerId: id });
  assert.equal(status?.state, ContainerState.CONTAINER_EXITED);
  assert.equal(status?.exitCode, 3);
  assert.match(readFileSync(path.join(folder, 'logs', 'main.log'), 'utf8'), / stdout F done\n$/);
  await removeSandbox(sandbox);
  await events.until((event) => event.type === 'deleted' && event.containerId === sandbox.id);
  await assert.rejects(cri.containerStatus({ containerId: id }), isNotFound);
});

test('Pods reach each other, the node and, through a host port, one of them under its own node address', async () => {
  const server = await runSandbox('server');
  const client = await runSandbox('client');
  await run(server, 'nginx', nginx);
  const inClient = await run(client, 'client', busybox, ['sleep', '1000']);
  const welcome = /Welcome to nginx/;
  await eventually(async () => assert.match(await get(`http://${server.ip}/`), welcome));
  assert.match(await exec(inClient, ['wget', '-qO-', `http://${server.ip}/`]), welcome);
  assert.match(await exec(inClient, ['ping', '-c1', '-W2', '10.245.0.1']), / 0% packet loss/);

  const ports = new HostPorts(network.table);
  const port = { protocol: 'tcp', hostIP: undefined, hostPort: 18_081, podIP: server.ip, containerPort: 80 } as const;
  await ports.apply([port]);
  const nodeAddress =
    Object.values(networkInterfaces())
      .flat()
      .find((each) => each?.family === 'IPv4' && !each.internal && !each.address.startsWith('10.245.'))?.address ??
    '10.245.0.1';
  assert.match(await get('http://127.0.0.1:18081/'), welcome);
  assert.match(await get(`http://${nodeAddress}:18081/`), welcome);
  assert.match(await exec(inClient, ['wget', '-qO-', '-T', '3', `http://${nodeAddress}:18081/`]), welcome);
  const inServer = await run(server, 'beside', busybox, ['sleep', '1000']);
  assert.match(await exec(inServer, ['wget', '-qO-', 'http://127.0.0.1/']), welcome);
  assert.match(await exec(inServer, ['wget', '-qO-', '-T', '3', `http://${nodeAddress}:18081/`]), welcome);
  await ports.apply([]);
  await assert.rejects(get('http://127.0.0.1:18081/'));
  await removeSandbox(server);
  await removeSandbox(client);
});

test('containers outlive a containerd that is killed; it comes back and tells to list again', async () => {
  await using events = follow();
  await events.until((event) => event.type === 'relist');
  const sandbox = await runSandbox('survivor');
  const id = await run(sandbox, 'main', busybox, ['sleep', '1000']);
  const pid = containerd.pid;
  process.kill(pid, 'SIGKILL');
  await events.until((event) => event.type === 'relist');
  assert.notEqual(containerd.pid, pid);
  assert.deepEqual(
    changes.map((change) => change.type),
    ['died', 'restarted'],
  );
  const { status } = await cri.containerStatus({ containerId: id });
  assert.equal(status?.state, ContainerState.CONTAINER_RUNNING);
  await cri.stopContainer({ containerId: id, timeout: 0n });
  await events.until((event) => event.type === 'stopped' && event.containerId === id);
  await removeSandbox(sandbox);
});

test('a second start adopts the containerd that runs', async () => {
  await using second = await startContainerd({ ...directories, sandboxImage });
  assert.equal(second.adopted, true);
  assert.equal(second.pid, containerd.pid);
});

test('cleaning up removes running Pods and leaves nothing, through CRI', async () => {
  const sandbox = await runSandbox('left-behind');
  await run(sandbox, 'main', nginx);
  const traces = await tracesOf(sandbox.id);
  await containerd[Symbol.asyncDispose]();
  await cleanupRuntime(cleanup);
  await removePodNetwork(network);
  await assertNothingLeft(traces);
  assert.deepEqual(readdirSync(path.join(paths.root, 'io.containerd.grpc.v1.cri', 'sandboxes')), []);
  await cleanupRuntime(cleanup);
});

test('cleaning up leaves nothing where containerd was killed and cannot be started', async () => {
  await ensurePodNetwork(network);
  containerd = await startContainerd({ ...directories, sandboxImage });
  await cri.waitForReady(5000);
  const sandbox = await runSandbox('orphan');
  await run(sandbox, 'main', nginx);
  const traces = await tracesOf(sandbox.id);
  await containerd[Symbol.asyncDispose]();
  process.kill(containerd.pid, 'SIGKILL');
  writeFileSync(paths.config, 'this is no configuration');
  await cleanupRuntime(cleanup);
  await removePodNetwork(network);
  await assertNothingLeft(traces);
});

interface Sandbox {
  readonly id: string;
  readonly ip: string;
  readonly config: ReturnType<typeof sandboxConfig>;
}

function sandboxConfig(name: string) {
  return {
    metadata: { name, namespace: 'default', uid: `uid-${name}`, attempt: 0 },
    logDirectory: path.join(folder, 'logs'),
    linux: {
      cgroupParent: `${cgroup}/${name}`,
      securityContext: { namespaceOptions: { pid: NamespaceMode.CONTAINER } },
    },
  };
}

async function runSandbox(name: string): Promise<Sandbox> {
  const config = sandboxConfig(name);
  const { podSandboxId: id } = await cri.runPodSandbox({ config });
  const { status } = await cri.podSandboxStatus({ podSandboxId: id });
  const ip = status?.network?.ip ?? '';
  assert.match(ip, /^10\.245\.0\.\d+$/);
  return { id, ip, config };
}

async function removeSandbox({ id }: Sandbox): Promise<void> {
  await cri.stopPodSandbox({ podSandboxId: id });
  await cri.removePodSandbox({ podSandboxId: id });
}

async function run({ id, config }: Sandbox, name: string, image: string, command: string[] = []): Promise<string> {
  const { containerId } = await cri.createContainer({
    podSandboxId: id,
    sandboxConfig: config,
    config: {
      metadata: { name },
      image: { image },
      command,
      logPath: `${name}.log`,
      linux: { securityContext: { namespaceOptions: { pid: NamespaceMode.CONTAINER } } },
    },
  });
  await cri.startContainer({ containerId });
  return containerId;
}

async function exec(containerId: string, cmd: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await cri.execSync({ containerId, cmd, timeout: 10n });
  assert.equal(exitCode, 0, `${cmd.join(' ')}: ${Buffer.from(stderr).toString()}`);
  return Buffer.from(stdout).toString();
}

async function get(url: string): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(3000), headers: { connection: 'close' } });
  return response.text();
}

async function eventually(check: () => Promise<void>): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await check();
    } catch (error) {
      if (attempt === 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

function follow() {
  const stop = new AbortController();
  const iterator = runtimeEvents(cri, { signal: stop.signal })[Symbol.asyncIterator]();
  return {
    async until(wanted: (event: RuntimeEvent) => boolean): Promise<RuntimeEvent> {
      for (;;) {
        const { value, done } = await iterator.next();
        if (done === true) throw new Error('the events ended');
        if (wanted(value)) return value;
      }
    },
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await iterator.return?.();
    },
  };
}

interface Traces {
  readonly sandboxId: string;
  readonly processes: readonly number[];
  readonly links: readonly string[];
  readonly shimSockets: readonly string[];
}

/** What a running sandbox has on the machine, for looking afterwards whether it is gone. */
async function tracesOf(sandboxId: string): Promise<Traces> {
  const links = readdirSync(`/sys/class/net/${network.bridge}/brif`);
  const processes: number[] = [];
  for (const pid of await processIds()) {
    const args = (await processArguments(pid)) ?? [];
    const cgroups = existsSync(`/proc/${pid}/cgroup`) ? readFileSync(`/proc/${pid}/cgroup`, 'utf8') : '';
    if (args.some((arg) => arg.startsWith(folder)) || cgroups.includes(`${cgroup}/`)) processes.push(pid);
  }
  const tasks = path.join(paths.state, 'io.containerd.runtime.v2.task', 'k8s.io');
  const shimSockets = readdirSync(tasks).map((id) =>
    readFileSync(path.join(tasks, id, 'address'), 'utf8').replace('unix://', ''),
  );
  assert(links.length > 0 && processes.length >= 4 && shimSockets.length > 0);
  assert((await mountsBelow(folder)).some((point) => point.includes('/netns/')));
  return { sandboxId, processes, links, shimSockets };
}

async function assertNothingLeft(traces: Traces): Promise<void> {
  assert.deepEqual(traces.processes.filter(isAlive), [], 'processes');
  assert.deepEqual(await mountsBelow(folder), [], 'mounts and network namespaces');
  assert.deepEqual(
    [...traces.links, network.bridge].filter((name) => existsSync(`/sys/class/net/${name}`)),
    [],
    'links',
  );
  assert.doesNotMatch(execFileSync('nft', ['list', 'tables']).toString(), /peapod-t1/);
  assert.deepEqual(traces.shimSockets.filter(existsSync), [], 'sockets of shims');
  const cgroups = readFileSync('/proc/self/mounts', 'utf8').matchAll(/^\S+ (\S+) cgroup2? /gm);
  assert.deepEqual([...cgroups].map((match) => `${match[1]}${cgroup}`).filter(existsSync), [], 'cgroups');
  const results = existsSync('/var/lib/cni/results') ? readdirSync('/var/lib/cni/results') : [];
  assert.deepEqual(
    results.filter((name) => name.includes(traces.sandboxId)),
    [],
    'notes of the CNI library',
  );
  assert.deepEqual(existsSync(paths.cniAddresses), false, 'addresses');
  assert.deepEqual(existsSync(paths.state), false, 'state');
}
