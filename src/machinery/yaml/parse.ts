/** Reading YAML as kubectl does: YAML 1.1 scalars as sigs.k8s.io/yaml resolves them, into what JSON can hold. */
import * as jsYaml from 'js-yaml';
import { goQuote } from '../goText.ts';
import { normalBase64 } from '../schema/base64.ts';
import { resolvePlain } from './scalars.ts';

/** A text that is no YAML, or holds what JSON cannot. The message names the line. */
export class YamlError extends Error {
  override readonly name = 'YamlError';
}

type Scalar = ReturnType<typeof resolvePlain>;

const scalarOf = (text: unknown): Scalar => resolvePlain(typeof text === 'string' ? text : '');
const type = (
  tag: string,
  is: (value: Scalar) => boolean,
  construct: (text: string) => unknown = scalarOf,
): jsYaml.Type =>
  new jsYaml.Type(`tag:yaml.org,2002:${tag}`, {
    kind: 'scalar',
    resolve: (text: unknown) => is(scalarOf(text)),
    construct,
  });

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** `!!binary`: base64 of UTF-8, since JSON has no other bytes. */
function binary(base64: string): string {
  let [bits, count, bytes] = [0, 0, ''];
  for (const c of normalBase64(base64.replace(/\s/g, '')).replace(/=+$/, '')) {
    bits = ((bits << 6) | alphabet.indexOf(c)) & 0xffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += `%${((bits >> count) & 0xff).toString(16).padStart(2, '0')}`;
  }
  return decodeURIComponent(bytes);
}

const schema = jsYaml.FAILSAFE_SCHEMA.extend({
  implicit: [
    type(
      'null',
      (v) => v === null,
      () => null,
    ),
    type('bool', (v) => typeof v === 'boolean'),
    type('int', (v) => Number.isInteger(v)),
    type('float', (v) => typeof v === 'number'),
    new jsYaml.Type('tag:yaml.org,2002:merge', {
      kind: 'scalar',
      resolve: (text: unknown) => text === '<<' || text === null,
    }),
  ],
  explicit: [
    new jsYaml.Type('tag:yaml.org,2002:binary', { kind: 'scalar', construct: binary }),
    new jsYaml.Type('tag:yaml.org,2002:timestamp', { kind: 'scalar', construct: (text: unknown) => text }),
  ],
});

/**
 * Refuses what JSON cannot hold, and aliases that blow a small text up. Without aliases the text bounds the size by
 * itself, so that only those are counted.
 */
function checkValue(value: unknown, budget: { left: number }, depth = 0): void {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new YamlError(`json: unsupported value: ${value}`);
  if (typeof value !== 'object' || value === null) return;
  const children = Object.values(value);
  budget.left -= children.length;
  if (budget.left < 0) throw new YamlError('yaml: document contains excessive aliasing');
  if (depth > 1000) throw new YamlError('yaml: document is nested too deeply');
  for (const child of children) checkValue(child, budget, depth + 1);
}

/** All documents of a stream; empty ones are left out. Throws YamlError. */
export function parseYamlStream(text: string): unknown[] {
  return documentsOf(text, false);
}

function documentsOf(text: string, lastKeyWins: boolean): unknown[] {
  try {
    const documents: unknown[] = [];
    jsYaml.loadAll(
      text,
      (document) => {
        // Read as null: a document of comments, or of nothing.
        if (document === null || document === undefined) return;
        checkValue(document, { left: 100_000 + text.length });
        documents.push(document);
      },
      { schema, json: lastKeyWins },
    );
    return documents;
  } catch (error) {
    throw inOurWords(error);
  }
}

/** One document; null for an empty text. Throws YamlError, also when there are several documents. */
export function parseYaml(text: string): unknown {
  return onlyOne(parseYamlStream(text));
}

/**
 * As parseYaml(), but of a key that a mapping has twice the last counts; `duplicate` is the complaint about the first
 * such key, in upstream's words.
 */
export function parseYamlLeniently(text: string): { value: unknown; duplicate: string | undefined } {
  try {
    return { value: parseYaml(text), duplicate: undefined };
  } catch (error) {
    const [, complaint] =
      /^yaml: (line \d+: key .* already set in map)$/s.exec(error instanceof YamlError ? error.message : '') ?? [];
    if (complaint === undefined) throw error;
    return { value: onlyOne(documentsOf(text, true)), duplicate: `yaml: unmarshal errors:\n  ${complaint}` };
  }
}

function onlyOne(documents: unknown[]): unknown {
  if (documents.length > 1) throw new YamlError('yaml: expected one document, found several');
  return documents[0] ?? null;
}

function inOurWords(error: unknown): YamlError {
  if (error instanceof YamlError) return error;
  if (error instanceof jsYaml.YAMLException) {
    if (!error.mark) return new YamlError(`yaml: ${error.reason}`);
    const { line, position, buffer } = error.mark;
    const reason =
      error.reason === 'duplicated mapping key'
        ? `key ${goQuote(/^[^:\n]*/.exec(buffer.slice(position))?.[0].trim() ?? '')} already set in map`
        : error.reason;
    return new YamlError(`yaml: line ${line + 1}: ${reason}`);
  }
  return new YamlError(`yaml: ${error instanceof Error ? error.message : String(error)}`);
}
