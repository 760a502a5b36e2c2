/** What rules see of an object: types out of a structural schema, and values out of JSON, compiled once a schema. */
import type { JSONSchemaProps } from '../../api/apiextensions/v1.ts';
import { isRecord } from '../apply/values.ts';
import { additionalOf, itemsOf } from '../structural/jsonSchema.ts';
import { base64Decode } from './bytes.ts';
import { durationOf, timestampOf } from './times.ts';
import { dyn, listOf, mapOf, typeOf } from './types.ts';
import type { CelType } from './types.ts';

export interface SchemaType {
  readonly type: CelType;
  /** From JSON that is valid by the schema. */
  readonly value: (json: unknown) => unknown;
}

const reserved: ReadonlySet<string> = new Set(
  (
    'true false null in as break const continue else for function if import let loop package namespace return var void ' +
    'while'
  ).split(' '),
);

/** The name by which expressions call a property; undefined when they cannot. */
function escapedName(name: string): string | undefined {
  if (reserved.has(name)) return `__${name}__`;
  const escaped = name
    .replaceAll('__', '__underscores__')
    .replaceAll('.', '__dot__')
    .replaceAll('-', '__dash__')
    .replaceAll('/', '__slash__');
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(escaped) ? escaped : undefined;
}

const text: JSONSchemaProps = { type: 'string' };
const metadata: JSONSchemaProps = { type: 'object', properties: { name: text, generateName: text } };

/** undefined: rules do not see it. `isResource`: the schema is that of whole objects. */
export function schemaType(schema: JSONSchemaProps, isResource: boolean): SchemaType | undefined {
  if (schema['x-kubernetes-int-or-string']) return { type: dyn, value: anyValue };
  const own = isResource || schema['x-kubernetes-embedded-resource'] === true;
  switch (schema.type) {
    case 'array': {
      const items = itemsOf(schema);
      const of = items && schemaType(items, false);
      return (
        of && {
          type: listOf(of.type),
          value: (json) => (Array.isArray(json) ? json.map((item) => nullOr(item, of.value)) : null),
        }
      );
    }
    case 'object': {
      const additional = additionalOf(schema);
      if (isRecord(additional) && !schema.properties) return mapType(additional);
      if (!own && !schema.properties && (schema['x-kubernetes-preserve-unknown-fields'] || additional === true))
        return undefined;
      return objectType(own ? withMeta(schema) : (schema.properties ?? {}));
    }
    case 'string':
      return stringType(schema.format ?? '');
    case 'boolean':
      return { type: typeOf('bool'), value: (json) => json };
    case 'integer':
      return { type: typeOf('int'), value: (json) => (typeof json === 'number' ? BigInt(json) : json) };
    case 'number':
      return { type: typeOf('double'), value: (json) => json };
    default:
      return schema['x-kubernetes-preserve-unknown-fields'] ? { type: dyn, value: anyValue } : undefined;
  }
}

const nullOr = (json: unknown, value: (json: unknown) => unknown): unknown =>
  json === null || json === undefined ? null : value(json);

const withMeta = ({ properties }: JSONSchemaProps): Record<string, JSONSchemaProps> => ({
  ...properties,
  apiVersion: text,
  kind: text,
  metadata,
});

function mapType(values: JSONSchemaProps): SchemaType | undefined {
  const of = schemaType(values, false);
  return (
    of && {
      type: mapOf(typeOf('string'), of.type),
      value: (json) =>
        new Map(isRecord(json) ? Object.entries(json).map(([name, held]) => [name, nullOr(held, of.value)]) : []),
    }
  );
}

function objectType(properties: Readonly<Record<string, JSONSchemaProps>>): SchemaType {
  const fields = Object.entries(properties).flatMap(([name, schema]) => {
    const escaped = escapedName(name);
    const of = escaped === undefined ? undefined : schemaType(schema, false);
    return escaped !== undefined && of ? [{ name, escaped, ...of }] : [];
  });
  return {
    type: { kind: 'object', fields: new Map(fields.map(({ escaped, type }) => [escaped, type])) },
    value(json) {
      const made = new Map<string, unknown>();
      if (!isRecord(json)) return made;
      for (const { name, escaped, value } of fields)
        if (Object.hasOwn(json, name)) made.set(escaped, nullOr(json[name], value));
      return made;
    },
  };
}

function stringType(format: string): SchemaType {
  const parsed =
    (parse: (json: string) => unknown) =>
    (json: unknown): unknown => {
      if (typeof json !== 'string') return json;
      try {
        return parse(json);
      } catch {
        return json;
      }
    };
  switch (format) {
    case 'byte':
      return { type: typeOf('bytes'), value: parsed((json) => base64Decode(json) ?? json) };
    case 'duration':
      return { type: typeOf('duration'), value: parsed(durationOf) };
    case 'date':
    case 'date-time':
    case 'datetime':
      return { type: typeOf('timestamp'), value: parsed(timestampOf) };
    default:
      return { type: typeOf('string'), value: (json) => json };
  }
}

/** JSON without a schema: whole numbers are ints. */
function anyValue(json: unknown): unknown {
  if (typeof json === 'number') return Number.isInteger(json) ? BigInt(json) : json;
  if (Array.isArray(json)) return json.map(anyValue);
  if (isRecord(json)) return new Map(Object.entries(json).map(([name, held]) => [name, anyValue(held)]));
  return json ?? null;
}
