/**
 * Writes what is derived from src/api: the schema and its doc comments, as data.
 * `generate.ts` writes; `generate.ts --check` exits 1 and says which file is stale.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inconsistencies, readApi } from './apiReader.ts';

const root = join(import.meta.dirname, '..');
const head = '// Generated from src/api by tools/generate.ts: change that, then run `npm run generate`.\n';

/** JSON inside a template literal: the text that JSON.parse gets is the text of the file. */
const literal = (json: string): string => `\`${json.replace(/[\\`]|\$\{/g, '\\$&')}\``;

/** A JSON object with one member a line, so that a change is one line of a diff. */
const lines = (object: object): string =>
  `{\n${Object.entries(object)
    .map(([k, v]) => `${JSON.stringify(k)}:${JSON.stringify(v)}`)
    .join(',\n')}\n}`;

const { schema, docs } = readApi(join(root, 'src/api'));
const problems = inconsistencies(schema);
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}

const outputs = {
  'src/machinery/schema/generated.ts': `${head}/** SchemaData (model.ts) as JSON text. */\nexport const schemaText = ${literal(
    `{"modules":${lines(schema.modules)},\n"aliases":${lines(schema.aliases)},\n"structs":${lines(schema.structs)}}`,
  )};\n`,
  'src/machinery/schema/generatedDocs.ts': `${head}/** DocsData (model.ts) as JSON text; loaded for OpenAPI only. */\nexport const docsText = ${literal(lines(docs))};\n`,
};

const read = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

const stale = Object.entries(outputs).filter(([path, text]) => read(join(root, path)) !== text);
if (process.argv.includes('--check')) {
  for (const [path] of stale) console.error(`${path} is stale: run \`npm run generate\``);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const [path, text] of stale) writeFileSync(join(root, path), text);
  for (const [path] of stale) console.log(`wrote ${path}`);
}
