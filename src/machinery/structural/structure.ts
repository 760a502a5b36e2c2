/**
 * What makes a schema structural, in upstream's words: every field has a type outside of logical combinations, and those
 * only narrow values. Only of structural schemas can be said what is pruned, defaulted and owned.
 */
import type { JSONSchemaProps } from '../../api/apiextensions/v1.ts';
import { forbiddenField, invalidValue, required } from '../fieldError.ts';
import type { FieldError, FieldPath } from '../fieldError.ts';
import { isRecord } from '../apply/values.ts';
import { itemsOf } from './jsonSchema.ts';
import { compilePattern } from './patterns.ts';

type Level = 'root' | 'item' | 'field';

/** Sorted by their texts. Patterns must have been loaded (patterns.ts). */
export function structuralErrors(schema: JSONSchemaProps, at: FieldPath): FieldError[] {
  const errors = [...invariants(schema, 'root', at), ...completeness(schema, at)];
  return errors.sort((a, b) => (a.message < b.message ? -1 : a.message > b.message ? 1 : 0));
}

const emptyType: Readonly<Record<Level, string>> = {
  root: 'must not be empty at the root',
  item: 'must not be empty for specified array items',
  field: 'must not be empty for specified object fields',
};

function invariants(schema: JSONSchemaProps, level: Level, at: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  const items = itemsOf(schema);
  const { type = '', additionalProperties, properties = {} } = schema;
  if (type === 'array' && !items) errors.push(required(at.child('items'), 'must be specified'));
  if (items) errors.push(...invariants(items, 'item', at.child('items')));
  for (const [name, each] of Object.entries(properties))
    errors.push(...invariants(each, 'field', at.child('properties').key(name)));
  if (additionalProperties !== undefined) {
    const here = at.child('additionalProperties');
    if (level === 'root') errors.push(forbiddenField(here, 'must not be used at the root'));
    if (isRecord(additionalProperties)) errors.push(...invariants(additionalProperties, 'field', here));
  }
  errors.push(...extensions(schema, at), ...combinations(schema, level, at, intOrString(schema)));
  const embedded = schema['x-kubernetes-embedded-resource'] === true;
  const preserves = schema['x-kubernetes-preserve-unknown-fields'] === true;
  if (embedded && type !== 'object') {
    const why = 'must be object if x-kubernetes-embedded-resource is true';
    errors.push(type === '' ? required(at.child('type'), why) : invalidValue(at.child('type'), type, why));
  } else if (type === '' && !schema['x-kubernetes-int-or-string'] && !preserves) {
    errors.push(required(at.child('type'), emptyType[level]));
  }
  if (embedded && additionalProperties !== undefined) {
    const why = 'must not be used if x-kubernetes-embedded-resource is set';
    errors.push(forbiddenField(at.child('additionalProperties'), why));
  }
  if (level === 'root' && type !== '' && type !== 'object')
    errors.push(invalidValue(at.child('type'), type, 'must be object at the root'));
  if (level === 'root' || embedded) {
    for (const name of ['kind', 'apiVersion']) {
      const own = properties[name];
      if (own && own.type !== 'string')
        errors.push(invalidValue(at.child('properties').key(name).child('type'), own.type ?? '', 'must be string'));
    }
  }
  const { metadata } = properties;
  if (metadata) errors.push(...metadataErrors(metadata, level, embedded, at.child('properties').key('metadata')));
  if (embedded && !preserves && Object.keys(properties).length === 0) {
    const why =
      'must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields';
    errors.push(required(at.child('properties'), why));
  }
  return errors;
}

function metadataErrors(schema: JSONSchemaProps, level: Level, embedded: boolean, at: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  if ((level === 'root' || embedded) && schema.type !== 'object')
    errors.push(invalidValue(at.child('type'), schema.type ?? '', 'must be object'));
  if (level !== 'root') return errors;
  const { properties = {}, type: _, default: __, description: ___, ...rest } = schema;
  const others = Object.keys(properties).some((name) => name !== 'name' && name !== 'generateName');
  if (others || schema.description || Object.keys(rest).length > 0) {
    const why = 'must not specify anything other than name and generateName, but metadata is implicitly specified';
    errors.push(forbiddenField(at, why));
  }
  return errors;
}

function extensions(schema: JSONSchemaProps, at: FieldPath): FieldError[] {
  if (!schema['x-kubernetes-int-or-string']) return [];
  return (['x-kubernetes-preserve-unknown-fields', 'x-kubernetes-embedded-resource'] as const)
    .filter((name) => schema[name])
    .map((name) => invalidValue(at.child(name), true, 'must be false if x-kubernetes-int-or-string is true'));
}

/** The one place where combinations may speak of types: that a value is an integer or a string. */
const isIntOrString = (schemas: readonly JSONSchemaProps[] | undefined): boolean =>
  schemas?.length === 2 &&
  ['integer', 'string'].every((type, i) => schemas[i]?.type === type && Object.keys(schemas[i] ?? {}).length === 1);

interface Skipped {
  readonly anyOf: boolean;
  readonly firstAllOf: boolean;
}

const nothing: Skipped = { anyOf: false, firstAllOf: false };

const intOrString = (schema: JSONSchemaProps): Skipped => ({
  anyOf: isIntOrString(schema.anyOf),
  firstAllOf: isIntOrString(schema.allOf?.[0]?.anyOf),
});

