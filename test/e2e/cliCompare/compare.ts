/**
 * Runs one command line by real kubectl and by peapod, and compares standard output, standard error and exit code byte for byte.
 *
 *  - The program's own name is the only thing that may differ.
 *  - Ages move on and Go's maps have no order: a line that differs is run again a few times before it counts.
 */
import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { run, type CommandResult } from '../command.ts';
import { root } from '../cluster.ts';
import { kubectlPath } from '../kubectlBinary.ts';

const tries = 6;

export interface Programs {
  readonly kubectl: string;
  readonly peapod: string;
  readonly env: Readonly<Record<string, string>>;
}

/** `folder` is where kubectl gets a link by its plain name, which it repeats in hints, and its home. */
export async function preparePrograms(
  folder: string,
  kubeconfig: string,
  env: Readonly<Record<string, string>>,
): Promise<Programs> {
  mkdirSync(folder, { recursive: true });
  const kubectl = join(folder, 'kubectl');
  symlinkSync(await kubectlPath('1.33'), kubectl);
  return { kubectl, peapod: join(root, 'bin', 'peapod'), env: { KUBECONFIG: kubeconfig, HOME: folder, ...env } };
}

/** Rejects with both outputs side by side when they differ. */
export async function compareLine({ kubectl, peapod, env }: Programs, line: string): Promise<void> {
  const by = async (program: string): Promise<Pick<CommandResult, 'code' | 'stdout' | 'stderr'>> => {
    const { code, stdout, stderr } = await run('sh', ['-c', `"$PROGRAM" ${line}`], {
      env: { ...env, PROGRAM: program },
      input: '',
    });
    return { code, stdout: named(stdout), stderr: named(stderr) };
  };
  for (let attempt = 1; ; attempt++) {
    const [expected, actual] = await Promise.all([by(kubectl), by(peapod)]);
    try {
      assert.deepEqual(actual, expected);
      return;
    } catch (error) {
      if (attempt >= tries) throw error;
    }
  }
}

const named = (text: string): string => text.replaceAll('kubectl', 'peapod');
