/** Objects checked against the cluster's OpenAPI v3 before anything is sent: unknown fields, wrong types, missing ones. */

export interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly type?: string;
  readonly format?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly nullable?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-group-version-kind'?: readonly {
    readonly group: string;
    readonly version: string;
    readonly kind: string;
  }[];
}

export type Schemas = Readonly<Record<string, Schema>>;
export type Path = readonly (string | number)[];

export interface Finding {
  readonly path: Path;
  /** Where to mark it: the name of the field, or its value. */
  readonly at: 'key' | 'value';
  readonly message: string;
}

/** The schema itself, with what it refers to merged in. */
function resolve(schema: Schema | undefined, schemas: Schemas): Schema {
  if (!schema) return {};
  if (schema.$ref) return resolve(schemas[schema.$ref.split('/').at(-1) ?? ''], schemas);
  if (schema.allOf?.length === 1 && !schema.properties) {
    const { allOf, ...rest } = schema;
    return { ...resolve(allOf[0], schemas), ...rest };
  }
  return schema;
}

export function schemaOf(schemas: Schemas, group: string, version: string, kind: string): Schema | undefined {
  return Object.values(schemas).find((schema) =>
    schema['x-kubernetes-group-version-kind']?.some(
      (gvk) => gvk.group === group && gvk.version === version && gvk.kind === kind,
    ),
  );
}

export function check(value: unknown, schema: Schema, schemas: Schemas): Finding[] {
  const findings: Finding[] = [];
  visit(value, schema, schemas, [], findings);
  return findings;
}

function visit(value: unknown, unresolved: Schema, schemas: Schemas, path: Path, findings: Finding[]): void {
  const schema = resolve(unresolved, schemas);
  // null means "not given" to the API.
  if (value === null || value === undefined) return;
  const wrong = wrongType(value, schema);
  if (wrong !== undefined) {
    findings.push({ path, at: 'value', message: wrong });
    return;
  }
  if (schema.enum && !schema.enum.includes(value))
    findings.push({
      path,
      at: 'value',
      message: `must be one of ${schema.enum.map(quote).join(', ')}; found ${quote(value)}`,
    });
  if (Array.isArray(value)) {
    if (schema.items) value.forEach((item, i) => visit(item, schema.items ?? {}, schemas, [...path, i], findings));
  } else if (typeof value === 'object') {
    visitFields(value as Record<string, unknown>, schema, schemas, path, findings);
  }
}

function visitFields(
  fields: Record<string, unknown>,
  schema: Schema,
  schemas: Schemas,
  path: Path,
  findings: Finding[],
): void {
  const { properties, additionalProperties } = schema;
  for (const [name, value] of Object.entries(fields)) {
    const known = properties?.[name];
    if (known) {
      visit(value, known, schemas, [...path, name], findings);
    } else if (typeof additionalProperties === 'object') {
      visit(value, additionalProperties, schemas, [...path, name], findings);
    } else if (properties && additionalProperties !== true && !schema['x-kubernetes-preserve-unknown-fields']) {
      const near = nearest(name, Object.keys(properties));
      findings.push({
        path: [...path, name],
        at: 'key',
        message: `unknown field "${name}"${near === undefined ? '' : `; did you mean "${near}"?`}`,
      });
    }
  }
  for (const name of schema.required ?? []) {
    if (fields[name] === undefined || fields[name] === null)
      findings.push({ path, at: 'key', message: `the field "${name}" is missing` });
  }
}

const quote = (value: unknown): string => JSON.stringify(value);

function wrongType(value: unknown, schema: Schema): string | undefined {
  const found = Array.isArray(value)
    ? 'a list'
    : typeof value === 'object'
      ? 'a map'
      : `the ${nameOfType(value)} ${quote(value)}`;
  const expected = (what: string): string => `must be ${what}; found ${found}`;
  if (schema['x-kubernetes-int-or-string'] || schema.format === 'int-or-string' || (schema.oneOf ?? schema.anyOf)) {
    return typeof value === 'object' ? expected('a number or a text') : undefined;
  }
  switch (schema.type) {
    case 'object':
      return typeof value === 'object' && !Array.isArray(value) ? undefined : expected('a map');
    case 'array':
      return Array.isArray(value) ? undefined : expected('a list');
    case 'string':
      return typeof value === 'string'
        ? undefined
        : expected(typeof value === 'object' ? 'a text' : `a text: put it in quotes, ${quote(JSON.stringify(value))}`);
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value) ? undefined : expected('a whole number');
    case 'number':
      return typeof value === 'number' ? undefined : expected('a number');
    case 'boolean':
      return typeof value === 'boolean' ? undefined : expected('true or false');
    default:
      return undefined;
  }
}

const nameOfType = (value: unknown): string =>
  typeof value === 'string' ? 'text' : typeof value === 'boolean' ? 'truth value' : 'number';

/** The known name that was most likely meant: at most a third of its letters differ. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(swap, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}
