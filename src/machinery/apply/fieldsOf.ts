/** The fields that a configuration names: what an applier comes to own. */
import { Branch, leaf } from './fieldSet.ts';
import type { FieldSet } from './fieldSet.ts';
import { childOf } from './fieldType.ts';
import type { FieldType, StructType } from './fieldType.ts';
import { fieldStep } from './pathStep.ts';
import { isBare, isRecord } from './values.ts';

/** The value must be valid (validate.ts). */
export const fieldsOf = (type: StructType, value: object): FieldSet => inside(type, value, false) ?? leaf;

/** `member` says whether what leads here is in the set whatever is inside. */
function inside(type: FieldType, value: unknown, member: boolean): FieldSet | undefined {
  if (type.atomic) return leaf;
  const branch = new Branch(member);
  if (type.kind === 'list') {
    if (!Array.isArray(value)) return member ? leaf : undefined;
    const steps = value.map((item) => type.stepOf(item));
    const once = (step: string): boolean => steps.indexOf(step) === steps.lastIndexOf(step);
    for (const [i, step] of steps.entries()) {
      if (steps.indexOf(step) === i) branch.add(step, once(step) ? inside(type.items, value[i], true) : leaf);
    }
  } else if (!isRecord(value)) {
    return member || type.kind === 'untyped' ? leaf : undefined;
  } else {
    for (const name of Object.keys(value).sort()) {
      const child = childOf(type, name);
      const held = value[name];
      if (!child || held === undefined) continue;
      const named = type.kind !== 'struct' || held === null || (isRecord(held) && isBare(held));
      branch.append(fieldStep(name), inside(child, held, named));
    }
  }
  return branch.node;
}
