/** Starting one of Peapod's processes and waiting for it. */
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Layout } from './layout.ts';
import { launch, logFileOf } from './process/launch.ts';
import { observe } from './process/observe.ts';
import type { Role } from './process/role.ts';
import { UserError } from './userError.ts';

const announcePause = 20;

/** Starts the process unless it runs, and waits until all of its components have started. */
export async function startRole(layout: Layout, role: Role, signal: AbortSignal): Promise<void> {
  const logFile = logFileOf(layout, role);
  let child: ChildProcess | undefined;
  while (!signal.aborted) {
    for await (const state of observe(layout, role, signal)) if (state.ready) return;
    if (child && child.exitCode !== null && child.exitCode !== 0) {
      throw new UserError(`the ${role} could not start: ${lastError(logFile)}`, `its log says more: ${logFile}`);
    }
    child ??= launch(layout, role);
    // It announces itself within this time or a little more; there is nothing to wait on before it does.
    await sleep(announcePause);
  }
  throw new UserError(`the ${role} was not ready in time`, `its log says why: ${logFile}`);
}

/** The first line of the newest error in a log of ours. */
function lastError(logFile: string): string {
  const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n');
  const newest = lines.findLast((line) => line.startsWith('{') && line.includes('"error":'));
  if (newest === undefined) return lines.at(-1) ?? '';
  const { error }: { error?: unknown } = JSON.parse(newest);
  return typeof error === 'string' ? (error.split('\n')[0] ?? '') : JSON.stringify(error);
}
