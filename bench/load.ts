/** Load on a server in another process: how many answers a second, and what each cost it. */
import { join } from 'node:path';
import { cpuMilliseconds, runProgram } from './child.ts';
import type { LoadResult, LoadSpec } from './programs/load.ts';

export interface Load extends LoadResult {
  /** Microseconds of the server's processor time for one answer: what a busy machine distorts least. */
  readonly cpu: number;
}

export async function loadOf(pid: number, spec: LoadSpec): Promise<Load> {
  const before = await cpuMilliseconds(pid);
  const result = await runProgram<LoadResult>(join(import.meta.dirname, 'programs', 'load.ts'), spec);
  return { ...result, cpu: (((await cpuMilliseconds(pid)) - before) * 1000) / result.answers };
}
