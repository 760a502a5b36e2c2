/** The gate: types, lint, layers, generated files, the map. `npm run check`; `npm test` begins with it. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { layerViolations, undocumentedFolders } from './layers.ts';

const root = join(import.meta.dirname, '..');
const bin = (name: string): string => join(root, 'node_modules', '.bin', name);

interface Check {
  readonly name: string;
  /** What is wrong, as text; '' when all is well. */
  readonly run: () => Promise<string> | string;
}

const checks: readonly Check[] = [
  { name: 'types', run: () => command(bin('tsc'), '-p', 'tsconfig.json') },
  { name: 'types without Node (api, machinery)', run: () => command(bin('tsc'), '-p', 'tsconfig.common.json') },
  { name: 'types of the console', run: () => command(process.execPath, 'tools/svelteCheck.ts', '--output', 'human') },
  {
    name: 'lint',
    run: () => command(bin('oxlint'), '--type-aware', '--deny-warnings', 'src', 'test', 'tools', 'bench'),
  },
  { name: 'format', run: () => command(bin('biome'), 'format', 'src', 'test', 'tools', 'bench') },
  { name: 'layers and cycles', run: () => layerViolations(root).join('\n') },
  { name: 'map of folders', run: () => undocumentedFolders(root).join('\n') },
  { name: 'dead code', run: () => command(bin('knip'), '--no-progress') },
  { name: 'generated schema is current', run: () => command(process.execPath, 'tools/generate.ts', '--check') },
];

/** Runs every check, prints a line each, and resolves with how many failed. */
export async function runChecks(): Promise<{ passed: number; failed: number }> {
  let failed = 0;
  for (const check of checks) {
    const started = performance.now();
    const problem = (await check.run()).trim();
    if (problem) failed++;
    console.log(`${problem ? '✖' : '✔'} ${check.name} (${Math.round(performance.now() - started)} ms)`);
    if (problem) console.log(problem.replaceAll(/^/gm, '  '));
  }
  return { passed: checks.length - failed, failed };
}

function command(program: string, ...args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve(code === 0 ? '' : output || `${program} ended with ${code}`));
  });
}

if (import.meta.main) process.exitCode = (await runChecks()).failed === 0 ? 0 : 1;
