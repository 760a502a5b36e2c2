/** Whether a configuration fits the schema, in upstream's words: it is merged as it is written, not as it is decoded. */
import { goQuote } from '../goText.ts';
import type { ScalarKind } from '../schema/model.ts';
import { childOf } from './fieldType.ts';
import { ListItemError } from './listItems.ts';
import type { FieldType, ListType } from './fieldType.ts';
import { fieldStep, stepText } from './pathStep.ts';
import { isRecord } from './values.ts';

/** What is wrong, one text for each; empty when it fits. */
export function validateApplied(type: FieldType, value: unknown, at = ''): string[] {
  if (value === null || value === undefined || type.kind === 'untyped') return [];
  const problem = (text: string): string[] => [at === '' ? text : `${at}: ${text}`];
  if (type.kind === 'scalar') {
    const complaint = scalarComplaint(type.scalar, value);
    return complaint === undefined ? [] : problem(complaint);
  }
  if (type.kind === 'list') {
    return Array.isArray(value) ? validateItems(type, value, at) : problem(`expected list, got ${shown(value)}`);
  }
  if (!isRecord(value)) return problem(`expected map, got ${shown(value)}`);
  const problems: string[] = [];
  for (const name of Object.keys(value).sort()) {
    const child = childOf(type, name);
    // Upstream stops at the first field that it does not know.
    if (!child) return [...problems, `${at}.${name}: field not declared in schema`];
    problems.push(...validateApplied(child, value[name], at + stepText(fieldStep(name))));
  }
  return problems;
}

function validateItems(type: ListType, items: readonly unknown[], at: string): string[] {
  const problems: string[] = [];
  const seen = new Set<string>();
  const prefix = at === '' ? '' : `${at}: `;
  for (const [i, item] of items.entries()) {
    let step = `i:${i}`;
    if (!type.atomic) {
      try {
        step = type.stepOf(item);
      } catch (error) {
        if (!(error instanceof ListItemError)) throw error;
        return [...problems, `${prefix}element ${i}: ${error.message}`];
      }
      if (seen.has(step)) problems.push(`${prefix}duplicate entries for key ${stepText(step)}`);
      seen.add(step);
    }
    problems.push(...validateApplied(type.items, item, at + stepText(step)));
  }
  return problems;
}

function scalarComplaint(scalar: ScalarKind, value: unknown): string | undefined {
  switch (scalar) {
    case 'int32':
    case 'int64':
    case 'float64':
      return typeof value === 'number' ? undefined : `expected numeric (int or float), got ${goType(value)}`;
    case 'boolean':
      return typeof value === 'boolean' ? undefined : `expected boolean, got ${shown(value)}`;
    case 'quantity':
    case 'intOrString':
      return isRecord(value) || Array.isArray(value) ? `expected any scalar, got ${shown(value)}` : undefined;
    case 'fieldsV1':
      return undefined;
    default:
      return typeof value === 'string' ? undefined : `expected string, got ${goValue(value)}`;
  }
}

function goType(value: unknown): string {
  if (Array.isArray(value)) return '[]interface {}';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'object' ? 'map[string]interface {}' : typeof value;
}

/** As upstream prints values of its own. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(shown).join(',')}]`;
  if (!isRecord(value)) return typeof value === 'string' ? goQuote(value) : String(value);
  return `{${Object.entries(value)
    .map(([name, held]) => `${name}=${shown(held)}`)
    .join('; ')}}`;
}

/** Numbers are wrapped when they are printed as values of Go. */
const goValue = (value: unknown): string =>
  typeof value === 'object' ? shown(value) : `&value.valueUnstructured{Value:${JSON.stringify(value)}}`;
