/**
 * Decoders compiled from the schema: parsed JSON in, a fresh object out, as a round trip through Go's types leaves it.
 *
 * - Only known fields come through; the others are reported as problems.
 * - A null is an absent value; in a list or map it is the zero value.
 * - Zero values are dropped where Go's `omitempty` drops them, and written where Go always writes them. There, an
 *   absent list is null, or empty where our types say that it is never absent.
 * - Fields come in the order of the schema, keys of maps sorted, whatever the order of the input.
 * - Quantities, times, durations and base64 come in their normal form.
 */
import { formatDuration, parseDuration } from '../duration.ts';
import { goQuote } from '../goText.ts';
import { canonicalQuantity } from '../quantity.ts';
import { normalBase64 } from './base64.ts';
import { DecodeError } from './contract.ts';
import { goType, jsonKind } from './goTypes.ts';
import type { EitherSchema, FieldSchema, StructSchema, TypeSchema } from './model.ts';
import { normalMicroTime, normalTime } from './time.ts';

/** Where decoding is, and what it found; one an object. */
export class DecodeContext {
  /** Field names and list indices from the root. */
  readonly path: (string | number)[] = [];
  depth = 0;
  /** Go struct whose field is being decoded. */
  struct = '';
  readonly problems: string[] = [];

  unknownField(name: string): void {
    // As upstream does, so that a hostile object cannot make an answer of any size.
    if (this.problems.length >= 100) return;
    let at = '';
    for (let i = 0; i < this.depth; i++) {
      const step = this.path[i];
      at += typeof step === 'number' ? `[${step}]` : at === '' ? step : `.${step}`;
    }
    const problem = `unknown field ${JSON.stringify(at === '' ? name : `${at}.${name}`)}`;
    if (!this.problems.includes(problem)) this.problems.push(problem);
  }

  /** The error of a value that is `found` where `wanted` (a Go type) belongs. */
  mismatch(found: string, wanted: string): DecodeError {
    if (this.struct === '') return new DecodeError(`json: cannot unmarshal ${found} into Go value of type ${wanted}`);
    const fields = this.path.slice(0, this.depth).filter((step) => typeof step === 'string');
    return new DecodeError(
      `json: cannot unmarshal ${found} into Go struct field ${this.struct}.${fields.join('.')} of type ${wanted}`,
    );
  }
}

/** `value` is neither null nor undefined. The result is never undefined, and null only for zero times and raw values. */
export type Decoder = (value: unknown, context: DecodeContext) => unknown;

const asObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function integer(min: number, max: number, wanted: string): Decoder {
  return (value, context) => {
    if (typeof value !== 'number') throw context.mismatch(jsonKind(value), wanted);
    if (!Number.isInteger(value) || value < min || value > max) throw context.mismatch(`number ${value}`, wanted);
    return value === 0 ? 0 : value;
  };
}

/** Of a text with a normal form; what `normal` throws carries upstream's message. */
function text(normal: (text: string) => string | null): Decoder {
  return (value, context) => {
    if (typeof value !== 'string') throw context.mismatch(jsonKind(value), 'string');
    return worded(normal, value);
  };
}

function worded(normal: (text: string) => string | null, value: string): string | null {
  try {
    return normal(value);
  } catch (error) {
    throw error instanceof Error ? new DecodeError(error.message, { cause: error }) : error;
  }
}

const int32 = integer(-2147483648, 2147483647, 'int32');
function normalDuration(duration: string): string {
  const milliseconds = parseDuration(duration);
  if (milliseconds === undefined) throw new DecodeError(`time: invalid duration ${goQuote(duration)}`);
  return formatDuration(milliseconds);
}

/** Quantities may be written as numbers; any other value is read as its JSON text, and found wanting. */
const quantity: Decoder = (value) =>
  worded(canonicalQuantity, typeof value === 'string' ? value.trim() : JSON.stringify(value));

const intOrString: Decoder = (value, context) => (typeof value === 'string' ? value : int32(value, context));

