/**
 * Takes away what a structural schema does not name, compiled once a schema.
 *
 *  - Values are never changed: where something is taken away, the objects above it are new; all else is shared. When
 *    nothing is taken away the very same value comes back.
 *  - Nulls that a schema neither allows nor has a default for go, too.
 *  - `x-kubernetes-preserve-unknown-fields` keeps what is not named, and goes down only where properties are named.
 *  - Of embedded resources apiVersion, kind and metadata are always kept.
 */
import type { JSONSchemaProps } from '../../api/apiextensions/v1.ts';
import { isRecord } from '../apply/values.ts';
import { additionalOf, itemsOf, put } from './jsonSchema.ts';

/** Where pruning is, and which fields it has taken away. */
export class PruneContext {
  readonly #path: (string | number)[] = [];
  readonly #unknown: string[] = [];

  enter(step: string | number): void {
    this.#path.push(step);
  }

  leave(): void {
    this.#path.pop();
  }

  get isRoot(): boolean {
    return this.#path.length === 0;
  }

  takenAway(name: string): void {
    let at = '';
    for (const step of this.#path) at += typeof step === 'number' ? `[${step}]` : at === '' ? step : `.${step}`;
    this.#unknown.push(at === '' ? name : `${at}.${name}`);
  }

  /** Paths of the unknown fields, in their order. */
  get unknown(): readonly string[] {
    return this.#unknown.sort();
  }
}

export type Prune = (value: unknown, context: PruneContext) => unknown;

const meta: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata']);
const keep: Prune = (value) => value;

/** What is below a value that no schema describes: objects lose all, lists are looked through. */
const nothingKnown: Prune = (value, context) => {
  if (Array.isArray(value)) return eachItem(value, nothingKnown, context);
  if (!isRecord(value)) return value;
  const names = Object.keys(value);
  for (const name of names) context.takenAway(name);
  return names.length === 0 ? value : {};
};

/** `isResource`: the schema is that of whole objects. */
export function compilePrune(schema: JSONSchemaProps, isResource: boolean): Prune {
  return compiled(schema, isResource || schema['x-kubernetes-embedded-resource'] === true);
}

const compiled = (schema: JSONSchemaProps, embedded: boolean): Prune =>
  schema['x-kubernetes-preserve-unknown-fields'] ? preserving(schema, embedded) : pruning(schema, embedded);

interface Member {
  readonly prune: Prune;
  /** A null goes. */
  readonly dropsNull: boolean;
}

const memberOf = (schema: JSONSchemaProps): Member => ({
  prune: compilePrune(schema, false),
  dropsNull: !schema.nullable && schema.default === undefined,
});

function membersOf(schema: JSONSchemaProps) {
  const named = new Map(Object.entries(schema.properties ?? {}).map(([name, each]) => [name, memberOf(each)]));
  const additional = additionalOf(schema);
  const others: Member | undefined =
    additional === undefined
      ? undefined
      : additional === true
        ? { prune: nothingKnown, dropsNull: false }
        : memberOf(additional);
  return { named, others };
}

function pruning(schema: JSONSchemaProps, embedded: boolean): Prune {
  const { named, others } = membersOf(schema);
  const items = itemsOf(schema);
  const item = items ? compilePrune(items, false) : nothingKnown;
  return (value, context) => {
    if (Array.isArray(value)) return eachItem(value, item, context);
    if (!isRecord(value)) return value;
    return eachMember(value, context, (name) => {
      if (embedded && meta.has(name)) return kept;
      const member = named.get(name) ?? others;
      if (!member && !(meta.has(name) && context.isRoot)) context.takenAway(name);
      return member;
    });
  };
}

/** Below what is preserved, schemas that are named still prune. */
function preserving(schema: JSONSchemaProps, embedded: boolean): Prune {
  const { named, others } = membersOf(schema);
  const items = itemsOf(schema);
  const item = items ? preserving(items, items['x-kubernetes-embedded-resource'] === true) : keep;
  if (named.size === 0 && !others && item === keep) return keep;
  return (value, context) => {
    if (Array.isArray(value)) return eachItem(value, item, context);
    if (!isRecord(value)) return value;
    return eachMember(value, context, (name) =>
      embedded && meta.has(name) ? kept : (named.get(name) ?? others ?? kept),
    );
  };
}

const kept: Member = { prune: keep, dropsNull: false };

/** `of` says what becomes of a member; undefined takes it away. */
function eachMember(
  value: Record<string, unknown>,
  context: PruneContext,
  of: (name: string) => Member | undefined,
): unknown {
  let changed = false;
  const next: Record<string, unknown> = {};
  for (const name of Object.keys(value)) {
    const before = value[name];
    const member = of(name);
    if (!member || (before === null && member.dropsNull)) {
      changed = true;
      continue;
    }
    context.enter(name);
    const after = member.prune(before, context);
    context.leave();
    if (after !== before) changed = true;
    put(next, name, after);
  }
  return changed ? next : value;
}

function eachItem(value: readonly unknown[], prune: Prune, context: PruneContext): readonly unknown[] {
  let changed = false;
  const next = value.map((before, i) => {
    context.enter(i);
    const after = prune(before, context);
    context.leave();
    if (after !== before) changed = true;
    return after;
  });
  return changed ? next : value;
}
