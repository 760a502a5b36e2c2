/**
 * The codec of a custom resource: what schema/codec.ts is for built-in kinds, compiled from a structural schema.
 *
 *  - Decoding takes away what the schema does not name and tells of it; metadata, also that of embedded resources, is
 *    decoded as every object's.
 *  - Nothing is ever changed in place but the top of a fresh object; what stays as it was is shared with the input.
 */
import type { JSONSchemaProps } from '../../api/apiextensions/v1.ts';
import type { FieldError, FieldPath } from '../fieldError.ts';
import { invalidValue, path } from '../fieldError.ts';
import type { GroupVersionKind, KubeObject } from '../object.ts';
import { once } from '../once.ts';
import { DecodeError } from '../schema/contract.ts';
import type { KindCodec } from '../schema/contract.ts';
import { DecodeContext, structDecoder } from '../schema/decode.ts';
import { jsonKind } from '../schema/goTypes.ts';
import { structSchema } from '../schema/load.ts';
import { compileDefaults } from './defaults.ts';
import { compileEmbedded } from './embedded.ts';
import { isRecord } from '../apply/values.ts';
import { additionalOf, itemsOf, someSchema } from './jsonSchema.ts';
import { compileLists } from './listTypes.ts';
import { compilePrune, PruneContext } from './prune.ts';
import { compileValidate, Findings } from './validate.ts';

export interface StructuralCodec extends KindCodec {
  /** An object as it is read, which may have been stored under another schema: the very same when nothing is to be done. */
  read(object: KubeObject): KubeObject;
  /** What the schema says of a new object, or of a change of `old`. */
  validate(object: KubeObject, old: KubeObject | undefined): FieldError[];
  /** As validate(), of the status alone, as a write of the status is judged. */
  validateStatus(object: KubeObject, old: KubeObject): FieldError[];
}

const blocking: ReadonlySet<string> = new Set([
  'FieldValueNotSupported',
  'FieldValueRequired',
  'FieldValueTooLong',
  'FieldValueTooMany',
  'FieldValueTypeInvalid',
]);
const notChecked = invalidValue(
  path(),
  undefined,
  'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
);

