/**
 * `x-kubernetes-validations`: the rules of a schema and of all below it, compiled once, asked of each object.
 *
 *  - A rule that uses oldSelf is asked where the old value is known, or, with optionalOldSelf, always.
 *  - A rule may cost no more than `perRule`, all rules of one object together no more than `perObject`: none hangs the server.
 *  - A value that an update leaves as it was is not judged anew, but by rules that compare it with what it was.
 */
import type { JSONSchemaProps, ValidationRule } from '../../api/apiextensions/v1.ts';
import { duplicate, forbiddenField, invalidValue, Literal, required } from '../fieldError.ts';
import type { FieldError, FieldPath } from '../fieldError.ts';
import { goQuote } from '../goText.ts';
import { sameJson } from '../apply/values.ts';
import { correlateItems } from '../structural/correlate.ts';
import { isRecord } from '../apply/values.ts';
import { additionalOf, itemsOf } from '../structural/jsonSchema.ts';
import { compile } from './compile.ts';
import type { Expression } from './compile.ts';
import { CompileError, loadParser } from './parse.ts';
import { schemaType } from './schemaTypes.ts';
import { dyn, optionalOf } from './types.ts';
import { CelError, CostExceeded, Optional } from './values.ts';

export { loadParser };

const perRule = 1_000_000;
const perObject = 10_000_000;
const longestMessage = 5 * 1024;

export type CheckRules = (value: unknown, old: unknown, at: FieldPath) => FieldError[];

interface Budget {
  left: number;
}

type Check = (value: unknown, old: unknown, at: FieldPath, errors: FieldError[], budget: Budget) => void;

/** undefined: the schema has no rules. The parser and the patterns must have been loaded. */
export function compileRules(schema: JSONSchemaProps, isResource: boolean): CheckRules | undefined {
  const check = compileNode(schema, isResource);
  if (!check) return undefined;
  return (value, old, at) => {
    const errors: FieldError[] = [];
    check(value, old, at, errors, { left: perObject });
    return errors;
  };
}

function compileNode(schema: JSONSchemaProps, isResource: boolean): Check | undefined {
  const own = ownRules(schema, isResource);
  const named = Object.entries(schema.properties ?? {}).flatMap(([name, each]) => {
    const check = compileNode(each, false);
    return check ? [{ name, check }] : [];
  });
  const additional = additionalOf(schema);
  const others = isRecord(additional) ? compileNode(additional, false) : undefined;
  const items = itemsOf(schema);
  const item = items && compileNode(items, false);
  if (!own && named.length === 0 && !others && !item) return undefined;
  const correlate = correlateItems(schema);
  const keeps = schema['x-kubernetes-map-type'] !== 'atomic';
  return (value, old, at, errors, budget) => {
    if (value === null || value === undefined || budget.left < 0) return;
    own?.(value, old, at, errors, budget);
    if (Array.isArray(value)) {
      const before = correlate(old);
      if (item) for (const [i, each] of value.entries()) item(each, before(each), at.index(i), errors, budget);
      return;
    }
    if (!isRecord(value)) return;
    const before = keeps && isRecord(old) ? old : undefined;
    for (const { name, check } of named)
      if (Object.hasOwn(value, name)) check(value[name], before?.[name], at.child(name), errors, budget);
    if (others)
      for (const name of Object.keys(value)) others(value[name], before?.[name], at.key(name), errors, budget);
  };
}

interface CompiledRule {
  readonly rule: ValidationRule;
  readonly expression: Expression;
  readonly message: Expression | undefined;
  readonly usesOld: boolean;
}

