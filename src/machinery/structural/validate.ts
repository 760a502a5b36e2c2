/**
 * Validation by an OpenAPI v3 schema, compiled once a schema, in the words of upstream's validator (kube-openapi).
 *
 *  - What an update leaves as it was is not judged anew (ratcheting): an object that was valid when it was stored can be
 *    changed elsewhere after its schema has become stricter.
 *  - A pattern takes time in proportion to the text (patterns.ts).
 */
import type { JSONSchemaProps } from '../../api/apiextensions/v1.ts';
import {
  FieldPath,
  invalidValue,
  Literal,
  notSupported,
  required,
  tooLong,
  tooMany,
  typeInvalid,
} from '../fieldError.ts';
import type { FieldError } from '../fieldError.ts';
import { goQuote, goSyntax } from '../goText.ts';
import { sameJson } from '../apply/values.ts';
import { formatCheck } from './formats.ts';
import { isRecord } from '../apply/values.ts';
import { additionalOf, itemsOf } from './jsonSchema.ts';
import { compilePattern } from './patterns.ts';
import { correlateItems } from './correlate.ts';

/** What was found so far; paths are relative to `base`. */
export class Findings {
  readonly errors: FieldError[] = [];
  readonly #base: string;

  /** `base` stands before every path in the errors' fields, but not in their texts, as upstream does for a status. */
  constructor(base = '') {
    this.#base = base;
  }

