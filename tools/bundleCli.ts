/**
 * Bundles kubectl's verbs into dist/kubectl, which `bin/peapod` starts with: what `get` needs in one file, the rest in files
 * that are loaded when they are needed. `bin/install` runs it when a source is newer, `npm pack` always. Beside them,
 * sources/VERB names what a verb is made of. `--package`: without these, for where there are no sources.
 */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';

const root = join(import.meta.dirname, '..');
const target = join(root, 'dist', 'kubectl');
const fresh = `${target}.new`;
const entry = join(root, 'src', 'cli', 'bundled.ts');
/** Where every verb is named, so that what these load stands for no verb in particular. */
const lists = ['verbs.ts', 'changingVerbs.ts'].map((name) => join(root, 'src', 'cli', 'kube', name));

interface Imports {
  readonly atOnce: readonly string[];
  readonly later: readonly string[];
}
const modules = new Map<string, Imports>();
/** What the entry imports at once, itself or by others. */
const core = new Set<string>();

rmSync(fresh, { recursive: true, force: true });
await build({
  configFile: false,
  root,
  logLevel: 'error',
  plugins: [
    {
      name: 'imports',
      moduleParsed: ({ id, importedIds, dynamicallyImportedIds }) =>
        void modules.set(id, { atOnce: importedIds, later: dynamicallyImportedIds }),
    },
  ],
  ssr: { noExternal: true },
  build: {
    ssr: entry,
    target: 'node24',
    minify: true,
    outDir: fresh,
    rolldownOptions: {
      output: {
        format: 'cjs',
        entryFileNames: 'main.cjs',
        chunkFileNames: '[name]-[hash].cjs',
        codeSplitting: { groups: [{ name: groupOf, debugName: 'core' }] },
      },
    },
  },
});

if (!process.argv.includes('--package')) {
  mkdirSync(join(fresh, 'sources'));
  for (const file of lists.flatMap((list) => modules.get(list)?.later ?? [])) {
    // A named seam: what a list of verbs loads has a verb as its default export.
    const { default: verb } = (await import(pathToFileURL(file).href)) as { default: { name: string } };
    const parts = reach(file, new Set(reach(entry, new Set())));
    const sources = [...parts].filter((id) => id.startsWith(join(root, 'src'))).map((id) => relative(root, id));
    writeFileSync(join(fresh, 'sources', verb.name), [...sources, 'package-lock.json'].sort().join('\n'));
  }
}
rmSync(target, { recursive: true, force: true });
renameSync(fresh, target);

function groupOf(id: string): string | null {
  if (core.size === 0) reach(entry, core, false);
  return core.has(id) ? 'core' : null;
}

/** Adds the module and all that it imports, also `later` unless told otherwise; of the lists, not the verbs. */
function reach(id: string, found: Set<string>, later = true): Set<string> {
  if (found.has(id)) return found;
  found.add(id);
  const imports = modules.get(id);
  for (const next of imports?.atOnce ?? []) reach(next, found, later);
  if (later && !lists.includes(id)) for (const next of imports?.later ?? []) reach(next, found);
  return found;
}
