/**
 * Builds src/console into dist/console: hashed assets, each beside its Brotli and gzip form. `bin/install` runs it when the
 * result is missing or older than its sources; the folder is put in place as a whole, so that a server never reads half of it.
 */
import { readFileSync, renameSync, rmSync, globSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build } from 'vite';

const root = join(import.meta.dirname, '..');
const source = join(root, 'src', 'console');
const target = join(root, 'dist', 'console');
const fresh = `${target}.new`;
/** Smaller files are not worth a second form. */
const worthCompressing = 600;

export async function buildConsole(): Promise<void> {
  rmSync(fresh, { recursive: true, force: true });
  await build({
    configFile: false,
    root: source,
    base: './',
    logLevel: 'warn',
    plugins: [svelte({ configFile: false })],
    build: {
      outDir: fresh,
      emptyOutDir: true,
      target: 'es2022',
      cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
      modulePreload: { polyfill: false },
      // The editor is large, and loaded only by who edits.
      chunkSizeWarningLimit: 700,
      assetsInlineLimit: 0,
    },
  });
  for (const file of globSync('**/*.{html,js,css,svg}', { cwd: fresh })) compress(join(fresh, file));
  rmSync(target, { recursive: true, force: true });
  renameSync(fresh, target);
}

function compress(file: string): void {
  if (statSync(file).size < worthCompressing) return;
  const bytes = readFileSync(file);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params }));
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
}

if (import.meta.main) await buildConsole();
