/** The text of `explain`, out of an OpenAPI v3 document. */
import { byCodePoint, isJsonObject, listAt, objectAt, textAt, type JsonObject } from '../kube/json.ts';
import { wordWrap } from './wordWrap.ts';

interface Kind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** `problem` is what kubectl says behind the text, when the path leads nowhere. */
export function explanation(
  document: JsonObject,
  kind: Kind,
  path: readonly string[],
  recursive: boolean,
): { readonly text: string; readonly problem?: string } {
  const head = `${kind.group ? `GROUP:      ${kind.group}\n` : ''}KIND:       ${kind.kind}\nVERSION:    ${kind.version}\n\n`;
  const schemas = objectAt(document, 'components', 'schemas');
  const schema = Object.keys(schemas)
    .sort(byCodePoint)
    .map((name) => schemas[name])
    .filter(isJsonObject)
    .find((s) =>
      listAt(s, 'x-kubernetes-group-version-kind').some(
        (g) =>
          textAt(g, 'group') === kind.group && textAt(g, 'version') === kind.version && textAt(g, 'kind') === kind.kind,
      ),
    );
  if (!schema)
    return {
      text: head,
      problem: `error: GVK map[group:${kind.group} kind:${kind.kind} version:${kind.version}] not found in OpenAPI schema`,
    };
  const body = new Explainer(document, recursive).output(schema, path, new Set());
  if (body === '') return { text: head, problem: `error: field "${path.at(-1) ?? ''}" does not exist` };
  return { text: `${head}${body}\n` };
}

class Explainer {
  readonly #document: JsonObject;
  readonly #recursive: boolean;

  constructor(document: JsonObject, recursive: boolean) {
    this.#document = document;
    this.#recursive = recursive;
  }

  /** '' when the path leads nowhere from here. */
  output(schema: JsonObject, path: readonly string[], seen: ReadonlySet<string>): string {
    const ref = textAt(schema, '$ref');
    const resolved = this.#resolve(schema);
    const [name, ...rest] = path;
    if (name === undefined) {
      const description = this.#description(resolved) || '<empty>';
      const fields = this.#fields(resolved, 1, new Set());
      return `DESCRIPTION:\n${indent(wordWrap(description, 76), 4)}\n${fields && `FIELDS:\n${fields}`}`;
    }
    if (ref && seen.has(ref)) return '';
    const next = ref ? new Set([...seen, ref]) : seen;
    const field = objectAt(resolved, 'properties')[name];
    if (isJsonObject(field)) {
      const head = rest.length === 0 ? `FIELD: ${name} <${this.#type(field)}>\n${this.#enumLong(field)}\n\n` : '';
      return `${head}${this.output(field, rest, new Set())}`;
    }
    const { items, additionalProperties } = resolved;
    if (isJsonObject(items)) return this.output(items, path, next);
    if (isJsonObject(additionalProperties)) return this.output(additionalProperties, path, next);
    for (const part of listAt(resolved, 'allOf').filter(isJsonObject)) {
      const text = this.output(part, path, next);
      if (text !== '') return text;
    }
    return '';
  }

  #fields(schema: JsonObject, level: number, seen: ReadonlySet<string>): string {
    const ref = textAt(schema, '$ref');
    if (ref && seen.has(ref)) return '';
    const next = ref ? new Set([...seen, ref]) : seen;
    const resolved = this.#resolve(schema);
    const properties = objectAt(resolved, 'properties');
    let text = '';
    for (const name of Object.keys(properties).sort(byCodePoint)) {
      const field = properties[name];
      if (!isJsonObject(field)) continue;
      text += this.#field(name, field, level, listAt(resolved, 'required').includes(name));
      if (this.#recursive) text += this.#fields(field, level + 1, next);
    }
    for (const part of listAt(resolved, 'allOf').filter(isJsonObject)) text += this.#fields(part, level, next);
    const { items, additionalProperties } = resolved;
    if (isJsonObject(items)) text += this.#fields(items, level, next);
    if (isJsonObject(additionalProperties)) text += this.#fields(additionalProperties, level, next);
    return text;
  }

  #field(name: string, field: JsonObject, level: number, required: boolean): string {
    const width = level * 2;
    const head = `${' '.repeat(width)}${name}\t<${this.#type(field)}>${required ? ' -required-' : ''}${this.#enumShort(field, width)}\n`;
    if (this.#recursive) return head;
    return `${head}${indent(wordWrap(textAt(field, 'description') || '<no description>', 78 - width), width + 2)}\n\n`;
  }

  /** Its own, and those of what it consists of. */
  #description(schema: JsonObject): string {
    const resolved = this.#resolve(schema);
    const own = textAt(resolved, 'description');
    const parts = [...listAt(resolved, 'allOf'), resolved['items'], resolved['additionalProperties']].filter(
      isJsonObject,
    );
    return `${own && `${own}\n`}${parts.map((p) => this.#description(p)).join('')}`;
  }

  #type(schema: JsonObject): string {
    const { items, additionalProperties } = schema;
    const allOf = listAt(schema, 'allOf').filter(isJsonObject);
    const ref = textAt(schema, '$ref');
    if (isJsonObject(items)) return `[]${this.#type(items)}`;
    if (isJsonObject(additionalProperties)) return `map[string]${this.#type(additionalProperties)}`;
    const [only] = allOf;
    if (only && allOf.length === 1 && !schema['properties']) return this.#type(only);
    if (ref) {
      const type = textAt(this.#resolve(schema), 'type');
      return type === '' || type === 'object' ? (ref.split('/').at(-1) ?? '').split('.').at(-1) || 'Object' : type;
    }
    const type = textAt(schema, 'type');
    return type === '' || type === 'object' ? 'Object' : type;
  }

  #enumShort(schema: JsonObject, width: number): string {
    const values = listAt(schema, 'enum').map(shown);
    if (values.length === 0) return '';
    return `\n${' '.repeat(width)}enum: ${values.slice(0, 4).join(', ')}${values.length > 4 ? ', ....' : ''}`;
  }

  #enumLong(schema: JsonObject): string {
    const values = listAt(schema, 'enum').map(shown);
    return values.length === 0 ? '' : `ENUM:${values.map((v) => `\n    ${v}`).join('')}`;
  }

  #resolve(schema: JsonObject): JsonObject {
    const ref = textAt(schema, '$ref');
    if (!ref.startsWith('#/')) return schema;
    const found = objectAt(this.#document, ...ref.slice(2).split('/'));
    return Object.keys(found).length > 0 ? found : schema;
  }
}

const shown = (value: unknown): string => (value === '' ? '""' : String(value));
const indent = (text: string, width: number): string => text.replaceAll(/^/gm, ' '.repeat(width));
