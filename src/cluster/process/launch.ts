/** Starts one of Peapod's processes in the background, detached from whoever started it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { Layout } from '../layout.ts';
import type { Role } from './role.ts';

const program = join(import.meta.dirname, '..', '..', 'cli', 'main.ts');

export const logFileOf = (layout: Layout, role: Role): string => join(layout.logs, `${role}.log`);

/** Does not wait; the process announces itself (announce.ts), and ends by itself when one runs already. */
export function launch(layout: Layout, role: Role): ChildProcess {
  mkdirSync(layout.logs, { recursive: true, mode: 0o700 });
  // Structured logs go to the file by the process itself; this catches what Node prints when it crashes.
  const log = openSync(logFileOf(layout, role), 'a');
  try {
    const child = spawn(process.execPath, [program, 'process', role, '--data-dir', layout.data], {
      detached: true,
      stdio: ['ignore', log, log],
      cwd: '/',
      env: { ...process.env, NODE_COMPILE_CACHE: layout.compileCache },
    });
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}
