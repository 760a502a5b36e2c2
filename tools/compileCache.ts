/**
 * Loads all that the program may load, so that Node.js compiles it and keeps the result: bin/install runs this once, and
 * the first start is as quick and as small as any later one (a process that has to read TypeScript itself keeps 40 MB for
 * it). Needs NODE_COMPILE_CACHE.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

const source = join(import.meta.dirname, '..', 'src');
const commands = (await readdir(join(source, 'cli'), { recursive: true })).filter(
  (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'main.ts',
);
const entries = [
  'cluster/runRole.ts',
  'cluster/controlPlane.ts',
  'cluster/node.ts',
  ...commands.map((file) => join('cli', file)),
];
for (const entry of entries) await import(join(source, entry));
// What certificates are made with is loaded when one is.
await import('reflect-metadata');
await import('@peculiar/x509');