const asIs: Decoder = (value) => value;

function scalar(type: TypeSchema): Decoder {
  const wanted = goType(type);
  switch (type.kind) {
    case 'string':
      return (value, context) => {
        if (typeof value !== 'string') throw context.mismatch(jsonKind(value), wanted);
        return value;
      };
    case 'boolean':
      return (value, context) => {
        if (typeof value !== 'boolean') throw context.mismatch(jsonKind(value), wanted);
        return value;
      };
    case 'int64':
      return integer(-(2 ** 63), 2 ** 63, wanted);
    case 'float64':
      return (value, context) => {
        if (typeof value !== 'number') throw context.mismatch(jsonKind(value), wanted);
        return value;
      };
    case 'bytes':
      return (value, context) => {
        if (typeof value !== 'string') throw context.mismatch(jsonKind(value), wanted);
        return worded(normalBase64, value);
      };
    case 'int32':
      return int32;
    case 'quantity':
      return quantity;
    case 'intOrString':
      return intOrString;
    case 'time':
      return text(normalTime);
    case 'microTime':
      return text(normalMicroTime);
    case 'duration':
      return text(normalDuration);
    case 'fieldsV1':
    case 'rawExtension':
    case 'json':
      return asIs;
    default:
      throw new Error(`${type.kind} is not a scalar`);
  }
}

function listDecoder(type: TypeSchema, items: TypeSchema): Decoder {
  const item = decoderOf(items);
  const wanted = goType(type);
  const zero = zeroOf(items);
  return (value, context) => {
    if (!Array.isArray(value)) throw context.mismatch(jsonKind(value), wanted);
    const list: unknown[] = [];
    const at = context.depth++;
    for (let i = 0; i < value.length; i++) {
      context.path[at] = i;
      const element: unknown = value[i];
      list.push(element === null || element === undefined ? zero() : item(element, context));
    }
    context.depth = at;
    return list;
  };
}

function mapDecoder(type: TypeSchema, values: TypeSchema): Decoder {
  const decode = decoderOf(values);
  const wanted = goType(type);
  const zero = zeroOf(values);
  return (value, context) => {
    if (!asObject(value)) throw context.mismatch(jsonKind(value), wanted);
    const map: Record<string, unknown> = {};
    for (const key of Object.keys(value).sort()) {
      const element = value[key];
      const decoded = element === null || element === undefined ? zero() : decode(element, context);
      if (key === '__proto__')
        Object.defineProperty(map, key, { value: decoded, enumerable: true, writable: true, configurable: true });
      else map[key] = decoded;
    }
    return map;
  };
}

/** Go's zero value of a type, as JSON; a new one each time. */
function zeroOf(type: TypeSchema): () => unknown {
  switch (type.kind) {
    case 'string':
    case 'bytes':
      return () => '';
    case 'boolean':
      return () => false;
    case 'int32':
    case 'int64':
    case 'float64':
    case 'intOrString':
      return () => 0;
    case 'quantity':
      return () => '0';
    case 'duration':
      return () => '0s';
    case 'struct':
      return () => structOf(type.struct).zero();
    default:
      return () => null;
  }
}

/** What an encoder writes for a field that is absent; undefined when it writes nothing. */
function absent(field: FieldSchema): (() => unknown) | undefined {
  if (!field.always) return undefined;
  if (field.pointer) return () => null;
  if (field.type.kind === 'list' && field.required) return () => [];
  if (field.type.kind === 'bytes') return () => null;
  return zeroOf(field.type);
}

/** Whether a decoded value is what Go drops, or what it writes as if it were absent. */
function isEmptyOf(field: FieldSchema): ((value: unknown) => boolean) | undefined {
  if (field.pointer) return undefined;
  switch (field.type.kind) {
    case 'string':
    case 'bytes':
      return (value) => value === '';
    case 'boolean':
      return (value) => value === false;
    case 'int32':
    case 'int64':
    case 'float64':
      return (value) => value === 0;
    case 'list':
      return (value) => Array.isArray(value) && value.length === 0;
    case 'map':
      return (value) => {
        for (const _ in value as object) return false;
        return true;
      };
    default:
      return undefined;
  }
}

