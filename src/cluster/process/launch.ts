/** Starts one of Peapod's processes in the background, detached from whoever started it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { enterNamespace } from '../../network/machineNetwork.ts';
import type { Layout } from '../layout.ts';
import { program } from '../program.ts';
import type { Role } from './role.ts';

/**
 * V8 lets the space of young objects grow to 3 × 16 MiB, and hardly ever gives it back: a fifth of an idle process. The
 * API server keeps a little more, as a collection costs it requests.
 */
const youngSpace: Record<Role, string> = {
  'control-plane': '--max-semi-space-size=4',
  node: '--max-semi-space-size=2',
  keeper: '--max-semi-space-size=1',
};

/** For glibc: one heap instead of one a thread, whose free pages go back to the system. 6 MiB less in an idle cluster. */
const heap = { MALLOC_ARENA_MAX: '1', MALLOC_TRIM_THRESHOLD_: '131072', MALLOC_MMAP_THRESHOLD_: '65536' };

export const logFileOf = (layout: Layout, role: Role): string => join(layout.logs, `${role}.log`);

/** Does not wait; the process announces itself (announce.ts), and ends by itself when one runs already. */
export function launch(layout: Layout, role: Role): ChildProcess {
  mkdirSync(layout.logs, { recursive: true, mode: 0o700 });
  // Structured logs go to the file by the process itself; this catches what Node prints when it crashes.
  const log = openSync(logFileOf(layout, role), 'a');
  try {
    const [command = '', ...args] = [
      ...(layout.namespace === undefined ? [] : enterNamespace(layout.namespace)),
      process.execPath,
      youngSpace[role],
      program,
      'process',
      role,
      ...whereItIs(layout),
    ];
    const child = spawn(command, args, {
      detached: true,
      stdio: ['ignore', log, log],
      cwd: '/',
      env: { ...heap, ...process.env, NODE_COMPILE_CACHE: layout.compileCache },
    });
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

/** A further node is named below its cluster's folder. */
function whereItIs({ data, namespace }: Layout): string[] {
  if (namespace === undefined) return ['--data-dir', data];
  return ['--data-dir', dirname(dirname(data)), '--node', basename(data)];
}
