/** What the control plane keeps: its size, and while nobody writes, whether it is sound. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { commandOf } from '../../layout.ts';
import { about, type Check } from '../check.ts';

const { good, bad } = about('store');

const inspector = join(import.meta.dirname, '..', `inspectStore${extname(import.meta.filename)}`);

export const store: Check = {
  what: 'store',
  needsRoot: true,
  async run({ layout, processes }) {
    if (!existsSync(layout.store)) return [];
    if (processes.some(({ role }) => role === 'control-plane')) return [];
    try {
      const { stdout } = await promisify(execFile)(process.execPath, [inspector, layout.store]);
      return [good(stdout)];
    } catch (error) {
      return [
        bad(
          `it is damaged: ${reasonOf(error)}`,
          `put a backup of ${layout.store} in its place, or make the cluster anew: '${commandOf(layout)} down --purge'`,
        ),
      ];
    }
  },
};

/** The line of the program's error that says what is wrong; a program that crashed has left none. */
function reasonOf(error: unknown): string {
  const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
  return /^\w*Error: (.*)$/m.exec(stderr)?.[1] ?? 'it cannot be opened';
}
