/**
 * A text of YAML documents looked through before anything is sent: is it YAML, what kind is each document, and what in it
 * does the cluster's schema not allow. Every finding has its place in the text.
 */
import { parser } from '@lezer/yaml';
import { apiVersionOf, parseApiVersion, type KubeObject } from '../../machinery/object.ts';
import { parseYaml, YamlError } from '../../machinery/yaml.ts';
import { check, schemaOf, type Path, type Schemas } from './schema.ts';
import { documents, rangeOf, type Range } from './places.ts';

export interface Mark extends Range {
  readonly message: string;
}

export interface Document {
  readonly object: KubeObject;
  readonly from: number;
}

export interface Examination {
  readonly documents: readonly Document[];
  readonly marks: readonly Mark[];
}

/** The schemas of a group version; undefined when the server does not serve it. */
export type SchemaSource = (apiVersion: string) => Promise<Schemas | undefined>;

export async function examine(text: string, schemas: SchemaSource): Promise<Examination> {
  const marks: Mark[] = [];
  const found: Document[] = [];
  for (const { from, to, node } of documents(parser.parse(text))) {
    const own = text.slice(from, to).replace(/^---[^\n]*/, (line) => ' '.repeat(line.length));
    if (own.trim() === '' || /^(\s*#[^\n]*\n?)+\s*$/.test(own)) continue;
    let object: unknown;
    try {
      object = parseYaml(own);
    } catch (error) {
      marks.push(broken(text, from, error));
      continue;
    }
    if (typeof object !== 'object' || object === null || Array.isArray(object)) {
      marks.push({ from, to: lineEnd(text, from), message: 'must be a map with apiVersion and kind' });
      continue;
    }
    // A named seam: what it holds is checked right below.
    const kubeObject = object as KubeObject;
    found.push({ object: kubeObject, from });
    const at = (path: Path, where: 'key' | 'value'): Range => rangeOf(node, text, path, where);
    marks.push(...(await checked(kubeObject, schemas, at)));
  }
  return { documents: found, marks };
}

async function checked(
  object: KubeObject,
  source: SchemaSource,
  at: (path: Path, where: 'key' | 'value') => Range,
): Promise<Mark[]> {
  for (const field of ['apiVersion', 'kind'] as const) {
    const found: unknown = object[field];
    if (typeof found === 'string') continue;
    const message =
      found === undefined || found === null
        ? `the field "${field}" is missing`
        : `must be a text; found ${JSON.stringify(found)}`;
    return [{ ...at([field], 'value'), message }];
  }
  const { apiVersion = '', kind = '' } = object;
  const schemas = await source(apiVersion);
  if (!schemas) return [{ ...at(['apiVersion'], 'value'), message: `this cluster does not serve "${apiVersion}"` }];
  const { group, version } = parseApiVersion(apiVersion);
  const schema = schemaOf(schemas, group, version, kind);
  if (!schema)
    return [{ ...at(['kind'], 'value'), message: `"${apiVersionOf({ group, version })}" has no kind "${kind}"` }];
  return check(object, schema, schemas).map(({ path, at: where, message }) => ({ ...at(path, where), message }));
}

function broken(text: string, from: number, error: unknown): Mark {
  const message = error instanceof Error ? error.message : String(error);
  const line = Number(/line (\d+)/.exec(message)?.[1] ?? 1);
  let start = from;
  for (let i = 1; i < line; i += 1) start = text.indexOf('\n', start) + 1 || start;
  const words = error instanceof YamlError ? message.replace(/^(yaml: )?(line \d+: )?/, '') : message;
  return { from: start, to: lineEnd(text, start), message: `not YAML: ${words}` };
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
