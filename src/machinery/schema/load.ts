/** The generated schema, resolved on demand: a struct is built when first asked for, and then kept. */
import type { GroupVersionKind } from '../object.ts';
import { parseApiVersion } from '../object.ts';
import { schemaText } from './generated.ts';
import { eitherLetters, fieldFlags, scalarLetters } from './model.ts';
import type { AliasSchema, FieldData, FieldSchema, SchemaData, StructSchema, TypeSchema } from './model.ts';

let data: SchemaData | undefined;
const structs = new Map<string, StructSchema>();
const kinds = new Map<string, string>();

function load(): SchemaData {
  if (data) return data;
  // A named seam: the text is what tools/generate.ts wrote out of a SchemaData.
  data = JSON.parse(schemaText) as SchemaData;
  for (const [id, struct] of Object.entries(data.structs)) {
    if (struct.kind === undefined) continue;
    const dot = id.lastIndexOf('.');
    kinds.set(`${data.modules[id.slice(0, dot)]}/${id.slice(dot + 1)}`, id);
  }
  return data;
}

const isScalar = (letter: string): letter is keyof typeof scalarLetters => Object.hasOwn(scalarLetters, letter);

const isEither = (letter: string): letter is keyof typeof eitherLetters => Object.hasOwn(eitherLetters, letter);

function resolveType(text: string, alias?: AliasSchema): TypeSchema {
  const named = alias ? { alias } : {};
  const either = text.slice(1, 2);
  if (text.startsWith('|') && isEither(either)) {
    const id = text.slice(3);
    return {
      kind: 'either',
      or: eitherLetters[either],
      get struct() {
        return structSchema(id);
      },
      ...named,
    };
  }
  if (text.startsWith('[')) return { kind: 'list', items: resolveType(text.slice(1)), ...named };
  if (text.startsWith('{')) return { kind: 'map', values: resolveType(text.slice(1)), ...named };
  if (isScalar(text)) return { kind: scalarLetters[text], ...named };
  const id = text.slice(1);
  const target = load().aliases[id];
  if (target) {
    const dot = id.lastIndexOf('.');
    return resolveType(target.t, {
      id,
      name: id.slice(dot + 1),
      module: id.slice(0, dot),
      ...(target.enum && { enum: target.enum }),
      ...(target.items !== undefined && { protoItems: target.items }),
    });
  }
  // Resolved at first use: types may be recursive.
  return {
    kind: 'struct',
    get struct() {
      return structSchema(id);
    },
    ...named,
  };
}

function resolveField([name, type, proto, flags, x]: FieldData): FieldSchema {
  return {
    name,
    proto,
    type: resolveType(type),
    required: (flags & fieldFlags.required) !== 0,
    always: (flags & fieldFlags.always) !== 0,
    pointer: (flags & fieldFlags.pointer) !== 0,
    immutable: (flags & fieldFlags.immutable) !== 0,
    deprecated: (flags & fieldFlags.deprecated) !== 0,
    ...(x?.ip !== undefined && { inlineProto: x.ip }),
    ...(x?.l && { listType: x.l }),
    ...(x?.k && { listKeys: x.k }),
    ...(x?.m && { mapType: x.m }),
    ...(x?.p && { patchStrategy: x.p }),
    ...(x?.mk && { patchMergeKey: x.mk }),
    ...(x && 'd' in x && { default: x.d }),
    ...(x?.g && { featureGate: x.g }),
  };
}

/** The struct with this id ('core/v1.PodSpec'). Throws on an id that the API does not have. */
export function structSchema(id: string): StructSchema {
  const known = structs.get(id);
  if (known) return known;
  const { structs: all, modules } = load();
  const struct = all[id];
  if (!struct) throw new Error(`the API has no type ${id}`);
  const dot = id.lastIndexOf('.');
  const module = id.slice(0, dot);
  const fields = struct.f.map(resolveField);
  const scope = struct.kind === 'N' ? 'Namespaced' : struct.kind === 'C' ? 'Cluster' : undefined;
  const schema: StructSchema = {
    id,
    module,
    name: id.slice(dot + 1),
    fields,
    field: new Map(fields.map((f) => [f.name, f])),
    atomic: struct.atomic === 1,
    ...(struct.kind !== undefined && { kind: { ...parseApiVersion(modules[module] ?? ''), scope } }),
  };
  structs.set(id, schema);
  return schema;
}

/**
 * The struct of a kind; undefined for kinds that are not built in. The kinds of meta/v1 (Status, DeleteOptions, …)
 * answer to every group and version, as upstream registers them with each.
 */
export function schemaOf(gvk: GroupVersionKind): StructSchema | undefined {
  load();
  const id =
    kinds.get(`${gvk.group === '' ? gvk.version : `${gvk.group}/${gvk.version}`}/${gvk.kind}`) ??
    kinds.get(`meta.k8s.io/v1/${gvk.kind}`);
  return id === undefined ? undefined : structSchema(id);
}

/** Ids of all structs, in the order of the source. */
export const structIds = (): string[] => Object.keys(load().structs);
