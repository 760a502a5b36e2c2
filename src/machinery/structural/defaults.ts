/**
 * Sets the defaults of a structural schema, compiled once a schema; undefined where a schema has none.
 *
 * Values are never changed: where a default is set, the objects above it are new; all else is shared.
 */
import type { JSONSchemaProps } from '../../api/apiextensions/v1.ts';
import { isRecord } from '../apply/values.ts';
import { additionalOf, itemsOf, put } from './jsonSchema.ts';

export type SetDefaults = (value: unknown) => unknown;

interface Member {
  /** What an absent member gets, if anything; a fresh copy each time, with the defaults below it. */
  readonly absent: (() => unknown) | undefined;
  readonly nullable: boolean;
  readonly inside: SetDefaults | undefined;
}

export function compileDefaults(schema: JSONSchemaProps): SetDefaults | undefined {
  const named = Object.entries(schema.properties ?? {}).flatMap(([name, each]) => {
    const member = memberOf(each);
    return member ? [[name, member] as const] : [];
  });
  const additional = additionalOf(schema);
  const others = isRecord(additional) ? memberOf(additional) : undefined;
  const items = itemsOf(schema);
  const item = items && memberOf(items);
  if (named.length === 0 && !others && !item) return undefined;
  const own = new Set(Object.keys(schema.properties ?? {}));
  return (value) => {
    if (Array.isArray(value)) return item ? eachItem(value, item) : value;
    if (!isRecord(value)) return value;
    let next: Record<string, unknown> | undefined;
    const set = (name: string, member: Member): void => {
      const before = Object.hasOwn(value, name) ? value[name] : undefined;
      const after = settled(before, member);
      if (after !== before) put((next ??= { ...value }), name, after);
    };
    for (const [name, member] of named) set(name, member);
    if (others) for (const name of Object.keys(value)) if (!own.has(name)) set(name, others);
    return next ?? value;
  };
}

function memberOf(schema: JSONSchemaProps): Member | undefined {
  const inside = compileDefaults(schema);
  const fallback = schema.default;
  const text = JSON.stringify(fallback);
  if (fallback === undefined && !inside) return undefined;
  const absent =
    fallback === undefined
      ? undefined
      : (): unknown => {
          const copy: unknown = JSON.parse(text);
          return inside ? inside(copy) : copy;
        };
  return { absent, nullable: schema.nullable === true, inside };
}

function settled(value: unknown, { absent, nullable, inside }: Member): unknown {
  if (absent && (value === undefined || (value === null && !nullable))) return absent();
  return inside && value !== undefined && value !== null ? inside(value) : value;
}

function eachItem(value: readonly unknown[], member: Member): readonly unknown[] {
  let changed = false;
  const next = value.map((before) => {
    const after = settled(before, member);
    if (after !== before) changed = true;
    return after;
  });
  return changed ? next : value;
}