function combinations(schema: JSONSchemaProps, level: Level, at: FieldPath, skipped: Skipped): FieldError[] {
  const errors: FieldError[] = [];
  if (!skipped.anyOf)
    for (const [i, each] of (schema.anyOf ?? []).entries())
      errors.push(...nested(each, level, at.child('anyOf').index(i)));
  for (const [i, each] of (schema.allOf ?? []).entries()) {
    const inner = skipped.firstAllOf && i === 0 ? { anyOf: true, firstAllOf: false } : nothing;
    errors.push(...nested(each, level, at.child('allOf').index(i), inner));
  }
  for (const [i, each] of (schema.oneOf ?? []).entries())
    errors.push(...nested(each, level, at.child('oneOf').index(i)));
  if (schema.not) errors.push(...nested(schema.not, level, at.child('not')));
  if (schema.pattern) {
    try {
      compilePattern(schema.pattern);
    } catch (error) {
      const why = `must be a valid regular expression, but isn't: ${(error as Error).message}`;
      errors.push(invalidValue(at.child('pattern'), schema.pattern, why));
    }
  }
  return errors;
}

/** A schema inside of a combination. */
function nested(schema: JSONSchemaProps, level: Level, at: FieldPath, skipped: Skipped = nothing): FieldError[] {
  const errors = combinations(schema, level, at, skipped);
  const items = itemsOf(schema);
  if (items) errors.push(...nested(items, level, at.child('items')));
  for (const [name, each] of Object.entries(schema.properties ?? {}))
    errors.push(...nested(each, 'field', at.child('properties').key(name)));
  const refuse = (name: keyof JSONSchemaProps, present: unknown, must: string): void => {
    if (present) errors.push(forbiddenField(at.child(name), `must be ${must} to be structural`));
  };
  refuse('type', schema.type, 'empty');
  refuse('additionalProperties', schema.additionalProperties !== undefined, 'undefined');
  refuse('default', schema.default !== undefined, 'undefined');
  refuse('title', schema.title, 'empty');
  refuse('description', schema.description, 'empty');
  refuse('nullable', schema.nullable, 'false');
  refuse('x-kubernetes-preserve-unknown-fields', schema['x-kubernetes-preserve-unknown-fields'], 'false');
  refuse('x-kubernetes-embedded-resource', schema['x-kubernetes-embedded-resource'], 'false');
  refuse('x-kubernetes-int-or-string', schema['x-kubernetes-int-or-string'], 'false');
  refuse('x-kubernetes-list-map-keys', (schema['x-kubernetes-list-map-keys'] ?? []).length > 0, 'empty');
  refuse('x-kubernetes-list-type', schema['x-kubernetes-list-type'] !== undefined, 'undefined');
  refuse('x-kubernetes-map-type', schema['x-kubernetes-map-type'] !== undefined, 'undefined');
  refuse('x-kubernetes-validations', (schema['x-kubernetes-validations'] ?? []).length > 0, 'empty');
  if (schema.properties?.['metadata']) {
    const here = at.child('properties').key('metadata');
    errors.push(forbiddenField(here, 'must not be specified in a nested context'));
  }
  return errors;
}

/** What a combination speaks of is also described outside of it. */
function completeness(schema: JSONSchemaProps, at: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  for (const [where, each] of combined(schema)) errors.push(...described(each, schema, at.child(where), at));
  const items = itemsOf(schema);
  if (items) errors.push(...completeness(items, at.child('items')));
  for (const [name, each] of Object.entries(schema.properties ?? {}))
    errors.push(...completeness(each, at.child('properties').key(name)));
  if (isRecord(schema.additionalProperties))
    errors.push(...completeness(schema.additionalProperties, at.child('additionalProperties')));
  return errors;
}

function combined(schema: JSONSchemaProps): [where: string, schema: JSONSchemaProps][] {
  const list = (name: 'allOf' | 'anyOf' | 'oneOf'): [string, JSONSchemaProps][] =>
    (schema[name] ?? []).map((each, i) => [`${name}[${i}]`, each]);
  return [
    ...list('allOf'),
    ...list('anyOf'),
    ...list('oneOf'),
    ...(schema.not ? [['not', schema.not] as [string, JSONSchemaProps]] : []),
  ];
}

function described(
  inner: JSONSchemaProps,
  outer: JSONSchemaProps | undefined,
  innerAt: FieldPath,
  outerAt: FieldPath,
): FieldError[] {
  const errors: FieldError[] = [];
  const missing = (place: FieldPath, by: FieldPath): void =>
    void errors.push(required(place, `because it is defined in ${by.text}`));
  for (const [where, each] of combined(inner)) errors.push(...described(each, outer, innerAt.child(where), outerAt));
  const items = itemsOf(inner);
  if (items) {
    const own = outer && itemsOf(outer);
    if (!own) missing(outerAt.child('items'), innerAt.child('items'));
    else errors.push(...described(items, own, innerAt.child('items'), outerAt.child('items')));
  }
  for (const [name, each] of Object.entries(inner.properties ?? {})) {
    const here = innerAt.child('properties').key(name);
    const there = outerAt.child('properties').key(name);
    const own = outer?.properties?.[name];
    if (!own) missing(there, here);
    else errors.push(...described(each, own, here, there));
  }
  return errors;
}
