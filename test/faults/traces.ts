/** Everything that Pods leave on a machine while they are there, as lines of text that can be compared. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Layout } from '../../src/cluster/layout.ts';
import { createCriClient } from '../../src/node/runtime/cri/client.ts';
import { run } from '../e2e/command.ts';
import { runtimeOf, shims } from './victims.ts';

export async function traces(layout: Layout, bridge: string): Promise<string[]> {
  const paths = runtimeOf(layout);
  await using cri = createCriClient(`unix://${paths.socket}`);
  await cri.waitForReady(10_000);
  const [{ items }, { containers }] = await Promise.all([cri.listPodSandbox({}), cri.listContainers({})]);
  return [
    ...items.map(({ id, metadata }) => `sandbox ${metadata?.name} ${id}`),
    ...containers.map(({ id, metadata }) => `container ${metadata?.name} ${id}`),
    ...(await runtimeRecords(paths.socket)),
    ...(await shims(layout)).map((pid) => `shim ${pid}`),
    ...mounts([layout.data, layout.run]),
    ...list(`/sys/class/net/${bridge}/brif`).map((name) => `link ${name}`),
    ...list(path.join(paths.state, 'netns')).map((name) => `network namespace ${name}`),
    ...addresses(paths.cniAddresses),
    ...cgroups(layout.name),
    ...list(path.join(layout.node, 'pods')).map((name) => `folder of Pod ${name}`),
    ...list(path.join(layout.node, 'memory')).map((name) => `memory of Pod ${name}`),
    ...list(path.join(layout.node, 'logs')).map((name) => `logs of Pod ${name}`),
    ...list(path.join(paths.root, 'io.containerd.grpc.v1.cri', 'containers')).map(
      (name) => `record of container ${name}`,
    ),
    ...list(path.join(paths.root, 'io.containerd.grpc.v1.cri', 'sandboxes')).map((name) => `record of sandbox ${name}`),
    ...cniNotes(paths.state),
  ].sort();
}

const list = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);

/** containerd's own containers and tasks, below what its CRI service tells of. It collects snapshots itself, by and by. */
async function runtimeRecords(socket: string): Promise<string[]> {
  const ask = async (...args: string[]) =>
    (await run('ctr', ['--address', socket, '--namespace', 'k8s.io', ...args])).stdout.split('\n').filter(Boolean);
  const [containers, tasks] = await Promise.all([
    ask('containers', 'list', '--quiet'),
    ask('tasks', 'list', '--quiet'),
  ]);
  return [...containers.map((id) => `containerd container ${id}`), ...tasks.map((id) => `containerd task ${id}`)];
}

function mounts(folders: readonly string[]): string[] {
  return readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[4] ?? '')
    .filter((point) => folders.some((folder) => point.startsWith(`${folder}/`)))
    .map((point) => `mount ${point}`);
}

function addresses(folder: string): string[] {
  return list(folder).flatMap((network) =>
    list(path.join(folder, network))
      .filter((name) => /^\d+\./.test(name))
      .map((address) => `address ${address}`),
  );
}

function cgroups(name: string): string[] {
  const roots = existsSync('/sys/fs/cgroup/cgroup.controllers') ? [''] : list('/sys/fs/cgroup');
  const below = (folder: string): string[] =>
    list(folder).flatMap((entry) => {
      const at = path.join(folder, entry);
      return existsSync(path.join(at, 'cgroup.procs')) ? [`cgroup ${at}`, ...below(at)] : [];
    });
  return roots
    .flatMap((root) => below(path.join('/sys/fs/cgroup', root, name)))
    .filter((line) => line.includes('/pod'));
}

function cniNotes(state: string): string[] {
  const folder = '/var/lib/cni/results';
  return list(folder).flatMap((name) => {
    try {
      return readFileSync(path.join(folder, name), 'utf8').includes(`"sandbox":"${state}/`) ? [`note ${name}`] : [];
    } catch {
      return [];
    }
  });
}
