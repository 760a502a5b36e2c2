/** A structural schema as OpenAPI publishes it. Version 2 has no combinations and no null: what it cannot say is left open. */
import type { JSONSchemaProps } from '../../api/apiextensions/v1.ts';
import type { Flavour, OpenApiSchema } from '../openapi/openApiSchema.ts';
import { itemsOf } from './jsonSchema.ts';

/** What every object has beside what its schema says, as references. */
export interface MetaProperties {
  readonly apiVersion: OpenApiSchema;
  readonly kind: OpenApiSchema;
  readonly metadata: OpenApiSchema;
}

/** Of whole objects. */
export function resourceOpenApi(schema: JSONSchemaProps, flavour: Flavour, meta: MetaProperties): OpenApiSchema {
  // kubectl would take fields that are kept but not named for unknown ones.
  if (flavour === 'v2' && schema['x-kubernetes-preserve-unknown-fields']) return { type: 'object' };
  const made = openApi(schema, flavour, meta);
  return { ...made, properties: sorted({ ...made.properties, ...meta }) };
}

function openApi(schema: JSONSchemaProps, flavour: Flavour, meta: MetaProperties): OpenApiSchema {
  const {
    nullable,
    properties,
    items: _,
    additionalProperties,
    allOf: _all,
    anyOf: _any,
    oneOf,
    not,
    ...rest
  } = schema;
  const own = itemsOf(schema);
  const below = (each: JSONSchemaProps): OpenApiSchema => openApi(each, flavour, meta);
  const made: OpenApiSchema = { ...rest };
  if (own) made.items = below(own);
  if (properties) made.properties = mapped(properties, below);
  if (additionalProperties !== undefined)
    made.additionalProperties =
      typeof additionalProperties === 'boolean' ? additionalProperties : below(additionalProperties);
  if (flavour === 'v3') {
    if (nullable) made.nullable = true;
    const combined = unfolded(schema);
    if (combined.allOf) made.allOf = combined.allOf.map(below);
    if (combined.anyOf) made.anyOf = combined.anyOf.map(below);
    if (oneOf) made.oneOf = oneOf.map(below);
    if (not) made.not = below(not);
  } else {
    open(made, schema);
  }
  if (
    schema['x-kubernetes-embedded-resource'] &&
    !(flavour === 'v2' && schema['x-kubernetes-preserve-unknown-fields'])
  ) {
    made.properties = sorted({ ...made.properties, ...meta });
    made.required = [...new Set([...(made.required ?? []), 'kind', 'apiVersion'])];
  }
  return made;
}

const either: JSONSchemaProps[] = [{ type: 'integer' }, { type: 'string' }];

/** That a value is an integer or a string is said by a combination. */
function unfolded({ allOf, anyOf, ...schema }: JSONSchemaProps): Pick<JSONSchemaProps, 'allOf' | 'anyOf'> {
  const says = (schemas: JSONSchemaProps[] | undefined): boolean =>
    JSON.stringify(schemas?.map(({ type }) => type)) === '["integer","string"]';
  const known = { ...(allOf && { allOf }), ...(anyOf && { anyOf }) };
  if (!schema['x-kubernetes-int-or-string'] || says(anyOf) || says(allOf?.[0]?.anyOf)) return known;
  return anyOf ? { anyOf, allOf: [{ anyOf: either }, ...(allOf ?? [])] } : { ...known, anyOf: either };
}

/** Takes out of a schema of version 2 what would make clients refuse what is allowed. */
function open(made: OpenApiSchema, schema: JSONSchemaProps): void {
  const preserves = schema['x-kubernetes-preserve-unknown-fields'] === true;
  if (schema.nullable || preserves) {
    delete made.items;
    delete made.properties;
  }
  if (schema.nullable || (preserves && schema.type === 'object') || (schema.type === 'array' && !made.items))
    delete made.type;
  const nullables = new Set(Object.entries(schema.properties ?? {}).flatMap(([name, p]) => (p.nullable ? [name] : [])));
  const wanted = made.required?.filter((name) => !nullables.has(name));
  if (wanted && wanted.length > 0) made.required = wanted;
  else delete made.required;
}

const mapped = <T, R>(record: Readonly<Record<string, T>>, of: (value: T) => R): Record<string, R> =>
  sorted(Object.fromEntries(Object.entries(record).map(([name, value]) => [name, of(value)])));

const sorted = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
