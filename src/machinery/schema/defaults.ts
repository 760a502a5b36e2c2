/** Static defaults (the @default markers), compiled: for each struct what it sets and where it must look deeper. */
import type { FieldSchema, StructSchema, TypeSchema } from './model.ts';

type Defaulter = (value: Record<string, unknown>) => void;

/** undefined: nothing in this struct or below it has a default. */
const compiled = new Map<string, Defaulter | undefined>();

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether Go's defaulting functions would take the value for unset. */
function isUnset(field: FieldSchema): (value: unknown) => boolean {
  if (field.pointer) return (value) => value === undefined || value === null;
  return (value) =>
    value === undefined ||
    value === null ||
    value === '' ||
    value === 0 ||
    value === false ||
    value === '0' ||
    (Array.isArray(value) && value.length === 0);
}

function descend(type: TypeSchema): ((value: unknown) => void) | undefined {
  switch (type.kind) {
    case 'struct': {
      const set = defaulterOf(type.struct);
      return (
        set &&
        ((value) => {
          if (isObject(value)) set(value);
        })
      );
    }
    case 'list': {
      const each = descend(type.items);
      return (
        each &&
        ((value) => {
          if (Array.isArray(value)) for (const item of value) each(item);
        })
      );
    }
    case 'map': {
      const each = descend(type.values);
      return (
        each &&
        ((value) => {
          if (isObject(value)) for (const item of Object.values(value)) each(item);
        })
      );
    }
    default:
      return undefined;
  }
}

/** Sets the defaults of a struct, in place; undefined when it has none. */
export function defaulterOf(schema: StructSchema): Defaulter | undefined {
  if (compiled.has(schema.id)) return compiled.get(schema.id);
  // Until it is known: a type that contains itself has no defaults by way of itself alone.
  compiled.set(schema.id, undefined);
  const steps = schema.fields.flatMap((field): Defaulter[] => {
    const { name } = field;
    const deeper = descend(field.type);
    const unset = isUnset(field);
    const fallback = field.default;
    const own =
      typeof fallback === 'object' && fallback !== null
        ? (): unknown => structuredCopy(fallback)
        : (): unknown => fallback;
    return [
      ...(fallback !== undefined
        ? [
            (object: Record<string, unknown>): void => {
              if (unset(object[name])) object[name] = own();
            },
          ]
        : []),
      ...(deeper
        ? [
            (object: Record<string, unknown>): void => {
              const value = object[name];
              if (value !== undefined && value !== null) deeper(value);
            },
          ]
        : []),
    ];
  });
  const defaulter: Defaulter | undefined =
    steps.length === 0
      ? undefined
      : (object) => {
          for (const step of steps) step(object);
        };
  compiled.set(schema.id, defaulter);
  return defaulter;
}

const structuredCopy = (value: object): unknown => JSON.parse(JSON.stringify(value));
