/** Reading a JSONSchemaProps as a structural schema: the one schema of items, of other members, and everything below. */
import type { JSONSchemaProps } from '../../api/apiextensions/v1.ts';
import { isRecord } from '../apply/values.ts';

/** The schema of a list's items; undefined when there is none, or several. */
export const itemsOf = ({ items }: JSONSchemaProps): JSONSchemaProps | undefined =>
  Array.isArray(items) ? undefined : items;

/** The schema of members that `properties` does not name; true: any value; undefined: there are none. */
export function additionalOf({ additionalProperties }: JSONSchemaProps): JSONSchemaProps | true | undefined {
  return additionalProperties === false ? undefined : additionalProperties;
}

/** The schema of a member; undefined when the schema does not speak of it. */
export function memberOf(schema: JSONSchemaProps, name: string): JSONSchemaProps | undefined {
  const { properties } = schema;
  if (properties && Object.hasOwn(properties, name)) return properties[name];
  const additional = additionalOf(schema);
  return additional === true ? undefined : additional;
}

/** Whether the schema itself, or any schema in it, is one that `found` looks for. */
export function someSchema(schema: JSONSchemaProps, found: (schema: JSONSchemaProps) => boolean): boolean {
  return found(schema) || childrenOf(schema).some((child) => someSchema(child, found));
}

function childrenOf(schema: JSONSchemaProps): JSONSchemaProps[] {
  const { items, not, additionalProperties, additionalItems } = schema;
  const single = [not, additionalProperties, additionalItems, ...(Array.isArray(items) ? items : [items])];
  return [
    ...single.filter((each): each is JSONSchemaProps => isRecord(each)),
    ...(schema.allOf ?? []),
    ...(schema.anyOf ?? []),
    ...(schema.oneOf ?? []),
    ...Object.values(schema.properties ?? {}),
    ...Object.values(schema.patternProperties ?? {}),
    ...Object.values(schema.definitions ?? {}),
    ...Object.values(schema.dependencies ?? {}).filter((each): each is JSONSchemaProps => !Array.isArray(each)),
  ];
}

/** Sets a member as its own, whatever it is called. */
export function put(object: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__') {
    Object.defineProperty(object, name, { value, enumerable: true, writable: true, configurable: true });
  } else object[name] = value;
}