function ownRules(schema: JSONSchemaProps, isResource: boolean): Check | undefined {
  const rules = schema['x-kubernetes-validations'] ?? [];
  const seen = rules.length > 0 ? schemaType(schema, isResource) : undefined;
  if (!seen) return undefined;
  const compiled = rules.map((rule) => compileRule(rule, schema, isResource));
  const type = schema.type ?? '';
  return (value, old, at, errors, budget) => {
    const self = seen.value(value);
    const oldSelf = old === undefined || old === null ? undefined : seen.value(old);
    for (const { rule, expression, message, usesOld } of compiled) {
      if (usesOld && oldSelf === undefined && !rule.optionalOldSelf) continue;
      const before = rule.optionalOldSelf ? (oldSelf === undefined ? Optional.none : new Optional(oldSelf)) : oldSelf;
      const asked = ask(expression, [self, before], budget);
      if (asked.failure !== undefined) {
        errors.push(invalidValue(at, type, `${asked.failure} rule: ${goQuote(rule.rule)}`));
        if (asked.over) return;
        continue;
      }
      if (asked.value === true) continue;
      if (!usesOld && oldSelf !== undefined && sameJson(value, old)) continue;
      errors.push(refusal(rule, place(at, rule.fieldPath), type, messageOf(rule, message, [self, before], budget)));
    }
  };
}

interface Asked {
  readonly value?: unknown;
  readonly failure?: string;
  /** Nothing more is asked. */
  readonly over?: true;
}

function ask(expression: Expression, values: readonly unknown[], budget: Budget): Asked {
  if (budget.left <= 0) {
    budget.left = -1;
    return {
      failure: 'validation failed due to running out of cost budget, no further validation rules will be run:',
      over: true,
    };
  }
  const most = Math.min(perRule, budget.left);
  const own = { left: most };
  try {
    const value = expression.evaluate(values, own);
    return { value };
  } catch (error) {
    if (error instanceof CostExceeded) {
      budget.left = -1;
      const why = `'operation cancelled: ${error.message}': no further validation rules will be run due to call cost exceeds limit for`;
      return { failure: why, over: true };
    }
    if (!(error instanceof CelError)) throw error;
    if (error.message.startsWith('no such overload')) {
      const why = `'${error.message}': call arguments did not match a supported operator, function or macro signature for`;
      return { failure: why };
    }
    return { failure: `${error.message} evaluating` };
  } finally {
    if (budget.left >= 0) budget.left -= most - Math.max(0, own.left);
  }
}

function messageOf(
  rule: ValidationRule,
  message: Expression | undefined,
  values: readonly unknown[],
  budget: Budget,
): string {
  const asked = message ? ask(message, values, budget) : {};
  const text = typeof asked.value === 'string' ? asked.value.trim() : '';
  if (text !== '' && text.length <= longestMessage && !/[\n\r]/.test(text)) return text;
  return rule.message?.trim() || `failed rule: ${rule.rule.trim()}`;
}

function refusal(rule: ValidationRule, at: FieldPath, type: string, detail: string): FieldError {
  switch (rule.reason) {
    case 'FieldValueRequired':
      return required(at, detail);
    case 'FieldValueForbidden':
      return forbiddenField(at, detail);
    case 'FieldValueDuplicate':
      return duplicate(at, type);
    default:
      return invalidValue(at, type, detail);
  }
}

/** The field below a place that `.x.y` or `['a.b']` speaks of. */
function place(at: FieldPath, fieldPath: string | undefined): FieldPath {
  let here = at;
  for (const [, name, quoted] of (fieldPath ?? '').matchAll(/\.?([^.[\]]+)|\['((?:[^'\\]|\\.)*)'\]/g))
    here = quoted === undefined ? here.child(name ?? '') : here.key(quoted.replace(/\\(.)/g, '$1'));
  return here;
}

function compileRule(rule: ValidationRule, schema: JSONSchemaProps, isResource: boolean): CompiledRule {
  const type = schemaType(schema, isResource)?.type ?? dyn;
  const variables = [
    { name: 'self', type },
    { name: 'oldSelf', type: rule.optionalOldSelf ? optionalOf(type) : type },
  ];
  const expression = compile(rule.rule, variables);
  if (expression.type.kind !== 'bool' && expression.type.kind !== 'dyn')
    throw new CompileError('cel expression must evaluate to a bool');
  return {
    rule,
    expression,
    message: rule.messageExpression ? compile(rule.messageExpression, variables) : undefined,
    usesOld: expression.uses.has('oldSelf'),
  };
}