  at(name: string): FieldPath {
    return new FieldPath(this.#base === '' || name === '' ? `${this.#base}${name}` : `${this.#base}.${name}`);
  }

  /** An error of no field in particular, as those of logical combinations are. */
  whole(detail: string): void {
    this.errors.push(invalidValue(new FieldPath(this.#base), '', detail));
  }
}

/** `old` is undefined where there is nothing to compare with. */
export type Validate = (value: unknown, name: string, found: Findings, old: unknown) => void;

const body = (name: string): string => (name === '' ? 'in body' : `${name} in body`);

/** Throws an Error for patterns that are no regular expressions; those must have been loaded. */
export function compileValidate(schema: JSONSchemaProps): Validate {
  const checks = [
    typeCheck(schema),
    combinations(schema),
    strings(schema),
    formatOf(schema),
    numbers(schema),
    lists(schema),
    enums(schema),
    objects(schema),
  ].filter((check) => check !== undefined);
  const [only] = checks;
  if (!only) return () => undefined;
  // Null is judged by its type, and by what is enumerated.
  const ofNull = [typeCheck(schema), enums(schema)].filter((check) => check !== undefined);
  return (value, name, found, old) => {
    const before = found.errors.length;
    if (value === null) for (const check of ofNull) check(value, name, found, old);
    else for (const check of checks) check(value, name, found, old);
    if (found.errors.length > before && old !== undefined && sameJson(value, old)) found.errors.length = before;
  };
}

function typeOf(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  switch (typeof value) {
    case 'number':
      return Number.isInteger(value) ? 'integer' : 'number';
    case 'object':
      return 'object';
    default:
      return typeof value;
  }
}

function typeCheck(schema: JSONSchemaProps): Validate | undefined {
  const types = schema['x-kubernetes-int-or-string'] ? ['integer', 'string'] : schema.type ? [schema.type] : [];
  if (types.length === 0) return undefined;
  const nullable = schema.nullable === true;
  return (value, name, found) => {
    const is = typeOf(value);
    if (types.includes(is) || (is === 'integer' && types.includes('number')) || (is === 'null' && nullable)) return;
    found.errors.push(
      typeInvalid(found.at(name), is, `${body(name)} must be of type ${types.join(',')}: ${goQuote(is)}`),
    );
  };
}

function strings({ maxLength, minLength, pattern }: JSONSchemaProps): Validate | undefined {
  const matches = pattern ? compilePattern(pattern) : undefined;
  if (maxLength === undefined && minLength === undefined && !matches) return undefined;
  return (value, name, found) => {
    if (typeof value !== 'string') return;
    const length = maxLength === undefined && minLength === undefined ? 0 : characters(value);
    if (maxLength !== undefined && length > maxLength) found.errors.push(tooLong(found.at(name), maxLength));
    if (minLength !== undefined && length < minLength) {
      found.errors.push(
        invalidValue(found.at(name), value, `${body(name)} should be at least ${minLength} chars long`),
      );
    }
    if (matches && !matches(value))
      found.errors.push(invalidValue(found.at(name), value, `${body(name)} should match '${pattern}'`));
  };
}

/** Code points, as Go counts them. */
function characters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

function formatOf({ format, type }: JSONSchemaProps): Validate | undefined {
  const check = format && (!type || type === 'string') ? formatCheck(format) : undefined;
  if (!check || !format) return undefined;
  return (value, name, found) => {
    if (typeof value !== 'string' || check(value)) return;
    found.errors.push(typeInvalid(found.at(name), value, `${body(name)} must be of type ${format}: ${goQuote(value)}`));
  };
}

/** A bound as Go prints it: whole beside whole numbers, else as a float. */
function bound(limit: number, value: number): string {
  if (Number.isInteger(value) && Number.isInteger(limit)) return String(limit);
  if (limit === 0) return '0';
  const exponent = Math.floor(Math.log10(Math.abs(limit)));
  if (exponent >= -4 && exponent < 21) return String(limit);
  return limit.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
}

function numbers(schema: JSONSchemaProps): Validate | undefined {
  const { maximum, minimum, multipleOf, exclusiveMaximum, exclusiveMinimum, type, format } = schema;
  const isInt32 = type === 'integer' && format === 'int32';
  if (maximum === undefined && minimum === undefined && multipleOf === undefined && !isInt32) return undefined;
  return (value, name, found) => {
    if (typeof value !== 'number') return;
    const bad = (detail: string): void =>
      void found.errors.push(invalidValue(found.at(name), value, `${body(name)} should be ${detail}`));
    if (isInt32 && (value > 2147483647 || value < -2147483648))
      found.whole(`Checked value must be of type integer with format int32 in ${name}`);
    if (multipleOf !== undefined && !isMultiple(value, multipleOf)) bad(`a multiple of ${bound(multipleOf, value)}`);
    if (maximum !== undefined) {
      if (exclusiveMaximum ? value >= maximum : value > maximum)
        bad(`less than ${exclusiveMaximum ? '' : 'or equal to '}${bound(maximum, value)}`);
    }
    if (minimum !== undefined) {
      if (exclusiveMinimum ? value <= minimum : value < minimum)
        bad(`greater than ${exclusiveMinimum ? '' : 'or equal to '}${bound(minimum, value)}`);
    }
  };
}

const isMultiple = (value: number, of: number): boolean =>
  Number.isInteger(of) ? value % of === 0 : Number.isInteger(of < 1 ? (1 / of) * value : value / of);

function lists(schema: JSONSchemaProps): Validate | undefined {
  const { maxItems, minItems } = schema;
  const items = itemsOf(schema);
  const item = items && compileValidate(items);
  if (maxItems === undefined && minItems === undefined && !item) return undefined;
  const correlate = correlateItems(schema);
  return (value, name, found, old) => {
    if (!Array.isArray(value)) return;
    if (item) {
      const before = correlate(old);
      for (const [i, each] of value.entries()) item(each, `${name}[${i}]`, found, before(each));
    }
    if (minItems !== undefined && value.length < minItems) {
      found.errors.push(
        invalidValue(found.at(name), value.length, `${body(name)} should have at least ${minItems} items`),
      );
    }
    if (maxItems !== undefined && value.length > maxItems)
      found.errors.push(tooMany(found.at(name), value.length, maxItems));
  };
}

function enums({ enum: values, nullable }: JSONSchemaProps): Validate | undefined {
  if (!values || values.length === 0) return undefined;
  const shown = values.map((each) => (typeof each === 'string' ? each : JSON.stringify(each)));
  const scalars = new Set(values.filter((each) => typeof each !== 'object'));
  const others = values.filter((each) => typeof each === 'object');
  return (value, name, found) => {
    if (scalars.has(value as string) || others.some((each) => sameJson(each, value))) return;
    if (value === null && nullable) return;
    const given = typeof value === 'object' && value !== null ? new Literal(goSyntax(value)) : value;
    found.errors.push(notSupported(found.at(name), given, shown));
  };
}

function objects(schema: JSONSchemaProps): Validate | undefined {
  const { maxProperties, minProperties, required: wanted } = schema;
  const named = new Map(Object.entries(schema.properties ?? {}).map(([name, each]) => [name, compileValidate(each)]));
  const additional = additionalOf(schema);
  const others = isRecord(additional) ? compileValidate(additional) : undefined;
  const closed = schema.additionalProperties === false;
  if (named.size === 0 && !others && !closed && !wanted && maxProperties === undefined && minProperties === undefined)
    return undefined;
  const counts = maxProperties !== undefined || minProperties !== undefined;
  return (value, name, found, old) => {
    if (!isRecord(value)) return;
    const before = isRecord(old) ? old : undefined;
    const below = (key: string): string => (name === '' ? key : `${name}.${key}`);
    if (counts) {
      const count = Object.keys(value).length;
      if (minProperties !== undefined && count < minProperties) {
        found.errors.push(
          invalidValue(found.at(name), count, `${body(name)} should have at least ${minProperties} properties`),
        );
      }
      if (maxProperties !== undefined && count > maxProperties)
        found.errors.push(tooMany(found.at(name), count, maxProperties));
    }
    for (const key of wanted ?? []) if (!Object.hasOwn(value, key)) found.errors.push(required(found.at(below(key))));
    for (const key of Object.keys(value)) {
      const check = named.get(key) ?? others;
      if (check) check(value[key], below(key), found, before && Object.hasOwn(before, key) ? before[key] : undefined);
      else if (closed) {
        found.errors.push(invalidValue(found.at(below(key)), '', `${below(key)} in body is a forbidden property`));
      }
    }
  };
}

function combinations({ allOf, anyOf, oneOf, not }: JSONSchemaProps): Validate | undefined {
  const all = allOf?.map(compileValidate) ?? [];
  const any = anyOf?.map(compileValidate) ?? [];
  const one = oneOf?.map(compileValidate) ?? [];
  const none = not && compileValidate(not);
  if (all.length === 0 && any.length === 0 && one.length === 0 && !none) return undefined;
  return (value, name, found) => {
    const tried = (check: Validate): FieldError[] => {
      const alone = new Findings();
      check(value, name, alone, undefined);
      return alone.errors;
    };
    const best = (results: readonly FieldError[][]): readonly FieldError[] =>
      results.reduce((a, b) => (b.length < a.length ? b : a), results[0] ?? []);
    if (any.length > 0) {
      const results = any.map(tried);
      if (results.every((errors) => errors.length > 0)) {
        found.whole(`${goQuote(name)} must validate at least one schema (anyOf)`);
        found.errors.push(...best(results));
      }
    }
    if (one.length > 0) {
      const results = one.map(tried);
      const valid = results.filter((errors) => errors.length === 0).length;
      if (valid !== 1) {
        const why = valid === 0 ? 'Found none valid' : `Found ${valid} valid alternatives`;
        found.whole(`${goQuote(name)} must validate one and only one schema (oneOf). ${why}`);
        if (valid === 0) found.errors.push(...best(results));
      }
    }
    if (all.length > 0) {
      const failed = all.map(tried).filter((errors) => errors.length > 0);
      found.errors.push(...failed.flat());
      if (failed.length > 0) {
        const nothing = failed.length === all.length ? '. None validated' : '';
        found.whole(`${goQuote(name)} must validate all the schemas (allOf)${nothing}`);
      }
    }
    if (none && tried(none).length === 0) found.whole(`${goQuote(name)} must not validate the schema (not)`);
  };
}
