/** The types of the schema as ownership sees them: what is owned whole, and how the items of a list are told apart. */
import type { FieldSchema, ScalarKind, StructSchema, TypeSchema } from '../schema/model.ts';
import { stepByKeys, stepByValue } from './listItems.ts';
import { fieldStep } from './pathStep.ts';

export type FieldType = ScalarType | StructType | MapType | ListType | UntypedType;

export interface ScalarType {
  readonly kind: 'scalar';
  readonly scalar: ScalarKind;
  readonly atomic: true;
}

/** Raw JSON: objects are owned by key, all else whole. */
export interface UntypedType {
  readonly kind: 'untyped';
  readonly atomic: false;
}

export interface StructField {
  readonly name: string;
  readonly step: string;
  readonly type: FieldType;
}

export interface StructType {
  readonly kind: 'struct';
  readonly atomic: boolean;
  /** In the order of their names. */
  readonly fields: readonly StructField[];
  readonly field: ReadonlyMap<string, StructField>;
  /** Of fields beyond those, where a schema lets them be. */
  readonly others?: FieldType;
}

export interface MapType {
  readonly kind: 'map';
  readonly atomic: boolean;
  readonly values: FieldType;
}

export interface ListType {
  readonly kind: 'list';
  readonly atomic: boolean;
  readonly items: FieldType;
  /** The step to an item; not asked of atomic lists. Throws ListItemError. */
  stepOf(item: unknown): string;
}

const untyped: UntypedType = { kind: 'untyped', atomic: false };
const structs = new Map<string, Record<'atomic' | 'plain', StructType | undefined>>();

/** The type of a kind's objects, compiled once. */
export const structType = (schema: StructSchema): StructType => struct(schema, schema.atomic);

function struct(schema: StructSchema, atomic: boolean): StructType {
  const form = atomic ? 'atomic' : 'plain';
  const known = structs.get(schema.id);
  if (known?.[form]) return known[form];
  const fields = schema.fields.map((field) => lazyField(field)).sort((a, b) => (a.name < b.name ? -1 : 1));
  const type: StructType = { kind: 'struct', atomic, fields, field: new Map(fields.map((f) => [f.name, f])) };
  structs.set(schema.id, { atomic: undefined, plain: undefined, ...known, [form]: type });
  return type;
}

/** Types may be recursive: resolved at first use. */
function lazyField(field: FieldSchema): StructField {
  let type: FieldType | undefined;
  return {
    name: field.name,
    step: fieldStep(field.name),
    get type() {
      return (type ??= typeOf(field.type, field));
    },
  };
}

function typeOf(type: TypeSchema, field?: FieldSchema): FieldType {
  switch (type.kind) {
    case 'struct':
      return struct(type.struct, type.struct.atomic || field?.mapType === 'atomic');
    case 'map':
      return { kind: 'map', atomic: field?.mapType === 'atomic', values: typeOf(type.values) };
    case 'list':
      return listType(type.items, field);
    case 'rawExtension':
    case 'json':
    case 'either':
      return untyped;
    default:
      return { kind: 'scalar', scalar: type.kind, atomic: true };
  }
}

function listType(items: TypeSchema, field: FieldSchema | undefined): ListType {
  const merged = field?.patchStrategy?.includes('merge') ? (field.patchMergeKey ? 'map' : 'set') : 'atomic';
  const relation = field?.listType ?? merged;
  const keys = field?.listKeys ?? (field?.patchMergeKey ? [field.patchMergeKey] : []);
  const stepOf = relation === 'map' && items.kind === 'struct' ? stepByFields(items.struct, keys) : stepByValue;
  return { kind: 'list', atomic: relation === 'atomic', items: typeOf(items), stepOf };
}

const zeros: Readonly<Record<string, unknown>> = { string: '', boolean: false, int32: 0, int64: 0, float64: 0 };

function stepByFields(items: StructSchema, names: readonly string[]): (item: unknown) => string {
  const keys = names.map((name) => {
    const field = items.field.get(name);
    // As upstream publishes it: what is always written has its zero value as a default.
    const zero = field?.always && !field.pointer ? zeros[field.type.kind] : undefined;
    return { name, fallback: field?.default ?? zero };
  });
  return stepByKeys(keys);
}

/** What a struct or map holds under a name. */
export function childOf(type: StructType | MapType | UntypedType, name: string): FieldType | undefined {
  if (type.kind === 'untyped') return untyped;
  return type.kind === 'map' ? type.values : (type.field.get(name)?.type ?? type.others);
}
