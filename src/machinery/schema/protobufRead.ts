/** Readers of protobuf messages, compiled from the schema. See protobuf.ts. */
import { base64Encode, getTextEncoding, WireType } from '@bufbuild/protobuf/wire';
import type { BinaryReader } from '@bufbuild/protobuf/wire';
import type { EitherSchema, FieldSchema, StructSchema, TypeSchema } from './model.ts';

type JsonObject = Record<string, unknown>;
/** Reads fields up to the position `end`. */
type ReadMessage = (reader: BinaryReader, end: number) => JsonObject;
/** Reads one value behind its tag; `before` is what the field had so far, for lists and maps. */
type ReadValue = (reader: BinaryReader, wire: WireType, before: unknown) => unknown;

/** Reads a message behind its length: `field` is called for each of its fields, and answers whether it took it. */
function message(reader: BinaryReader, field: (number: number, wire: WireType) => boolean): void {
  const end = reader.uint32() + reader.pos;
  fieldsUpTo(reader, end, field);
}

function fieldsUpTo(reader: BinaryReader, end: number, field: (number: number, wire: WireType) => boolean): void {
  if (end > reader.len) throw new RangeError('unexpected EOF');
  while (reader.pos < end) {
    const [number, wire] = reader.tag();
    if (!field(number, wire)) reader.skip(wire, number);
  }
}

function time(reader: BinaryReader, digits: boolean): string | null {
  let [seconds, nanos, given] = [0, 0, false];
  message(reader, (number) => {
    if (number === 1) seconds = Number(reader.int64());
    else if (number === 2) nanos = reader.int32();
    else return false;
    given = true;
    return true;
  });
  if (!given) return null;
  const text = new Date(seconds * 1000).toISOString().slice(0, 19);
  return digits ? `${text}.${String(Math.floor(nanos / 1000)).padStart(6, '0')}Z` : `${text}Z`;
}

function json(reader: BinaryReader): unknown {
  let value: unknown = null;
  message(reader, (number) => {
    if (number !== 1) return false;
    const bytes = reader.bytes();
    if (bytes.length > 0) value = JSON.parse(getTextEncoding().decodeUtf8(bytes));
    return true;
  });
  return value;
}

function intOrString(reader: BinaryReader): number | string {
  let [isText, number, text] = [false, 0, ''];
  message(reader, (field) => {
    if (field === 1) isText = Number(reader.int64()) === 1;
    else if (field === 2) number = reader.int32();
    else if (field === 3) text = reader.string();
    else return false;
    return true;
  });
  return isText ? text : number;
}

function quantity(reader: BinaryReader): string {
  let text = '0';
  message(reader, (field) => {
    if (field !== 1) return false;
    text = reader.string();
    return true;
  });
  return text;
}

function listReader(type: TypeSchema, wrapped: number | undefined): ReadValue {
  const item = readerOf(type);
  const packable = type.kind === 'int32' || type.kind === 'int64' || type.kind === 'boolean';
  const append = (reader: BinaryReader, wire: WireType, list: unknown[]): void => {
    if (packable && wire === WireType.LengthDelimited) {
      const end = reader.uint32() + reader.pos;
      while (reader.pos < end) list.push(item(reader, WireType.Varint, undefined));
    } else {
      list.push(item(reader, wire, undefined));
    }
  };
  return (reader, wire, before) => {
    const list: unknown[] = Array.isArray(before) ? before : [];
    if (wrapped === undefined) {
      append(reader, wire, list);
    } else {
      message(reader, (number, inner) => {
        if (number !== wrapped) return false;
        append(reader, inner, list);
        return true;
      });
    }
    return list;
  };
}

