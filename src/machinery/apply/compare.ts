/** Which fields differ between two states of an object. */
import { Branch, leaf } from './fieldSet.ts';
import type { FieldSet } from './fieldSet.ts';
import { childOf } from './fieldType.ts';
import type { FieldType, ListType, MapType, StructType, UntypedType } from './fieldType.ts';
import { fieldStep } from './pathStep.ts';
import { isBare, isRecord, namesOf, sameJson } from './values.ts';

export interface Comparison {
  /** Added, or there before with another value. */
  readonly changed: FieldSet;
  readonly removed: FieldSet;
}

export function compare(type: StructType, before: object, after: object): Comparison {
  const node = both(type, before, after);
  return { changed: node.changed ?? leaf, removed: node.removed ?? leaf };
}

interface Nodes {
  readonly changed: FieldSet | undefined;
  readonly removed: FieldSet | undefined;
}

const none: Nodes = { changed: undefined, removed: undefined };
const leafChanged: Nodes = { changed: leaf, removed: undefined };

/** undefined is absent. */
function nodes(type: FieldType, before: unknown, after: unknown): Nodes {
  if (before === undefined)
    return after === undefined ? none : { changed: everything(type, after), removed: undefined };
  if (after === undefined) return { changed: undefined, removed: everything(type, before) };
  return both(type, before, after);
}

function both(type: FieldType, before: unknown, after: unknown): Nodes {
  if (before === after) return none;
  if (type.atomic || (isBare(before) && isBare(after))) return sameJson(before, after) ? none : leafChanged;
  if (type.kind === 'list') {
    return isList(before) && isList(after) ? items(type, before ?? [], after ?? []) : leafChanged;
  }
  if (!isMap(before) || !isMap(after)) return sameJson(before, after) ? none : leafChanged;
  return fields(type, before, after);
}

const isList = (value: unknown): value is unknown[] | null => value === null || Array.isArray(value);
const isMap = (value: unknown): value is Record<string, unknown> | null => value === null || isRecord(value);

function fields(
  type: StructType | MapType | UntypedType,
  before: Record<string, unknown> | null,
  after: Record<string, unknown> | null,
): Nodes {
  const result = new Difference();
  if (type.kind === 'struct' && !type.others) {
    for (const field of type.fields) {
      const old = before?.[field.name];
      const now = after?.[field.name];
      if (old !== now) result.append(field.step, nodes(field.type, old, now));
    }
  } else {
    for (const name of namesOf(before, after)) {
      const child = childOf(type, name);
      if (child) result.append(fieldStep(name), nodes(child, before?.[name], after?.[name]));
    }
  }
  return result.nodes;
}

/** Items that are there more than once are compared together, as one. */
function items(type: ListType, before: readonly unknown[], after: readonly unknown[]): Nodes {
  const old = byStep(type, before);
  const now = byStep(type, after);
  const result = new Difference();
  for (const step of new Set([...old.keys(), ...now.keys()])) {
    const a = old.get(step) ?? [];
    const b = now.get(step) ?? [];
    if (a.length <= 1 && b.length <= 1) result.add(step, nodes(type.items, a[0], b[0]));
    else if (a.length >= 2 && b.length >= 2) result.add(step, sameJson(a, b) ? none : leafChanged);
    else if (a.length >= 2) {
      result.add(step, { changed: b.length === 0 ? undefined : everything(type.items, b[0]), removed: leaf });
    } else result.add(step, { changed: leaf, removed: a.length === 0 ? undefined : everything(type.items, a[0]) });
  }
  return result.nodes;
}

function byStep(type: ListType, list: readonly unknown[]): Map<string, unknown[]> {
  const found = new Map<string, unknown[]>();
  for (const item of list) {
    const step = type.stepOf(item);
    const known = found.get(step);
    if (known) known.push(item);
    else found.set(step, [item]);
  }
  return found;
}

/** A value that is on one side alone: the field itself and all that is in it. */
function everything(type: FieldType, value: unknown): FieldSet {
  if (type.atomic || isBare(value)) return leaf;
  const branch = new Branch(true);
  if (type.kind === 'list') {
    if (!Array.isArray(value)) return leaf;
    if (value.length === 1) branch.append(type.stepOf(value[0]), everything(type.items, value[0]));
    else
      for (const [step, found] of byStep(type, value)) {
        branch.add(step, found.length > 1 ? leaf : everything(type.items, found[0]));
      }
  } else if (!isRecord(value)) {
    return leaf;
  } else if (type.kind === 'struct' && !type.others) {
    for (const field of type.fields) {
      const child = value[field.name];
      if (child !== undefined) branch.append(field.step, everything(field.type, child));
    }
  } else {
    for (const name of Object.keys(value).sort()) {
      const child = childOf(type, name);
      if (child && value[name] !== undefined) branch.append(fieldStep(name), everything(child, value[name]));
    }
  }
  return branch.node ?? leaf;
}

class Difference {
  readonly #changed = new Branch(false);
  readonly #removed = new Branch(false);

  add(step: string, { changed, removed }: Nodes): void {
    this.#changed.add(step, changed);
    this.#removed.add(step, removed);
  }

  /** As add(), for steps that come in their order. */
  append(step: string, { changed, removed }: Nodes): void {
    this.#changed.append(step, changed);
    this.#removed.append(step, removed);
  }

  get nodes(): Nodes {
    const changed = this.#changed.node;
    const removed = this.#removed.node;
    return changed || removed ? { changed, removed } : none;
  }
}
