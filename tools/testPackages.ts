/** Debian's packages that tests need beyond what a node does; brought in before the first end-to-end test. */
import type { Progress } from '../src/cluster/progress.ts';
import { installPackages } from '../src/cluster/setup/apt.ts';
import { findProgram } from '../src/node/runtime/detect.ts';

/** Program → the package that brings it. */
const programs: Readonly<Record<string, string>> = {
  runc: 'runc',
  crun: 'crun',
  chromium: 'chromium',
  zsh: 'zsh',
  fish: 'fish',
};

export async function ensureTestPackages(progress: Progress): Promise<void> {
  const missing: string[] = [];
  for (const [program, name] of Object.entries(programs)) if (!(await findProgram(program))) missing.push(name);
  if (missing.length === 0) return;
  const doing = `installing ${missing.join(', ')} for the tests`;
  progress.doing(doing);
  await installPackages(missing, (percent, step) => progress.doing(`${doing}: ${percent} %, ${step}`));
  progress.done('test packages', `${missing.join(', ')} installed`);
}
