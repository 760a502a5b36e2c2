/**
 * Takes the cluster of a data directory down: Pods, processes, and everything that they made on the machine. The data
 * stays; `purge` removes it as well. Idempotent, and safe when the cluster is half up or was killed.
 */
import { rm } from 'node:fs/promises';
import { unmountBelow } from '../node/runtime/mounts.ts';
import { readConfig } from './config.ts';
import type { Layout } from './layout.ts';
import { clearMachine } from './clearMachine.ts';
import { upMarker } from './process/keep.ts';
import { currentState, observe } from './process/observe.ts';
import { roles, type Role } from './process/role.ts';
import type { Progress } from './progress.ts';

const politeMilliseconds = 10_000;

/** Resolves when nothing of it is left. */
export async function bringDown(layout: Layout, progress: Progress): Promise<void> {
  // First the marker: from here on the processes no longer start each other.
  await rm(upMarker(layout), { force: true });
  progress.doing('stopping the processes');
  for (const role of [...roles].reverse()) await stopRole(layout, role);
  progress.doing('stopping Pods and removing what they used');
  const config = readConfig(layout);
  if (config) await clearMachine(layout, config);
  await rm(layout.run, { recursive: true, force: true });
}

/** Removes the data as well. What is mounted into Pods may be a user's own folder: it must not be emptied. */
export async function purge(layout: Layout): Promise<void> {
  await unmountBelow(layout.node);
  await rm(layout.data, { recursive: true, force: true });
}

async function stopRole(layout: Layout, role: Role): Promise<void> {
  const state = await currentState(layout, role);
  if (!state) return;
  const timer = setTimeout(() => kill(state.pid, 'SIGKILL'), politeMilliseconds);
  kill(state.pid, 'SIGTERM');
  // The connection closes when the process ends.
  for await (const later of observe(layout, role)) void later;
  clearTimeout(timer);
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