const shownRule = ({
  rule,
  message = '',
  messageExpression = '',
  reason,
  fieldPath = '',
  optionalOldSelf,
}: ValidationRule) =>
  new Literal(
    `apiextensions.ValidationRule{Rule:${goQuote(rule)}, Message:${goQuote(message)}, ` +
      `MessageExpression:${goQuote(messageExpression)}, Reason:${reason === undefined ? '(*apiextensions.FieldValueErrorReason)(nil)' : goQuote(reason)}, ` +
      `FieldPath:${goQuote(fieldPath)}, OptionalOldSelf:${optionalOldSelf === undefined ? '(*bool)(nil)' : String(optionalOldSelf)}}`,
  );

/** What is wrong with the rules of a schema: that they do not compile, or compare what cannot be. `at` is the schema's. */
export function ruleCompileErrors(schema: JSONSchemaProps, at: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  visit(schema, at, true, undefined, errors);
  return errors;
}

/** `apart`: the path of the first schema above by which old and new values cannot be told to be the same. */
function visit(
  schema: JSONSchemaProps,
  at: FieldPath,
  isResource: boolean,
  apart: FieldPath | undefined,
  errors: FieldError[],
): void {
  for (const [i, rule] of (schema['x-kubernetes-validations'] ?? []).entries()) {
    const here = at.child('x-kubernetes-validations').index(i);
    if (rule.rule.trim() === '') continue;
    errors.push(...errorsOf(rule, schema, isResource, here, apart));
  }
  const mapApart = apart ?? (schema['x-kubernetes-map-type'] === 'atomic' ? at : undefined);
  for (const [name, each] of Object.entries(schema.properties ?? {}))
    visit(each, at.child('properties').key(name), false, mapApart, errors);
  const additional = additionalOf(schema);
  if (isRecord(additional)) visit(additional, at.child('additionalProperties'), false, mapApart, errors);
  const items = itemsOf(schema);
  if (items)
    visit(
      items,
      at.child('items'),
      false,
      apart ?? (schema['x-kubernetes-list-type'] === 'map' ? undefined : at),
      errors,
    );
}

function errorsOf(
  rule: ValidationRule,
  schema: JSONSchemaProps,
  isResource: boolean,
  at: FieldPath,
  apart: FieldPath | undefined,
): FieldError[] {
  const type = schemaType(schema, isResource)?.type;
  if (!type)
    return [
      invalidValue(at.child('rule'), shownRule(rule), 'compilation failed: rules cannot see values of this schema'),
    ];
  let compiled: CompiledRule;
  try {
    compiled = compileRule({ ...rule, messageExpression: '' }, schema, isResource);
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    const why = error.message.startsWith('ERROR') ? `compilation failed: ${error.message}` : error.message;
    return [invalidValue(at.child('rule'), shownRule(rule), why)];
  }
  const errors: FieldError[] = [];
  if (compiled.usesOld && apart) {
    const why = `oldSelf cannot be used on the uncorrelatable portion of the schema within ${apart.text}`;
    errors.push(invalidValue(at.child('rule'), rule.rule, why));
  }
  if (!compiled.usesOld && rule.optionalOldSelf !== undefined)
    errors.push(
      invalidValue(at.child('optionalOldSelf'), rule.optionalOldSelf, 'may not be set if oldSelf is not used in rule'),
    );
  try {
    const { message } = compileRule(rule, schema, isResource);
    if (message && message.type.kind !== 'string' && message.type.kind !== 'dyn')
      throw new CompileError('messageExpression must evaluate to a string');
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    const why = error.message.startsWith('ERROR')
      ? `messageExpression compilation failed: ${error.message}`
      : error.message;
    errors.push(invalidValue(at.child('messageExpression'), shownRule(rule), why));
  }
  return errors;
}
