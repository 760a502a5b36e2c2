/**
 * The schema of the API as data: what tools/generate.ts reads out of src/api, and what codecs, patches and OpenAPI are
 * made of. Two forms: the compact one that generated.ts holds (`SchemaData`), and the resolved one (`StructSchema`).
 */

/** Scalars of the wire, by the letter that stands for them in the compact form. */
export const scalarLetters = {
  s: 'string',
  b: 'boolean',
  i: 'int32',
  l: 'int64',
  d: 'float64',
  q: 'quantity',
  o: 'intOrString',
  t: 'time',
  u: 'microTime',
  n: 'duration',
  y: 'bytes',
  x: 'rawExtension',
  f: 'fieldsV1',
  j: 'json',
} as const;

export type ScalarKind = (typeof scalarLetters)[keyof typeof scalarLetters];

/** What may stand in place of a struct, by the letter behind `|` in the compact form. */
export const eitherLetters = { b: 'boolean', l: 'list', s: 'strings' } as const;

/** Bits of a compact field. */
export const fieldFlags = { required: 1, always: 2, pointer: 4, immutable: 8, deprecated: 16 } as const;

/** What few fields have, under short names. */
export interface FieldExtras {
  /** List type. */
  l?: ListType;
  /** List keys. */
  k?: string[];
  /** Map or struct type. */
  m?: 'atomic' | 'granular';
  /** Patch strategies. */
  p?: string[];
  /** Patch merge key. */
  mk?: string;
  /** Default. */
  d?: unknown;
  /** Feature gate. */
  g?: string;
  /** Of a field that JSON inlines: number of the protobuf message it lies in. */
  ip?: number;
}

/**
 * name, type, protobuf number (0: none), flags, extras. The type is a letter of `scalarLetters`, `@module.Name` for a
 * named type, one of these behind `[` (list of) or `{` (map of), or `|` with a letter of `eitherLetters` and a named type.
 */
export type FieldData = [name: string, type: string, proto: number, flags: number, extras?: FieldExtras];

export interface StructData {
  f: FieldData[];
  /** Present for kinds: N namespaced, C cluster-scoped, '' not a resource. */
  kind?: 'N' | 'C' | '';
  /** Replaced whole by server-side apply. */
  atomic?: 1;
}

export interface AliasData {
  /** As in FieldData. */
  t: string;
  enum?: string[];
  /** The alias is a protobuf message of its own, with its items under this number. */
  items?: number;
}

export interface SchemaData {
  /** Module ('core/v1') → apiVersion ('v1'). */
  modules: Record<string, string>;
  /** 'core/v1.Pod' → struct, in the order of the source. */
  structs: Record<string, StructData>;
  aliases: Record<string, AliasData>;
}

/** Doc comments: type id → [of the type, { field: of the field }]. */
export type DocsData = Record<string, [type: string, fields: Record<string, string>]>;

export type ListType = 'map' | 'set' | 'atomic';

export type TypeSchema =
  | { readonly kind: ScalarKind; readonly alias?: AliasSchema }
  | { readonly kind: 'list'; readonly items: TypeSchema; readonly alias?: AliasSchema }
  | { readonly kind: 'map'; readonly values: TypeSchema; readonly alias?: AliasSchema }
  | { readonly kind: 'struct'; readonly struct: StructSchema; readonly alias?: AliasSchema }
  | EitherSchema;

/** A struct, or in its place a boolean, a list of such structs, or strings. */
export interface EitherSchema {
  readonly kind: 'either';
  readonly struct: StructSchema;
  readonly or: (typeof eitherLetters)[keyof typeof eitherLetters];
  readonly alias?: AliasSchema;
}

export interface AliasSchema {
  /** 'core/v1.PodPhase'. */
  readonly id: string;
  readonly name: string;
  readonly module: string;
  readonly enum?: readonly string[];
  readonly protoItems?: number;
}

export interface FieldSchema {
  readonly name: string;
  readonly type: TypeSchema;
  /** Protobuf number; 0 when the type has no protobuf form. */
  readonly proto: number;
  /** Number of the embedded protobuf message that holds this field, when JSON inlines it. */
  readonly inlineProto?: number;
  readonly required: boolean;
  /** Encoders emit it also when it is absent, with its zero value. */
  readonly always: boolean;
  /** Zero values are told apart from absence. */
  readonly pointer: boolean;
  readonly immutable: boolean;
  readonly deprecated: boolean;
  readonly listType?: ListType;
  readonly listKeys?: readonly string[];
  readonly mapType?: 'atomic' | 'granular';
  readonly patchStrategy?: readonly string[];
  readonly patchMergeKey?: string;
  readonly default?: unknown;
  readonly featureGate?: string;
}

export interface StructSchema {
  /** 'core/v1.Pod'. */
  readonly id: string;
  readonly name: string;
  /** 'core/v1'. */
  readonly module: string;
  /** In the order in which encoders write them; inlined structs are spread. */
  readonly fields: readonly FieldSchema[];
  readonly field: ReadonlyMap<string, FieldSchema>;
  readonly atomic: boolean;
  /** For kinds. */
  readonly kind?: {
    readonly group: string;
    readonly version: string;
    readonly scope: 'Namespaced' | 'Cluster' | undefined;
  };
}
