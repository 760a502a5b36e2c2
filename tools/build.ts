/**
 * Makes dist/: what the npm package ships, since Node.js runs no TypeScript under node_modules. `npm pack` runs it. In a
 * checkout only the console and kubectl's verbs are built (`bin/install`): the rest runs from src/.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, globSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const run = (program: string, ...args: string[]): void => {
  const { status } = spawnSync(program, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(1);
};

for (const file of globSync('**/*.{js,ts}', { cwd: dist, exclude: ['console/**', 'kubectl/**'] }))
  rmSync(join(dist, file));
run(process.execPath, join(root, 'node_modules', '.bin', 'tsc'), '-p', 'tsconfig.build.json');
// Generated from the runtime's own descriptions: JavaScript beside its types, which the compiler leaves alone.
for (const file of globSync('**/generated/*_pb.{js,d.ts}', { cwd: join(root, 'src') }))
  cpSync(join(root, 'src', file), join(dist, file));
run(process.execPath, join(root, 'tools', 'bundleCli.ts'), '--package');
