/**
 * Removes what a Peapod runtime made, and only that: its sandboxes and containers, its containerd and shims, their
 * mounts, network namespaces, sockets and cgroups. Images and configuration stay. Works in whatever state things are:
 * through CRI as far as that answers, then by what is left on the machine. Run again, it finds nothing to do.
 *
 * Ours is: a process with our socket or configuration among its arguments, or whose root file system lies in our
 * folders; a mount, socket or note below our folders or naming a namespace there.
 */
import { readFile, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { removeCgroup } from './cgroupTree.ts';
import { launchConfigured, runningPid } from './containerd.ts';
import { createCriClient } from './cri/client.ts';
import { readMounts, unmountBelow } from '../mounts.ts';
import { runtimePaths } from './paths.ts';
import type { RuntimeDirectories, RuntimePaths } from './paths.ts';
import { endProcess, hasExited, isAlive, processArguments, processIds } from './processes.ts';
import { canConnect } from './sockets.ts';
import { silent } from '../../machinery/log.ts';
import type { Logger } from '../../machinery/log.ts';

export interface CleanupOptions extends RuntimeDirectories {
  /** The cgroups that Pods are in, such as ['/kubepods']. Only name what is this cluster's alone. */
  readonly cgroupParents: readonly string[];
  /** Of a runtime that is not Peapod's: it keeps running, without the node's Pods. */
  readonly foreignEndpoint?: string | undefined;
  /** Milliseconds for the polite part. Default 20 000. */
  readonly timeout?: number | undefined;
  readonly log?: Logger | undefined;
  /** What a runtime that must be started once more is put behind, such as a network namespace; default: nothing. */
  readonly launcher?: readonly string[] | undefined;
}

export async function cleanupRuntime(options: CleanupOptions): Promise<void> {
  const paths = runtimePaths(options);
  const log = options.log ?? silent;
  const endpoint = options.foreignEndpoint ?? paths.socket;
  if (options.foreignEndpoint !== undefined || (await reachRuntime(paths, log, options.launcher))) {
    await removeSandboxes(endpoint, options.timeout ?? 20_000).catch((error: unknown) => {
      log.warn({ error }, 'sandboxes could not be removed through the runtime: removing them by force');
    });
  }
  const pid = await runningPid(paths);
  if (pid !== undefined) await endProcess(pid);

  const shimSockets = await notedShimSockets(paths);
  await killAll(await ourProcesses(paths));
  for (const cgroup of options.cgroupParents) await removeCgroup(cgroup);
  await unmountBelow(paths.state);
  await unmountBelow(paths.root);
  for (const socket of shimSockets) await rm(socket, { force: true });
  await removeCniNotes(paths);
  await rm(paths.state, { recursive: true, force: true });
  for (const file of [paths.pidFile, paths.socket, `${paths.socket}.ttrpc`]) await rm(file, { force: true });
}

/** Whether the runtime answers. One that is down is started once more where it has sandboxes to forget. */
async function reachRuntime(
  paths: RuntimePaths,
  log: Logger,
  launcher: readonly string[] | undefined,
): Promise<boolean> {
  if (await canConnect(paths.socket)) return true;
  // The CRI service keeps a folder for each sandbox, also across its own restarts.
  const sandboxes = path.join(paths.root, 'io.containerd.grpc.v1.cri', 'sandboxes');
  if ((await readdir(sandboxes).catch(() => [])).length === 0) return false;
  try {
    await launchConfigured(paths, { startTimeout: 5000, launcher });
    return true;
  } catch (error) {
    log.warn({ error }, 'the runtime cannot be started: removing its sandboxes by force');
    return false;
  }
}

async function removeSandboxes(endpoint: string, timeout: number): Promise<void> {
  await using cri = createCriClient(endpoint);
  const signal = AbortSignal.timeout(timeout);
  const { items } = await cri.listPodSandbox({}, { signal });
  const removals = await Promise.allSettled(
    items.map(async ({ id }) => {
      await cri.stopPodSandbox({ podSandboxId: id }, { signal });
      await cri.removePodSandbox({ podSandboxId: id }, { signal });
    }),
  );
  const failed = removals.find((removal) => removal.status === 'rejected');
  if (failed) throw failed.reason;
}

/** The CNI library notes each attachment in a folder that all runtimes share, with the namespace that it was made in. */
async function removeCniNotes(paths: RuntimePaths): Promise<void> {
  const folder = '/var/lib/cni/results';
  for (const name of await readdir(folder).catch(() => [])) {
    const file = path.join(folder, name);
    const note = await readFile(file, 'utf8').catch(() => '');
    if (note.includes(`"sandbox":"${paths.state}/`)) await rm(file, { force: true });
  }
}

/** Shims listen in a folder that all containerds share; which socket is whose is noted in ours. */
async function notedShimSockets(paths: RuntimePaths): Promise<string[]> {
  const folder = path.join(paths.state, 'io.containerd.runtime.v2.task', 'k8s.io');
  const ids = await readdir(folder).catch(() => []);
  const addresses = await Promise.all(
    ids.map((id) => readFile(path.join(folder, id, 'address'), 'utf8').catch(() => '')),
  );
  return [...new Set(addresses)]
    .filter((each) => each.startsWith('unix:///'))
    .map((each) => each.slice('unix://'.length));
}

/** Shims first: they would report, and clean up after, the deaths of the others. */
async function ourProcesses(paths: RuntimePaths): Promise<number[]> {
  const shims: number[] = [];
  const contained: number[] = [];
  for (const pid of await processIds()) {
    const args = (await processArguments(pid)) ?? [];
    if (path.basename(args[0] ?? '').startsWith('containerd-shim') && args.includes(paths.socket)) shims.push(pid);
    else if (await hasOurRoot(pid, paths)) contained.push(pid);
  }
  return [...shims, ...contained];
}

async function hasOurRoot(pid: number, paths: RuntimePaths): Promise<boolean> {
  const mounts = await readMounts(pid).catch(() => []);
  const root = mounts.findLast((mount) => mount.mountPoint === '/');
  return root?.type === 'overlay' && root.superOptions.includes(`upperdir=${paths.root}/`);
}

async function killAll(pids: readonly number[]): Promise<void> {
  for (const pid of pids) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  for (const pid of pids) {
    if (!(await hasExited(pid, 10_000))) throw new Error(`process ${pid} does not end, though it was killed`);
  }
}
