/** What the schema alone can tell of an object: enums. Compiled once a struct; structs without any cost nothing. */
import type { FieldError } from '../fieldError.ts';
import { FieldPath, invalidValue, notSupported } from '../fieldError.ts';
import type { StructSchema, TypeSchema } from './model.ts';

type Check = (value: unknown, at: () => FieldPath, errors: FieldError[]) => void;

const compiled = new Map<string, Check | undefined>();

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Upstream words the operators of selectors otherwise. */
const selectorOperators = new Set(['meta/v1.LabelSelectorOperator', 'core/v1.NodeSelectorOperator']);

/** Upstream lists the values of these as they are declared, and those of all others by name. */
const listedAsDeclared = new Set(['core/v1.RestartPolicy', 'core/v1.DNSPolicy']);

function enumCheck(id: string, values: readonly string[]): Check {
  const allowed = new Set(values);
  const named = values.filter((value) => value !== '');
  const listed = listedAsDeclared.has(id) ? named : named.sort();
  return (value, at, errors) => {
    // An empty value is absent: whether one is required is for the kind's own validation to say.
    if (typeof value !== 'string' || value === '' || allowed.has(value)) return;
    errors.push(
      selectorOperators.has(id)
        ? invalidValue(at(), value, 'not a valid selector operator')
        : notSupported(at(), value, listed),
    );
  };
}

function checkOf(type: TypeSchema): Check | undefined {
  if (type.alias?.enum) return enumCheck(type.alias.id, type.alias.enum);
  switch (type.kind) {
    case 'struct':
      return structCheck(type.struct);
    case 'list': {
      const each = checkOf(type.items);
      return (
        each &&
        ((value, at, errors) => {
          if (Array.isArray(value)) value.forEach((item, i) => each(item, () => at().index(i), errors));
        })
      );
    }
    case 'map': {
      const each = checkOf(type.values);
      return (
        each &&
        ((value, at, errors) => {
          if (isObject(value)) for (const [key, item] of Object.entries(value)) each(item, () => at().key(key), errors);
        })
      );
    }
    default:
      return undefined;
  }
}

/** Paths are made only for what is wrong. */
export function structCheck(schema: StructSchema): Check | undefined {
  if (compiled.has(schema.id)) return compiled.get(schema.id);
  compiled.set(schema.id, undefined);
  const fields = schema.fields.flatMap(({ name, type }) => {
    // A status is written by components: what they report is kept, not judged.
    const check = schema.kind && name === 'status' ? undefined : checkOf(type);
    return check ? [{ name, check }] : [];
  });
  const all: Check | undefined =
    fields.length === 0
      ? undefined
      : (value, at, errors) => {
          if (!isObject(value)) return;
          for (const { name, check } of fields) {
            const field = value[name];
            if (field !== undefined && field !== null) check(field, () => child(at(), name), errors);
          }
        };
  compiled.set(schema.id, all);
  return all;
}

const child = (at: FieldPath, name: string): FieldPath => (at.text === '' ? new FieldPath(name) : at.child(name));
