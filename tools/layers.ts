/**
 * The direction of dependencies, as code: which room may import which, and that no imports go in a circle.
 * Errors, not warnings. An exception is a named file in `exceptions`, with its reason.
 */
import { readFileSync, globSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { parseSync } from 'oxc-parser';

/** Each room, and the rooms that it may import besides itself. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  api: [],
  machinery: ['api'],
  store: ['api', 'machinery'],
  why: ['api', 'machinery'],
  client: ['api', 'machinery'],
  apiserver: ['api', 'machinery', 'store', 'client'],
  controllers: ['api', 'machinery', 'client'],
  scheduler: ['api', 'machinery', 'client'],
  node: ['api', 'machinery', 'client'],
  network: ['api', 'machinery', 'client'],
  cluster: ['api', 'machinery', 'store', 'client', 'apiserver', 'controllers', 'scheduler', 'node', 'network'],
  cli: ['api', 'machinery', 'client', 'cluster', 'why'],
  console: ['api', 'machinery', 'why'],
  testing: ['api', 'machinery', 'client', 'cluster'],
};

/** File → room it may import all the same, and why. */
const exceptions: Readonly<Record<string, { readonly room: string; readonly why: string }>> = {};

/** Node's modules would break what must also run in a browser. */
const withoutNode = new Set(['api', 'machinery', 'console', 'why']);

const roomOf = (file: string): string => file.split('/')[1] ?? '';
const isTest = (file: string): boolean => file.endsWith('.test.ts');

function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  // Of a component, what stands in its script elements.
  const source = file.endsWith('.svelte')
    ? [...text.matchAll(/<script[^>]*>([^]*?)<\/script>/g)].map((match) => match[1]).join('\n')
    : text;
  const { module } = parseSync(file.replace(/\.svelte$/, '.svelte.ts'), source);
  return [
    ...module.staticImports.map((i) => i.moduleRequest.value),
    ...module.staticExports.flatMap((e) =>
      e.entries.flatMap((entry) => (entry.moduleRequest ? [entry.moduleRequest.value] : [])),
    ),
  ];
}

/** Every violation as a line for a person; none when the house is in order. */
export function layerViolations(root: string): string[] {
  const files = globSync('src/**/*.{ts,svelte}', { cwd: root }).map((f) => f.replaceAll('\\', '/'));
  const graph = new Map<string, string[]>();
  const violations: string[] = [];
  for (const file of files) {
    const room = roomOf(file);
    const allowed = mayImport[room];
    if (!allowed) {
      violations.push(`${file}: the room '${room}' is not in the table of tools/layers.ts`);
      continue;
    }
    const targets: string[] = [];
    for (const specifier of new Set(importsOf(join(root, file)))) {
      if (!specifier.startsWith('.')) {
        if (withoutNode.has(room) && !isTest(file) && specifier.startsWith('node:'))
          violations.push(`${file}: ${room} may not use ${specifier}`);
        continue;
      }
      const target = normalize(join(dirname(file), specifier));
      targets.push(target);
      const other = roomOf(target);
      if (other !== room && !allowed.includes(other) && !isTest(file) && exceptions[file]?.room !== other) {
        violations.push(
          `${file}: ${room} may not import ${other} (${target}); it may import ${allowed.join(', ') || 'nothing'}`,
        );
      }
    }
    graph.set(file, targets);
  }
  return [...violations, ...cycles(graph).map((c) => `cycle: ${c.join(' → ')}`)];
}

/** Depth-first search; each cycle once, where it was closed. */
function cycles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const found: string[][] = [];
  const done = new Set<string>();
  const visit = (file: string, trail: string[]): void => {
    const at = trail.indexOf(file);
    if (at >= 0) {
      found.push([...trail.slice(at), file]);
      return;
    }
    if (done.has(file)) return;
    trail.push(file);
    for (const target of graph.get(file) ?? []) visit(target, trail);
    trail.pop();
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return found;
}

/** ARCHITECTURE.md has a line for every folder of src/: `| \`src/x/\` |`. */
export function undocumentedFolders(root: string): string[] {
  const text = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
  const folders = new Set(globSync('src/**/*.{ts,svelte}', { cwd: root }).map((f) => dirname(f)));
  return [...folders]
    .filter((f) => !text.includes(`\`${f}/\``))
    .map((f) => `ARCHITECTURE.md has no line for \`${f}/\``);
}
