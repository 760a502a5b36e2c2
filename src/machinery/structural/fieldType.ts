/** A structural schema as ownership sees it: what server-side apply merges, and how items of lists are told apart. */
import type { JSONSchemaProps } from '../../api/apiextensions/v1.ts';
import { structType } from '../apply/fieldType.ts';
import type { FieldType, ListType, StructType } from '../apply/fieldType.ts';
import { stepByKeys, stepByValue } from '../apply/listItems.ts';
import { fieldStep } from '../apply/pathStep.ts';
import { structSchema } from '../schema/load.ts';
import { additionalOf, itemsOf } from './jsonSchema.ts';

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
    stepOf: relation === 'map' && items ? byKeys(items, schema['x-kubernetes-list-map-keys'] ?? []) : stepByValue,
  };
}

function byKeys(items: JSONSchemaProps, names: readonly string[]): (item: unknown) => string {
  return stepByKeys(names.map((name) => ({ name, fallback: items.properties?.[name]?.default })));
}