function mapReader(values: TypeSchema): ReadValue {
  const member = readerOf(values);
  return (reader, _, before) => {
    const map = (before ?? {}) as JsonObject;
    let key = '';
    let value: unknown = null;
    message(reader, (number, wire) => {
      if (number === 1) key = reader.string();
      else if (number === 2) value = member(reader, wire, undefined);
      else return false;
      return true;
    });
    Object.defineProperty(map, key, { value, enumerable: true, writable: true, configurable: true });
    return map;
  };
}

/** The three forms of a message with a schema in it: 1 allows, 2 schema; 1 schema, 2 schemas; 1 schema, 2 names. */
function eitherReader({ struct, or }: EitherSchema): ReadValue {
  const one = readerOf({ kind: 'struct', struct });
  return (reader) => {
    let value: unknown = or === 'boolean' ? false : null;
    const several: unknown[] = [];
    message(reader, (number, wire) => {
      if (number === (or === 'boolean' ? 2 : 1)) value = one(reader, wire, undefined);
      else if (number === 1) value = reader.bool() || value;
      else if (number === 2) several.push(or === 'strings' ? reader.string() : one(reader, wire, undefined));
      else return false;
      return true;
    });
    return several.length > 0 ? several : value;
  };
}

function readerOf(type: TypeSchema): ReadValue {
  switch (type.kind) {
    case 'string':
      return (reader) => reader.string();
    case 'boolean':
      return (reader) => reader.bool();
    case 'int32':
      return (reader) => reader.int32();
    case 'int64':
      return (reader) => Number(reader.int64());
    case 'float64':
      return (reader) => reader.double();
    case 'bytes':
      return (reader) => base64Encode(reader.bytes());
    case 'quantity':
      return quantity;
    case 'intOrString':
      return intOrString;
    case 'time':
      return (reader) => time(reader, false);
    case 'microTime':
      return (reader) => time(reader, true);
    case 'rawExtension':
    case 'fieldsV1':
    case 'json':
      return json;
    case 'list':
      return listReader(type.items, type.alias?.protoItems);
    case 'map':
      return mapReader(type.values);
    case 'struct': {
      let read: ReadMessage | undefined;
      return (reader) => {
        read ??= messageReader(type.struct);
        const length = reader.uint32();
        return read(reader, reader.pos + length);
      };
    }
    case 'either':
      return eitherReader(type);
    default:
      throw new Error(`${type.kind} has no protobuf form`);
  }
}

interface Slot {
  readonly name: string;
  readonly read: ReadValue;
}

const slotsOf = (fields: readonly FieldSchema[]): Map<number, Slot> =>
  new Map(fields.map((f) => [f.proto, { name: f.name, read: readerOf(f.type) }]));

const readers = new Map<string, ReadMessage>();

/** Reads the fields of a struct into an object as JSON would hold it. Unknown fields are skipped. */
export function messageReader(schema: StructSchema): ReadMessage {
  const known = readers.get(schema.id);
  if (known) return known;
  const own = slotsOf(schema.fields.filter((f) => f.proto > 0 && f.inlineProto === undefined));
  const embedded = new Map<number, Map<number, Slot>>();
  for (const outer of new Set(schema.fields.flatMap((f) => f.inlineProto ?? []))) {
    embedded.set(outer, slotsOf(schema.fields.filter((f) => f.inlineProto === outer)));
  }
  const take = (
    slots: ReadonlyMap<number, Slot>,
    object: JsonObject,
    reader: BinaryReader,
    number: number,
    wire: WireType,
  ): boolean => {
    const slot = slots.get(number);
    if (!slot) return false;
    object[slot.name] = slot.read(reader, wire, object[slot.name]);
    return true;
  };
  const read: ReadMessage = (reader, end) => {
    const object: JsonObject = {};
    fieldsUpTo(reader, end, (number, wire) => {
      const inner = embedded.get(number);
      if (!inner) return take(own, object, reader, number, wire);
      message(reader, (n, w) => take(inner, object, reader, n, w));
      return true;
    });
    return object;
  };
  readers.set(schema.id, read);
  return read;
}
