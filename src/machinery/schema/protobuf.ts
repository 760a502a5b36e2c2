/**
 * Kubernetes' protobuf form of objects (`application/vnd.kubernetes.protobuf`): the bytes `k8s\0`, then a message
 * runtime.Unknown that names the kind and holds the object's own message. Field numbers come from the schema.
 *
 * As upstream's generated code does: fields in the order of their numbers, scalars that are no pointers also when zero,
 * lists unpacked, maps in the order of their keys, embedded structs as a message of their own.
 */
import { BinaryReader, BinaryWriter, getTextEncoding, WireType } from '@bufbuild/protobuf/wire';
import type { KubeObject } from '../object.ts';
import { parseApiVersion } from '../object.ts';
import { DecodeError } from './contract.ts';
import { schemaOf } from './load.ts';
import type { StructSchema } from './model.ts';
import { messageReader } from './protobufRead.ts';
import { messageWriter } from './protobufWrite.ts';

/** The media type of objects in this form. */
export const protobufType = 'application/vnd.kubernetes.protobuf';

const magic = [0x6b, 0x38, 0x73, 0x00] as const;

/** Whether bytes begin as an object in this form does. */
export const isProtobuf = (bytes: Uint8Array): boolean => magic.every((byte, i) => bytes[i] === byte);

/** Whether a kind has a protobuf form: Tables and a few others have none. */
export function hasProtobuf(schema: StructSchema): boolean {
  return schema.fields.every((f) => f.proto > 0 || f.name === 'kind' || f.name === 'apiVersion');
}

const schemaOfObject = (apiVersion: string, kind: string): StructSchema | undefined =>
  schemaOf({ ...parseApiVersion(apiVersion), kind });

/** The object's own message, without the envelope. */
function encodeMessage(schema: StructSchema, object: object): Uint8Array {
  const writer = new BinaryWriter();
  messageWriter(schema)(writer, object as Record<string, unknown>);
  return writer.finish();
}

function envelope(apiVersion: string, kind: string, raw: Uint8Array): Uint8Array {
  return new BinaryWriter()
    .raw(Uint8Array.from(magic))
    .tag(1, WireType.LengthDelimited)
    .fork()
    .tag(1, WireType.LengthDelimited)
    .string(apiVersion)
    .tag(2, WireType.LengthDelimited)
    .string(kind)
    .join()
    .tag(2, WireType.LengthDelimited)
    .bytes(raw)
    .tag(3, WireType.LengthDelimited)
    .string('')
    .tag(4, WireType.LengthDelimited)
    .string('')
    .finish();
}

/** undefined when the object's kind is not built in or has no protobuf form. */
export function encodeProtobuf(object: KubeObject): Uint8Array | undefined {
  const { apiVersion = '', kind = '' } = object;
  const schema = schemaOfObject(apiVersion, kind);
  return schema && hasProtobuf(schema) ? envelope(apiVersion, kind, encodeMessage(schema, object)) : undefined;
}

/**
 * One frame of a watch stream: four bytes of length, then a message WatchEvent around an object in protobuf form
 * (`encodeProtobuf`'s bytes, shared by all watchers).
 */
export function encodeWatchEvent(type: string, object: Uint8Array): Uint8Array {
  const event = new BinaryWriter()
    .tag(1, WireType.LengthDelimited)
    .string(type)
    .tag(2, WireType.LengthDelimited)
    .fork()
    .tag(1, WireType.LengthDelimited)
    .bytes(object)
    .join()
    .finish();
  const frame = new Uint8Array(4 + event.length);
  new DataView(frame.buffer).setUint32(0, event.length);
  frame.set(event, 4);
  return frame;
}

/**
 * The object as JSON would hold it, with its kind; its codec's decode() brings it into shape. Throws DecodeError when
 * the bytes are no object in this form, or one of an unknown kind.
 */
export function decodeProtobuf(bytes: Uint8Array): Record<string, unknown> & { apiVersion: string; kind: string } {
  if (!isProtobuf(bytes)) {
    throw new DecodeError('provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]');
  }
  try {
    const { apiVersion, kind, raw, contentType } = openEnvelope(bytes.subarray(magic.length));
    if (contentType === 'application/json') {
      return { ...(JSON.parse(getTextEncoding().decodeUtf8(raw)) as Record<string, unknown>), apiVersion, kind };
    }
    const schema = schemaOfObject(apiVersion, kind);
    if (!schema || !hasProtobuf(schema)) {
      throw new DecodeError(`no kind "${kind}" is registered for version "${apiVersion}" in protobuf form`);
    }
    const { kind: _, apiVersion: __, ...fields } = messageReader(schema)(new BinaryReader(raw), raw.length);
    return { kind, apiVersion, ...fields };
  } catch (error) {
    if (error instanceof DecodeError) throw error;
    throw new DecodeError(`proto: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

interface Envelope {
  apiVersion: string;
  kind: string;
  raw: Uint8Array;
  contentType: string;
}

function openEnvelope(bytes: Uint8Array): Envelope {
  const reader = new BinaryReader(bytes);
  const found: Envelope = { apiVersion: '', kind: '', raw: new Uint8Array(), contentType: '' };
  while (reader.pos < reader.len) {
    const [field, type] = reader.tag();
    if (field === 2) {
      found.raw = reader.bytes();
    } else if (field === 4) {
      found.contentType = reader.string();
    } else if (field === 1) {
      const end = reader.uint32() + reader.pos;
      while (reader.pos < end) {
        const [inner, innerType] = reader.tag();
        if (inner === 1) found.apiVersion = reader.string();
        else if (inner === 2) found.kind = reader.string();
        else reader.skip(innerType, inner);
      }
    } else {
      reader.skip(type, field);
    }
  }
  return found;
}