interface CompiledStruct {
  readonly decode: Decoder;
  zero(): Record<string, unknown>;
}

const compiled = new Map<string, CompiledStruct>();

function structOf(schema: StructSchema): CompiledStruct {
  let struct = compiled.get(schema.id);
  if (!struct) {
    struct = compileStruct(schema);
    compiled.set(schema.id, struct);
  }
  return struct;
}

interface Slot {
  readonly name: string;
  readonly decode: Decoder;
  readonly isEmpty: ((value: unknown) => boolean) | undefined;
  readonly absent: (() => unknown) | undefined;
}

function compileStruct(schema: StructSchema): CompiledStruct {
  const wanted = goType({ kind: 'struct', struct: schema });
  const { name } = schema;
  const slots = schema.fields.map(
    (field): Slot => ({
      name: field.name,
      decode: decoderOf(field.type),
      isEmpty: isEmptyOf(field),
      absent: absent(field),
    }),
  );
  const indices = new Map(slots.map((slot, i) => [slot.name, i]));
  const written = slots.filter((slot) => slot.absent);

  const decode: Decoder = (value, context) => {
    if (!asObject(value)) throw context.mismatch(jsonKind(value), wanted);
    const found = new Array<unknown>(slots.length);
    const at = context.depth;
    for (const key of Object.keys(value)) {
      const index = indices.get(key);
      const slot = index === undefined ? undefined : slots[index];
      if (index === undefined || slot === undefined) {
        context.unknownField(key);
        continue;
      }
      const given = value[key];
      if (given === null || given === undefined) continue;
      context.path[at] = key;
      context.depth = at + 1;
      context.struct = name;
      const decoded = slot.decode(given, context);
      context.depth = at;
      if (decoded !== null && !slot.isEmpty?.(decoded)) found[index] = decoded;
    }
    const object: Record<string, unknown> = {};
    for (let i = 0; i < slots.length; i++) {
      const decoded = found[i];
      const slot = slots[i];
      if (slot === undefined) continue;
      if (decoded !== undefined) object[slot.name] = decoded;
      else if (slot.absent) object[slot.name] = slot.absent();
    }
    return object;
  };

  const zero = (): Record<string, unknown> => {
    const object: Record<string, unknown> = {};
    for (const slot of written) object[slot.name] = slot.absent?.();
    return object;
  };
  return { decode, zero };
}

function eitherDecoder({ struct, or }: EitherSchema): Decoder {
  const one = decoderOf({ kind: 'struct', struct });
  switch (or) {
    case 'boolean':
      return (value, context) => (typeof value === 'boolean' ? value : one(value, context));
    case 'list': {
      const several = decoderOf({ kind: 'list', items: { kind: 'struct', struct } });
      return (value, context) => (Array.isArray(value) ? several(value, context) : one(value, context));
    }
    case 'strings': {
      const strings = decoderOf({ kind: 'list', items: { kind: 'string' } });
      return (value, context) => (Array.isArray(value) ? strings(value, context) : one(value, context));
    }
  }
}

/** The decoder of a type; structs are compiled when the first value of theirs comes. */
function decoderOf(type: TypeSchema): Decoder {
  switch (type.kind) {
    case 'list':
      return listDecoder(type, type.items);
    case 'map':
      return mapDecoder(type, type.values);
    case 'struct': {
      let decode: Decoder | undefined;
      return (value, context) => {
        decode ??= structOf(type.struct).decode;
        return decode(value, context);
      };
    }
    case 'either':
      return eitherDecoder(type);
    default:
      return scalar(type);
  }
}

/** The decoder of a struct. */
export const structDecoder = (schema: StructSchema): Decoder => structOf(schema).decode;
