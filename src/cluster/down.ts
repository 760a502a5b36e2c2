/**
 * Takes the cluster of a data directory down: Pods, processes, and everything that they made on the machine. The data
 * stays; `purge` removes it as well. Idempotent, and safe when the cluster is half up or was killed.
 */
import { rm } from 'node:fs/promises';
import { unmountBelow } from '../node/mounts.ts';
import { readConfig } from './config.ts';
import type { Layout } from './layout.ts';
import { clearFurtherNode, clearMachine } from './clearMachine.ts';
import { furtherNodes, readNodeConfig } from './nodeConfig.ts';
import { upMarker } from './process/keep.ts';
import { currentState, observe } from './process/observe.ts';
import type { Role } from './process/role.ts';
import type { Progress } from './progress.ts';

const politeMilliseconds = 10_000;

/** Resolves when nothing of it is left. */
export async function bringDown(layout: Layout, progress: Progress): Promise<void> {
  // First the marker: from here on the processes no longer start each other.
  const further = furtherNodes(layout).map((node) => node.layout);
  for (const each of [layout, ...further]) await rm(upMarker(each), { force: true });
  progress.doing('stopping the processes');
  await Promise.all([layout, ...further].map((each) => stopRole(each, 'node')));
  for (const role of ['keeper', 'control-plane'] as const) await stopRole(layout, role);
  progress.doing('stopping Pods and removing what they used');
  await clearAll(layout);
}

/** Removes what a cluster whose processes have ended made on the machine, and leaves its data. */
export async function clearAll(layout: Layout): Promise<void> {
  await Promise.all(furtherNodes(layout).map((node) => takeAway(node.layout)));
  const config = readConfig(layout) ?? readNodeConfig(layout);
  if (config) await clearMachine(layout, config);
  await rm(layout.run, { recursive: true, force: true });
}

/** Takes one further node of the machine down, and leaves its data. */
export async function bringNodeDown(layout: Layout): Promise<void> {
  await rm(upMarker(layout), { force: true });
  await stopRole(layout, 'node');
  await takeAway(layout);
}

async function takeAway(layout: Layout): Promise<void> {
  await clearFurtherNode(layout);
  await rm(layout.run, { recursive: true, force: true });
}

/** Removes the data as well. What is mounted into Pods may be a user's own folder: it must not be emptied. */
export async function purge(layout: Layout): Promise<void> {
  for (const { layout: further } of furtherNodes(layout)) await unmountBelow(further.node);
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
