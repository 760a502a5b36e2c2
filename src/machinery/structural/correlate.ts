/** Which item of the old list an item of the new one was: told by the keys of a list of type map; unknown in others. */
import type { JSONSchemaProps } from '../../api/apiextensions/v1.ts';
import { isRecord } from '../apply/values.ts';

type Find = (item: unknown) => unknown;

const unknown: Find = () => undefined;

/** For each old list, a function that finds an item's old state; undefined when there is none. */
export function correlateItems(schema: JSONSchemaProps): (old: unknown) => Find {
  if (schema['x-kubernetes-list-type'] !== 'map') return () => unknown;
  const names = schema['x-kubernetes-list-map-keys'] ?? [];
  const keyOf = (item: Record<string, unknown>): string => JSON.stringify(names.map((name) => item[name] ?? null));
  return (old) => {
    if (!Array.isArray(old)) return unknown;
    const known = new Map<string, unknown>();
    for (const item of old) if (isRecord(item) && !known.has(keyOf(item))) known.set(keyOf(item), item);
    return (item) => (isRecord(item) ? known.get(keyOf(item)) : undefined);
  };
}
