/** A structural schema as ownership sees it: what server-side apply merges, and how items of lists are told apart. */
import type { JSONSchemaProps } from '../../api/apiextensions/v1.ts';
import { ListItemError, structType } from '../apply/fieldType.ts';
import type { FieldType, ListType, StructType } from '../apply/fieldType.ts';
import { fieldStep, keyStep, valueStep } from '../apply/pathStep.ts';
import { structSchema } from '../schema/load.ts';
import { additionalOf, isObject, itemsOf } from './jsonSchema.ts';

const untyped: FieldType = { kind: 'untyped', atomic: false };
const text: FieldType = { kind: 'scalar', scalar: 'string', atomic: true };
const scalars: Readonly<Record<string, FieldType>> = {
  string: text,
  boolean: { kind: 'scalar', scalar: 'boolean', atomic: true },
  integer: { kind: 'scalar', scalar: 'int64', atomic: true },
  number: { kind: 'scalar', scalar: 'float64', atomic: true },
};
const anyScalar: FieldType = { kind: 'scalar', scalar: 'intOrString', atomic: true };

/** The type of whole objects. */
export function resourceType(schema: JSONSchemaProps): StructType {
  return struct(schema, [
    ['apiVersion', text],
    ['kind', text],
    ['metadata', structType(structSchema('meta/v1.ObjectMeta'))],
  ]);
}

function struct(schema: JSONSchemaProps, meta: readonly (readonly [string, FieldType])[]): StructType {
  const types = new Map<string, FieldType>(
    Object.entries(schema.properties ?? {}).map(([name, each]) => [name, typeOf(each)]),
  );
  for (const [name, type] of meta) types.set(name, type);
  const fields = [...types]
    .map(([name, type]) => ({ name, type, step: fieldStep(name) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const preserves = schema['x-kubernetes-preserve-unknown-fields'] === true;
  return {
    kind: 'struct',
    atomic: schema['x-kubernetes-map-type'] === 'atomic',
    fields,
    field: new Map(fields.map((f) => [f.name, f])),
    ...(preserves && { others: untyped }),
  };
}

function typeOf(schema: JSONSchemaProps): FieldType {
  if (schema['x-kubernetes-int-or-string']) return anyScalar;
  switch (schema.type) {
    case 'array':
      return listType(schema);
    case 'object':
      return objectType(schema);
    case undefined:
    case '':
      return schema.properties || schema.additionalProperties ? objectType(schema) : untyped;
    default:
      return scalars[schema.type] ?? untyped;
  }
}

function objectType(schema: JSONSchemaProps): FieldType {
  const additional = additionalOf(schema);
  const atomic = schema['x-kubernetes-map-type'] === 'atomic';
  if (additional !== undefined && !schema.properties)
    return { kind: 'map', atomic, values: additional === true ? untyped : typeOf(additional) };
  if (schema['x-kubernetes-embedded-resource']) {
    return struct(schema, [
      ['apiVersion', text],
      ['kind', text],
      ['metadata', structType(structSchema('meta/v1.ObjectMeta'))],
    ]);
  }
  if (!schema.properties && schema['x-kubernetes-preserve-unknown-fields'])
    return atomic ? { kind: 'map', atomic, values: untyped } : untyped;
  return struct(schema, []);
}

function listType(schema: JSONSchemaProps): ListType {
  const items = itemsOf(schema);
  const relation = schema['x-kubernetes-list-type'] ?? 'atomic';
  return {
    kind: 'list',
    atomic: relation === 'atomic',
    items: items ? typeOf(items) : untyped,
    stepOf: relation === 'map' && items ? byKeys(items, schema['x-kubernetes-list-map-keys'] ?? []) : byValue,
  };
}

function byKeys(items: JSONSchemaProps, names: readonly string[]): (item: unknown) => string {
  const keys = names.toSorted().map((name) => ({ name, fallback: items.properties?.[name]?.default }));
  return (item) => {
    if (item === null) throw new ListItemError('associative list with keys may not have a null element');
    if (!isObject(item)) throw new ListItemError('associative list with keys may not have non-map elements');
    const values: [string, unknown][] = [];
    for (const { name, fallback } of keys) {
      const value = item[name] ?? fallback;
      if (value !== undefined) values.push([name, value]);
    }
    if (values.length > 0) return keyStep(values);
    throw new ListItemError(
      `associative list with keys has an element that omits all key fields [${names.map((n) => JSON.stringify(n)).join(' ')}] ` +
        `(and doesn't have default values for any key fields)`,
    );
  };
}

function byValue(item: unknown): string {
  if (isObject(item)) throw new ListItemError("associative list without keys has an element that's a map type");
  if (Array.isArray(item)) throw new ListItemError('not supported: associative list with lists as elements');
  if (item === null) throw new ListItemError("associative list without keys has an element that's an explicit null");
  return valueStep(item);
}
