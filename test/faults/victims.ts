/** Who can be killed, and killing them: always SIGKILL, as a machine short of memory does it. */
import path from 'node:path';
import type { Layout } from '../../src/cluster/layout.ts';
import { currentState } from '../../src/cluster/process/observe.ts';
import { runningPid } from '../../src/node/runtime/containerd.ts';
import { runtimePaths } from '../../src/node/runtime/paths.ts';
import { isAlive, processArguments, processIds } from '../../src/node/runtime/processes.ts';
import type { Dice } from './dice.ts';

export const victims = ['node', 'control-plane', 'containerd', 'shim'] as const;
export type Victim = (typeof victims)[number];

export const runtimeOf = ({ data, run }: Layout) => runtimePaths({ dataDir: data, stateDir: run });

/** False when there is none at this moment. */
export async function kill(layout: Layout, victim: Victim, luck: Dice): Promise<boolean> {
  const pid = await pidOf(layout, victim, luck);
  if (pid === undefined || !isAlive(pid)) return false;
  try {
    process.kill(pid, 'SIGKILL');
    return true;
  } catch {
    return false;
  }
}

async function pidOf(layout: Layout, victim: Victim, luck: Dice): Promise<number | undefined> {
  if (victim === 'containerd') return runningPid(runtimeOf(layout));
  if (victim !== 'shim') {
    // The two processes of a machine keep each other: both at once is what nobody is there to mend.
    const other = await currentState(layout, victim === 'node' ? 'control-plane' : 'node');
    return other?.ready ? (await currentState(layout, victim))?.pid : undefined;
  }
  const all = await shims(layout);
  return all[luck.roll(all.length)];
}

/** The processes between containerd and the containers: one a Pod. */
export async function shims(layout: Layout): Promise<number[]> {
  const { socket } = runtimeOf(layout);
  const found: number[] = [];
  for (const pid of await processIds()) {
    const args = (await processArguments(pid)) ?? [];
    if (path.basename(args[0] ?? '').startsWith('containerd-shim') && args.includes(socket)) found.push(pid);
  }
  return found;
}
