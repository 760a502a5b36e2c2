/**
 * Ends shims that nobody knows: containerd died while it started one, and the one after it either has no note of it, or
 * takes its sandbox for dead and forgets it.
 *
 * A stray is a shim of whose sandbox, or container, the CRI service keeps no folder: it makes that before it starts the
 * shim, and removes it after everything in it has been stopped.
 */
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { endProcess, isAlive, processArguments, processIds } from './processes.ts';
import type { RuntimePaths } from './paths.ts';

/** Resolves with the pids of those that were ended. */
export async function endStrayShims(paths: RuntimePaths): Promise<number[]> {
  const strays = new Map<number, string>();
  for (const pid of await processIds()) {
    const id = shimId((await processArguments(pid)) ?? [], paths);
    if (id !== undefined && isAlive(pid) && !isRecorded(paths, id)) strays.set(pid, id);
  }
  if (strays.size === 0) return [];
  // What it holds would live on without it.
  for (const pid of await childrenOf(new Set(strays.keys()))) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  await Promise.all([...strays.keys()].map((pid) => endProcess(pid)));
  for (const id of strays.values()) await removeNotes(paths, id);
  return [...strays.keys()];
}

/** What runc or crun, each in a folder of its name, keep of a container. */
async function removeNotes({ state }: RuntimePaths, id: string): Promise<void> {
  for (const runtime of ['runc', 'crun'])
    await rm(path.join(state, runtime, 'k8s.io', id), { recursive: true, force: true });
}

const isRecorded = ({ root }: RuntimePaths, id: string): boolean =>
  ['sandboxes', 'containers'].some((kind) => existsSync(path.join(root, 'io.containerd.grpc.v1.cri', kind, id)));

/** The container that a process is the shim of; undefined for what is no shim of ours. */
function shimId(args: readonly string[], { socket }: RuntimePaths): string | undefined {
  if (!path.basename(args[0] ?? '').startsWith('containerd-shim') || !args.includes(socket)) return undefined;
  return args[args.indexOf('-id') + 1];
}

async function childrenOf(parents: ReadonlySet<number>): Promise<number[]> {
  const children: number[] = [];
  for (const pid of await processIds()) {
    const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '');
    // `pid (name) state parent …`, and the name may hold anything.
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    if (parents.has(parent)) children.push(pid);
  }
  return children;
}