/** Patterns must have been loaded (patterns.ts). `rules` are those of the schema (cel/rules.ts). */
export function structuralCodec(
  gvk: GroupVersionKind,
  schema: JSONSchemaProps,
  rules: () => ((value: unknown, old: unknown, at: FieldPath) => FieldError[]) | undefined,
): StructuralCodec {
  // At first use: a server starts with many definitions, and few of their resources are asked for at once.
  const prune = once(() => compilePrune(schema, true));
  const setDefaults = once(() => compileDefaults(schema));
  const validate = once(() => compileValidate(schema));
  const status = schema.properties?.['status'];
  const validateStatus = once(() => (status ? compileValidate(status) : undefined));
  const checkEmbedded = once(() => compileEmbedded(schema));
  const checkLists = once(() => compileLists(schema));
  const hasEmbedded = once(() => someSchema(schema, (each) => each['x-kubernetes-embedded-resource'] === true));
  const askRules = once(rules);
  const decodeMetadata = structDecoder(structSchema('meta/v1.ObjectMeta'));

  const metadataOf = (value: unknown, problems: string[]): KubeObject['metadata'] => {
    if (value === undefined || value === null) return {};
    const context = new DecodeContext();
    context.path.push('metadata');
    context.depth = 1;
    // A named seam: the decoder made it from the schema of metadata.
    const metadata = decodeMetadata(value, context) as NonNullable<KubeObject['metadata']> & {
      creationTimestamp?: string | null;
    };
    // Absent, where Go's types would write null.
    if (metadata.creationTimestamp === null) delete metadata.creationTimestamp;
    problems.push(...context.problems);
    return metadata;
  };

  const listErrors = (object: KubeObject): FieldError[] => {
    const errors: FieldError[] = [];
    checkLists()?.(object, path(), errors);
    return errors;
  };

  /** Rules are asked of values that are of the types that they were compiled for. */
  const withRules = (errors: FieldError[], object: KubeObject, old: KubeObject | undefined): FieldError[] => {
    const ask = askRules();
    if (!ask) return errors;
    if (errors.some(({ type }) => blocking.has(type))) return [...errors, notChecked];
    return [...errors, ...ask(object, old, path())];
  };

  return {
    gvk,
    builtIn: false,
    decode(value) {
      const given = value ?? {};
      if (!isRecord(given))
        throw new DecodeError(
          `json: cannot unmarshal ${jsonKind(given)} into Go value of type map[string]interface {}`,
        );
      for (const name of ['apiVersion', 'kind'])
        if (given[name] !== undefined && given[name] !== null && typeof given[name] !== 'string')
          throw new DecodeError(
            `unable to decode: ${name} accessor error: ${name} is of the type ${jsonKind(given[name])}, expected string`,
          );
      const problems: string[] = [];
      const context = new PruneContext();
      const pruned = prune()(given, context);
      const fresh = { ...((hasEmbedded() ? coerced(pruned, schema) : pruned) as Record<string, unknown>) };
      const metadata = metadataOf(given['metadata'], problems);
      // A named seam: an object of which the metadata has been decoded is an object of the API.
      const object = { ...fresh, metadata } as KubeObject;
      const unknown = context.unknown.map((field) => `unknown field ${JSON.stringify(field)}`);
      return { object, problems: [...problems, ...unknown] };
    },
    applyDefaults(object) {
      const next = setDefaults()?.(object);
      if (next !== undefined && next !== object) Object.assign(object, next);
    },
    check(object) {
      const errors: FieldError[] = [];
      checkEmbedded()?.(object, path(), errors);
      return errors;
    },
    read(object) {
      const pruned = prune()(object, new PruneContext());
      const set = setDefaults();
      // A named seam: taking fields away and setting defaults leaves an object of the API one.
      return (set ? set(pruned) : pruned) as KubeObject;
    },
    validate(object, old) {
      const found = new Findings();
      validate()(object, '', found, old);
      const before = old ? listErrors(old) : [];
      const errors = before.length > 0 ? found.errors : [...found.errors, ...listErrors(object)];
      return withRules(errors, object, old);
    },
    validateStatus(object, old) {
      const found = new Findings('status');
      const now = statusOf(object);
      if (now !== undefined) validateStatus()?.(now, '', found, statusOf(old));
      const before = listErrors(old);
      const errors = before.length > 0 ? found.errors : [...found.errors, ...listErrors(object)];
      return withRules(errors, object, old);
    },
  };
}

const statusOf = (object: KubeObject & { status?: unknown }): unknown => object.status;

/** The metadata of embedded resources as metadata is decoded: unknown fields go, and what cannot be read. */
function coerced(value: unknown, schema: JSONSchemaProps): unknown {
  if (Array.isArray(value)) {
    const items = itemsOf(schema);
    return items ? value.map((item) => coerced(item, items)) : value;
  }
  if (!isRecord(value)) return value;
  const next: Record<string, unknown> = {};
  for (const [name, held] of Object.entries(value)) {
    const additional = additionalOf(schema);
    const child = schema.properties?.[name] ?? (isRecord(additional) ? additional : undefined);
    Object.defineProperty(next, name, {
      value:
        name === 'metadata' && schema['x-kubernetes-embedded-resource'] && isRecord(held)
          ? embeddedMetadata(held)
          : child
            ? coerced(held, child)
            : held,
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  return next;
}

function embeddedMetadata(value: Record<string, unknown>): unknown {
  const metadata = structDecoder(structSchema('meta/v1.ObjectMeta'))(value, new DecodeContext());
  if (isRecord(metadata) && metadata['creationTimestamp'] === null && value['creationTimestamp'] === undefined)
    delete metadata['creationTimestamp'];
  return metadata;
}
