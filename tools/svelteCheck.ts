/**
 * svelte-check over src/console. It needs the classic API of the TypeScript compiler, which version 7 has no more: whatever
 * it imports as `typescript` is version 6 here.
 */
import { registerHooks } from 'node:module';
import { join } from 'node:path';

registerHooks({
  resolve: (specifier, context, next) =>
    next(specifier.replace(/^typescript(?=$|\/)/, '@typescript/typescript6'), context),
});

const console = join(import.meta.dirname, '..', 'src', 'console');
process.argv.push('--tsconfig', join(console, 'tsconfig.json'), '--workspace', console, '--fail-on-warnings');
await import(join(import.meta.dirname, '..', 'node_modules', 'svelte-check', 'bin', 'svelte-check'));
