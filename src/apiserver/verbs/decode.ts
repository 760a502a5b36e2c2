/** From a request's body to a fresh object of the expected kind: syntax, type, unknown and duplicate fields. */
import { badRequest, unsupportedMediaType } from '../../machinery/apiError.ts';
import type { GroupVersionKind, KubeObject } from '../../machinery/object.ts';
import { apiVersionOf, parseApiVersion } from '../../machinery/object.ts';
import { codecOf, DecodeError, findDuplicateFields, strictDecodingError } from '../../machinery/scheme.ts';
import type { KindCodec } from '../../machinery/scheme.ts';
import { decodeProtobuf, isProtobuf, protobufType } from '../../machinery/schema/protobuf.ts';
import { parseYamlLeniently } from '../../machinery/yaml.ts';
import { jsonSyntaxError } from '../../machinery/schema/jsonSyntax.ts';
import type { FieldValidation } from './options.ts';
import type { RequestBody } from './verbRequest.ts';

const json = 'application/json';
const yaml = 'application/yaml';

export interface Parsed {
  readonly value: unknown;
  /** Fields that the text gives twice. */
  readonly duplicates: () => readonly string[];
}

const none = (): readonly string[] => [];

/** Any JSON or YAML body as a value. 415 for other media types, 400 for broken text; `kind` is named in that error. */
export function parseBody(body: RequestBody | undefined, kind: string, builtIn = true): Parsed {
  if (!body) return { value: undefined, duplicates: none };
  if (body.from === 'process') return { value: body.value, duplicates: none };
  if (body.mediaType === protobufType && builtIn) return { value: readProtobuf(body.bytes, kind), duplicates: none };
  const text = body.bytes.toString();
  switch (body.mediaType) {
    case '':
    case '*/*':
    case json:
      return { value: readJson(text, kind), duplicates: () => findDuplicateFields(text) };
    case yaml:
      return readYaml(text, kind);
    default:
      throw unsupportedMediaType(
        `the body of the request was in an unknown format - accepted media types include: ${json}, ${yaml}` +
          (builtIn ? `, ${protobufType}` : ''),
      );
  }
}

function readJson(text: string, kind: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw unrecognized(
      kind,
      `couldn't get version/kind; json parse error: ${jsonSyntaxError(text) ?? (error as Error).message}`,
      text,
    );
  }
}

function readYaml(text: string, kind: string): Parsed {
  try {
    const { value, duplicate } = parseYamlLeniently(text);
    return { value, duplicates: () => (duplicate === undefined ? [] : [duplicate]) };
  } catch (error) {
    throw unrecognized(kind, (error as Error).message, text);
  }
}

function readProtobuf(bytes: Buffer, kind: string): unknown {
  if (bytes.length === 0) return undefined;
  if (!isProtobuf(bytes)) {
    throw unrecognized(
      kind,
      'provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]',
      bytes.toString('latin1'),
    );
  }
  try {
    return decodeProtobuf(bytes);
  } catch (error) {
    throw badRequest(`the object provided is unrecognized (must be of type ${kind}): ${(error as Error).message}`);
  }
}

const unrecognized = (kind: string, why: string, text: string) =>
  badRequest(`the object provided is unrecognized (must be of type ${kind}): ${why} (${summary(text)})`);

/** The head of the body as upstream shows it. */
function summary(text: string): string {
  if (text.length === 0) return '<empty>';
  const more = text.length > 30 ? ' ...' : '';
  return (text.startsWith('{') ? text.slice(0, 30) : Buffer.from(text.slice(0, 30)).toString('hex')) + more;
}

/** The body as an object of `codec`'s kind, defaults not yet set. */
export function decodeBody(
  body: RequestBody | undefined,
  codec: KindCodec,
  validation: FieldValidation,
  warn: (text: string) => void,
): KubeObject {
  const parsed = parseBody(body, codec.gvk.kind, codec.builtIn);
  if (parsed.value === undefined || parsed.value === null) throw unrecognized(codec.gvk.kind, 'EOF', '');
  const value = withType(parsed.value, codec);
  return decodeValue(value, codec, validation, warn, parsed.duplicates);
}

