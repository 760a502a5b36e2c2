/** Takes fields out of an object. */
import { isEmpty, isMember, leaf } from './fieldSet.ts';
import type { FieldSet } from './fieldSet.ts';
import { childOf } from './fieldType.ts';
import type { FieldType, StructType } from './fieldType.ts';
import { fieldStep } from './pathStep.ts';
import { isRecord } from './values.ts';

/** A new object without the members of `set`. A list or map that loses its last item goes with it. */
export function removeFields(type: StructType, value: object, set: FieldSet): Record<string, unknown> {
  if (isEmpty(set)) return { ...value };
  const rest = without(type, value, set);
  return isRecord(rest) ? rest : {};
}

/** `set` has children. null: nothing is left. */
function without(type: FieldType, value: unknown, set: FieldSet): unknown {
  if (type.kind === 'scalar') return value;
  if (type.atomic || value === null) return null;
  const rest = (child: FieldType, item: unknown, node: FieldSet | undefined): unknown =>
    node && !isEmpty(node) ? without(child, item, node) : item;
  if (type.kind === 'list') {
    if (!Array.isArray(value)) return null;
    const kept: unknown[] = [];
    for (const item of value) {
      const node = set[type.stepOf(item)];
      if (!node || !isMember(node)) kept.push(rest(type.items, item, node));
    }
    return kept.length > 0 ? kept : null;
  }
  if (!isRecord(value)) return type.kind === 'untyped' ? value : null;
  const kept: [string, unknown][] = [];
  for (const [name, held] of Object.entries(value)) {
    const node = set[fieldStep(name)];
    if (node && isMember(node)) continue;
    const child = childOf(type, name);
    kept.push([name, child ? rest(child, held, node) : held]);
  }
  return kept.length > 0 ? Object.fromEntries(kept) : null;
}

/** `set` with the fields of structs that lead to members, but not with maps' keys and lists' items. */
export function withStructFields(type: FieldType | undefined, set: FieldSet): FieldSet {
  const out: Record<string, FieldSet> = {};
  for (const [step, node] of Object.entries(set)) {
    if (step === '.') {
      out[step] = node;
      continue;
    }
    if (isEmpty(node)) {
      out[step] = node;
      continue;
    }
    const name = step.startsWith('f:') ? step.slice(2) : undefined;
    const child = name === undefined ? (type?.kind === 'list' ? type.items : undefined) : fieldChild(type, name);
    const deeper = withStructFields(child, node);
    const named = name !== undefined && type?.kind === 'struct' && type.field.has(name);
    out[step] = named && !isMember(deeper) ? { '.': leaf, ...deeper } : deeper;
  }
  return out;
}

const fieldChild = (type: FieldType | undefined, name: string): FieldType | undefined =>
  type && type.kind !== 'list' && type.kind !== 'scalar' ? childOf(type, name) : undefined;
