/** Writers of protobuf messages, compiled from the schema. See protobuf.ts. */
import { base64Decode, WireType } from '@bufbuild/protobuf/wire';
import type { BinaryWriter } from '@bufbuild/protobuf/wire';
import type { EitherSchema, FieldSchema, StructSchema, TypeSchema } from './model.ts';

type JsonObject = Readonly<Record<string, unknown>>;
type WriteMessage = (writer: BinaryWriter, object: JsonObject) => void;
/** Writes a value under a field number, tag and all. */
type WriteValue = (writer: BinaryWriter, number: number, value: unknown) => void;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isAbsent = (value: unknown): value is null | undefined => value === null || value === undefined;
const delimited = WireType.LengthDelimited;

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

const number = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** message Timestamp: 1 seconds, 2 nanos; nothing at all for the zero time. */
function time(writer: BinaryWriter, field: number, value: unknown): void {
  writer.tag(field, delimited).fork();
  if (typeof value === 'string') {
    const seconds = Math.floor(Date.parse(value.replace(/\.\d+/, '')) / 1000);
    const micros = /\.(\d{6})/.exec(value)?.[1] ?? '0';
    writer
      .tag(1, WireType.Varint)
      .int64(seconds)
      .tag(2, WireType.Varint)
      .int32(Number(micros) * 1000);
  }
  writer.join();
}

/** A message of one field 1 that holds JSON; empty for null. */
function json(writer: BinaryWriter, field: number, value: unknown): void {
  writer.tag(field, delimited).fork();
  if (!isAbsent(value)) writer.tag(1, delimited).string(JSON.stringify(value));
  writer.join();
}

function intOrString(writer: BinaryWriter, field: number, value: unknown): void {
  writer
    .tag(field, delimited)
    .fork()
    .tag(1, WireType.Varint)
    .int64(typeof value === 'string' ? 1 : 0)
    .tag(2, WireType.Varint)
    .int32(number(value))
    .tag(3, delimited)
    .string(text(value))
    .join();
}

/** The counterpart of eitherReader(). */
function eitherWriter({ struct, or }: EitherSchema): WriteValue {
  const one = writerOf({ kind: 'struct', struct });
  return (w, n, value) => {
    w.tag(n, delimited).fork();
    if (or === 'boolean') w.tag(1, WireType.Varint).bool(value !== false);
    if (Array.isArray(value)) {
      for (const each of value) {
        if (or === 'strings') w.tag(2, delimited).string(text(each));
        else one(w, 2, each);
      }
    } else if (isObject(value)) one(w, or === 'boolean' ? 2 : 1, value);
    w.join();
  };
}

function writerOf(type: TypeSchema): WriteValue {
  switch (type.kind) {
    case 'string':
      return (w, n, value) => w.tag(n, delimited).string(text(value));
    case 'boolean':
      return (w, n, value) => w.tag(n, WireType.Varint).bool(value === true);
    case 'int32':
      return (w, n, value) => w.tag(n, WireType.Varint).int32(number(value));
    case 'int64':
      return (w, n, value) => w.tag(n, WireType.Varint).int64(number(value));
    case 'float64':
      return (w, n, value) => w.tag(n, WireType.Bit64).double(number(value));
    case 'bytes':
      return (w, n, value) => w.tag(n, delimited).bytes(base64Decode(text(value)));
    case 'quantity':
      return (w, n, value) =>
        w
          .tag(n, delimited)
          .fork()
          .tag(1, delimited)
          .string(text(value) || '0')
          .join();
    case 'intOrString':
      return intOrString;
    case 'time':
    case 'microTime':
      return time;
    case 'rawExtension':
    case 'fieldsV1':
    case 'json':
      return json;
    case 'either':
      return eitherWriter(type);
    case 'struct': {
      let write: WriteMessage | undefined;
      return (w, n, value) => {
        write ??= messageWriter(type.struct);
        w.tag(n, delimited).fork();
        write(w, isObject(value) ? value : {});
        w.join();
      };
    }
    case 'list': {
      const item = writerOf(type.items);
      const each: WriteValue = (w, n, value) => {
        if (Array.isArray(value)) for (const one of value) item(w, n, one);
      };
      const inner = type.alias?.protoItems;
      if (inner === undefined) return each;
      return (w, n, value) => {
        w.tag(n, delimited).fork();
        each(w, inner, value);
        w.join();
      };
    }
    case 'map': {
      const member = writerOf(type.values);
      return (w, n, value) => {
        if (!isObject(value)) return;
        for (const key of Object.keys(value).sort()) {
          w.tag(n, delimited).fork().tag(1, delimited).string(key);
          member(w, 2, value[key]);
          w.join();
        }
      };
    }
    default:
      throw new Error(`${type.kind} has no protobuf form`);
  }
}

/** Whether an absent value is left out: pointers, lists, maps and bytes. */
const isOptional = (field: FieldSchema): boolean => field.pointer || ['list', 'map', 'bytes'].includes(field.type.kind);

const writers = new Map<string, WriteMessage>();

/** Writes the fields of a struct, without tag or length. */
export function messageWriter(schema: StructSchema): WriteMessage {
  const known = writers.get(schema.id);
  if (known) return known;
  const steps = new Map<number, WriteMessage>();
  const embedded = new Map<number, FieldSchema[]>();
  for (const field of schema.fields) {
    if (field.proto === 0) continue;
    if (field.inlineProto === undefined) steps.set(field.proto, step(field));
    else embedded.set(field.inlineProto, [...(embedded.get(field.inlineProto) ?? []), field]);
  }
  for (const [outer, fields] of embedded) {
    const inner = fields.toSorted((a, b) => a.proto - b.proto).map(step);
    steps.set(outer, (w, object) => {
      w.tag(outer, delimited).fork();
      for (const write of inner) write(w, object);
      w.join();
    });
  }
  const ordered = [...steps].sort(([a], [b]) => a - b).map(([, write]) => write);
  const write: WriteMessage = (w, object) => {
    for (const one of ordered) one(w, object);
  };
  writers.set(schema.id, write);
  return write;
}

function step(field: FieldSchema): WriteMessage {
  const { name, proto } = field;
  const write = writerOf(field.type);
  // An alias that is a message of its own is written like a struct, but a nil list is none.
  if (!isOptional(field)) return (w, object) => write(w, proto, object[name]);
  return (w, object) => {
    const value = object[name];
    if (!isAbsent(value)) write(w, proto, value);
  };
}