/** As decodeBody(), from a value whose kind has been checked. */
function decodeValue(
  value: unknown,
  codec: KindCodec,
  validation: FieldValidation,
  warn: (text: string) => void,
  duplicates = none,
): KubeObject {
  const { object, problems } = decodeOrRefuse(value, codec);
  if (validation !== 'Ignore') {
    const all = [...duplicates(), ...problems];
    if (all.length > 0) {
      if (validation === 'Strict') throw cannotBeHandled(codec.gvk, codec.gvk, strictDecodingError(all));
      for (const problem of all) warn(problem);
    }
  }
  object.apiVersion = apiVersionOf(codec.gvk);
  object.kind = codec.gvk.kind;
  object.metadata ??= {};
  keepEmptyManagers(value, object);
  return object;
}

/** Decoding drops empty lists, but an empty `managedFields` says something: that they are to be forgotten. */
export function keepEmptyManagers(sent: unknown, object: KubeObject): void {
  const given = (sent as { metadata?: { managedFields?: unknown } | null }).metadata?.managedFields;
  if (object.metadata && Array.isArray(given) && given.length === 0) object.metadata.managedFields = [];
}

function decodeOrRefuse(value: unknown, codec: KindCodec): { object: KubeObject; problems: readonly string[] } {
  try {
    return codec.decode(value);
  } catch (error) {
    if (error instanceof DecodeError) throw cannotBeHandled(codec.gvk, codec.gvk, error.message);
    throw error;
  }
}

const cannotBeHandled = (found: { kind: string; version: string }, expected: GroupVersionKind, why: string) =>
  badRequest(
    `${found.kind} in version ${JSON.stringify(found.version)} cannot be handled as a ${expected.kind}: ${why}`,
  );

/** Checks what the body says it is; a body that says nothing is what is expected. Answers the body. */
export function withType(value: unknown, { gvk: expected, builtIn }: KindCodec): unknown {
  if (typeof value !== 'object' || Array.isArray(value)) {
    const what = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
    throw badRequest(
      `the object provided is unrecognized (must be of type ${expected.kind}): couldn't get version/kind; ` +
        `json parse error: json: cannot unmarshal ${what} into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; ` +
        `Kind string "json:\\"kind,omitempty\\"" } (${summary(JSON.stringify(value))})`,
    );
  }
  const { apiVersion, kind } = value as { apiVersion?: unknown; kind?: unknown };
  const wanted = apiVersionOf(expected);
  const saysVersion = typeof apiVersion === 'string' && apiVersion !== '' ? apiVersion : wanted;
  const saysKind = typeof kind === 'string' && kind !== '' ? kind : expected.kind;
  if (saysVersion === wanted && saysKind === expected.kind) return value;
  const says = { ...parseApiVersion(saysVersion), kind: saysKind };
  if (!codecOf(says) && (builtIn || saysKind !== expected.kind)) {
    throw cannotBeHandled(
      says,
      expected,
      `no kind ${JSON.stringify(saysKind)} is registered for version ${JSON.stringify(saysVersion)} in scheme "peapod"`,
    );
  }
  if (saysKind === expected.kind) {
    throw badRequest(
      `the API version in the data (${saysVersion}) does not match the expected API version (${wanted})`,
    );
  }
  throw cannotBeHandled(
    says,
    expected,
    `converting (${says.version}.${saysKind}) to (${internalPackage(expected.group)}.${expected.kind}): unknown conversion`,
  );
}

/** What upstream calls the versionless types of a group in its messages. */
const internalPackage = (group: string): string => (group === '' ? 'core' : (group.split('.')[0] ?? group));
