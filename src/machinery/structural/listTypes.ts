/** Lists of type set hold nothing twice, and those of type map no two items with the same keys. Compiled once a schema. */
import type { JSONSchemaProps } from '../../api/apiextensions/v1.ts';
import { duplicate, invalidValue, Literal } from '../fieldError.ts';
import type { FieldError, FieldPath } from '../fieldError.ts';
import { goSyntax } from '../goText.ts';
import { isRecord } from '../apply/values.ts';
import { additionalOf, itemsOf } from './jsonSchema.ts';

export type CheckLists = (value: unknown, at: FieldPath, errors: FieldError[]) => void;

/** undefined: there are no such lists. */
export function compileLists(schema: JSONSchemaProps): CheckLists | undefined {
  const named = Object.entries(schema.properties ?? {}).flatMap(([name, each]) => {
    const check = compileLists(each);
    return check ? [{ name, check }] : [];
  });
  const additional = additionalOf(schema);
  const others = isRecord(additional) ? compileLists(additional) : undefined;
  const items = itemsOf(schema);
  const item = items && compileLists(items);
  const own = ownCheck(schema);
  if (named.length === 0 && !others && !item && !own) return undefined;
  return (value, at, errors) => {
    if (Array.isArray(value)) {
      own?.(value, at, errors);
      if (item) for (const [i, each] of value.entries()) item(each, at.index(i), errors);
      return;
    }
    if (!isRecord(value)) return;
    for (const { name, check } of named) if (Object.hasOwn(value, name)) check(value[name], at.child(name), errors);
    if (others) for (const name of Object.keys(value)) others(value[name], at.key(name), errors);
  };
}

function ownCheck(schema: JSONSchemaProps) {
  switch (schema['x-kubernetes-list-type']) {
    case 'set':
      return (list: readonly unknown[], at: FieldPath, errors: FieldError[]): void => {
        for (const i of repeated(list)) errors.push(duplicate(at.index(i), shown(list[i])));
      };
    case 'map':
      return mapCheck(schema['x-kubernetes-list-map-keys'] ?? []);
    default:
      return undefined;
  }
}

function mapCheck(names: readonly string[]) {
  return (list: readonly unknown[], at: FieldPath, errors: FieldError[]): void => {
    const bad = list.findIndex((item) => item !== null && !isRecord(item));
    if (bad >= 0) {
      errors.push(invalidValue(at.index(bad), list[bad], 'must be an object for an array of list-type map'));
      return;
    }
    const keys = list.map((item) =>
      Object.fromEntries(isRecord(item) ? names.filter((n) => Object.hasOwn(item, n)).map((n) => [n, item[n]]) : []),
    );
    for (const i of repeated(keys)) errors.push(duplicate(at.index(i), shown(keys[i])));
  };
}

/** Where values are the second of their kind: each value is told of once. */
function repeated(list: readonly unknown[]): number[] {
  if (list.length < 2) return [];
  const times = new Map<string, number>();
  return list.flatMap((value, i) => {
    const key = canonical(value);
    const before = times.get(key) ?? 0;
    times.set(key, before + 1);
    return before === 1 ? [i] : [];
  });
}

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, held: unknown) =>
    isRecord(held) ? Object.fromEntries(Object.entries(held).sort(([a], [b]) => (a < b ? -1 : 1))) : held,
  );

const shown = (value: unknown): unknown => (typeof value === 'object' ? new Literal(goSyntax(value)) : value);
