/**
 * OpenAPI schemas of the API's types, named and annotated as upstream names and annotates them. The two versions of
 * OpenAPI differ in how a reference carries a description and in what a union of types looks like.
 */
import type { JSONSchemaProps } from '../../api/apiextensions/v1.ts';
import type { FieldSchema, StructSchema, TypeSchema } from '../schema/model.ts';
import { schemaOf, structSchema } from '../schema/load.ts';
import { docOf, fieldDocOf } from './docs.ts';
import { resourceOpenApi } from '../structural/openapi.ts';
import type { MetaProperties } from '../structural/openapi.ts';
import type { Flavour, OpenApiKind, OpenApiSchema } from './openApiSchema.ts';
import type { ServedResource } from './served.ts';

const meta = 'io.k8s.apimachinery.pkg.apis.meta.v1';

/** 'core/v1.Pod' → 'io.k8s.api.core.v1.Pod'. */
function definitionName(id: string): string {
  if (id.startsWith('meta/v1.')) return `${meta}.${id.slice('meta/v1.'.length)}`;
  if (id.startsWith('apiextensions/')) return `io.k8s.apiextensions-apiserver.pkg.apis.${id.replace('/', '.')}`;
  return `io.k8s.api.${id.replace('/', '.')}`;
}

/** Types of the wire that have a definition of their own. */
const scalarDefinitions: Readonly<Record<string, (flavour: Flavour) => OpenApiSchema>> = {
  'io.k8s.apimachinery.pkg.api.resource.Quantity': (flavour) => ({
    description:
      'An amount with an optional decimal exponent (1e3), SI suffix (m, k, M, G, T, P, E) or binary suffix ' +
      '(Ki, Mi, Gi, Ti, Pi, Ei), such as 500m or 2Gi.',
    ...(flavour === 'v2' ? { type: 'string' } : { oneOf: [{ type: 'string' }, { type: 'number' }] }),
  }),
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': (flavour) => ({
    description: 'A whole number, or a string such as the name of a port or a percentage.',
    format: 'int-or-string',
    ...(flavour === 'v2' ? { type: 'string' } : { oneOf: [{ type: 'integer' }, { type: 'string' }] }),
  }),
  [`${meta}.Time`]: () => ({
    description: 'An instant in RFC 3339, in whole seconds.',
    type: 'string',
    format: 'date-time',
  }),
  [`${meta}.MicroTime`]: () => ({
    description: 'An instant in RFC 3339, with microseconds.',
    type: 'string',
    format: 'date-time',
  }),
  [`${meta}.Duration`]: () => ({ description: 'A span of time such as 1h30m.', type: 'string' }),
  [`${meta}.FieldsV1`]: () => ({ description: 'A set of fields as a tree of their names.', type: 'object' }),
  [`${meta}.Patch`]: () => ({
    description: 'A change to an object, in the format that the request names as its content type.',
    type: 'object',
  }),
  'io.k8s.apimachinery.pkg.runtime.RawExtension': () => ({
    description: 'An object of any kind, as it is.',
    type: 'object',
  }),
};

const scalarReferences: Readonly<Record<string, string>> = {
  quantity: 'io.k8s.apimachinery.pkg.api.resource.Quantity',
  intOrString: 'io.k8s.apimachinery.pkg.util.intstr.IntOrString',
  time: `${meta}.Time`,
  microTime: `${meta}.MicroTime`,
  duration: `${meta}.Duration`,
  fieldsV1: `${meta}.FieldsV1`,
  rawExtension: 'io.k8s.apimachinery.pkg.runtime.RawExtension',
};

const plain: Readonly<Record<string, OpenApiSchema>> = {
  string: { type: 'string' },
  boolean: { type: 'boolean' },
  int32: { type: 'integer', format: 'int32' },
  int64: { type: 'integer', format: 'int64' },
  float64: { type: 'number', format: 'double' },
  bytes: { type: 'string', format: 'byte' },
  json: {},
};

/** Go's zero value, which OpenAPI v3 gives as the default of what is always there. */
const zeros: Readonly<Record<string, unknown>> = {
  string: '',
  boolean: false,
  int32: 0,
  int64: 0,
  float64: 0,
  struct: {},
};

/** Collects the definitions that a document needs, following references. */
export class Definitions {
  private readonly flavour: Flavour;
  private readonly resources: readonly ServedResource[];
  private readonly made = new Map<string, OpenApiSchema>();

  /** `resources`: all that are served, for the kinds that every group version has. */
  constructor(flavour: Flavour, resources: readonly ServedResource[]) {
    this.flavour = flavour;
    this.resources = resources;
  }

  /** By name, sorted. */
  all(): Record<string, OpenApiSchema> {
    return Object.fromEntries([...this.made].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  private pointer(name: string): string {
    return this.flavour === 'v2' ? `#/definitions/${name}` : `#/components/schemas/${name}`;
  }

  /** A reference to a type with this id ('meta/v1.Status'). */
  struct(id: string): OpenApiSchema {
    const name = definitionName(id);
    if (!this.made.has(name)) {
      // Before its fields are followed: they may lead back here.
      this.made.set(name, {});
      this.made.set(name, this.definition(structSchema(id)));
    }
    return { $ref: this.pointer(name) };
  }

  /** A reference to the kind's type; undefined when it is not served. */
  kind(group: string, version: string, kind: string): OpenApiSchema | undefined {
    const custom = this.resources.find((r) => r.custom && r.group === group && r.version === version);
    if (custom) return this.customKind(group, version, kind);
    const schema = schemaOf({ group, version, kind });
    return schema && this.struct(schema.id);
  }

  /** A reference to the type of a custom resource, or of its lists. */
  private customKind(group: string, version: string, kind: string): OpenApiSchema | undefined {
    const resource = this.resources.find(
      (r) => r.custom && r.group === group && r.version === version && (r.kind === kind || r.custom.listKind === kind),
    );
    if (!resource?.custom) return undefined;
    const { custom } = resource;
    const name = `${group.split('.').reverse().join('.')}.${version}.${kind}`;
    if (!this.made.has(name)) {
      const gvk = { group, kind, version };
      const isList = custom.listKind === kind;
      const made = isList ? this.customList(resource, custom.listKind) : this.customObject(custom.schema);
      made['x-kubernetes-group-version-kind'] = [gvk];
      if (custom.selectableFields.length > 0)
        made['x-kubernetes-selectable-fields'] = custom.selectableFields.map((fieldPath) => ({ fieldPath }));
      this.made.set(name, made);
    }
    return { $ref: this.pointer(name) };
  }

  private customObject(schema: JSONSchemaProps | undefined): OpenApiSchema {
    return schema ? resourceOpenApi(schema, this.flavour, this.metaOf('meta/v1.ObjectMeta')) : { type: 'object' };
  }

  private customList({ kind, plural, group, version }: ServedResource, listKind: string): OpenApiSchema {
    const item = this.customKind(group, version, kind) ?? { type: 'object' };
    return {
      description: `${listKind} is a list of ${kind}`,
      type: 'object',
      required: ['items'],
      properties: {
        ...this.metaOf('meta/v1.ListMeta'),
        items: { description: `List of ${plural}.`, type: 'array', items: item },
      },
    };
  }

  /** What every object says of itself, beside a `metadata` of this type. */
  private metaOf(metadata: string): MetaProperties {
    const said = (field: string): OpenApiSchema =>
      this.described({ type: 'string' }, fieldDocOf('meta/v1.TypeMeta', field));
    return {
      apiVersion: said('apiVersion'),
      kind: said('kind'),
      metadata: this.described(this.struct(metadata), fieldDocOf('core/v1.Pod', 'metadata')),
    };
  }

  /** A reference to one of the types that have no interface, such as `…meta.v1.Patch`. */
  named(name: string): OpenApiSchema {
    const make = scalarDefinitions[name];
    if (make && !this.made.has(name)) this.made.set(name, make(this.flavour));
    return { $ref: this.pointer(name) };
  }

  patch(): OpenApiSchema {
    return this.named(`${meta}.Patch`);
  }

  private definition(schema: StructSchema): OpenApiSchema {
    const definition: OpenApiSchema = { type: 'object' };
    const description = docOf(schema.id);
    if (description) definition.description = description;
    const required = schema.fields.filter((f) => f.required).map((f) => f.name);
    if (required.length > 0) definition.required = required;
    const fields = schema.fields.toSorted((a, b) => (a.name < b.name ? -1 : 1));
    if (fields.length > 0)
      definition.properties = Object.fromEntries(fields.map((f) => [f.name, this.property(schema, f)]));
    if (schema.atomic) definition['x-kubernetes-map-type'] = 'atomic';
    const kinds = this.kindsOf(schema);
    if (kinds.length > 0) definition['x-kubernetes-group-version-kind'] = kinds;
    return definition;
  }

  private kindsOf(schema: StructSchema): OpenApiKind[] {
    if (!schema.kind) return [];
    const of = (group: string, version: string): OpenApiKind => ({ group, kind: schema.name, version });
    if (schema.module !== 'meta/v1') return [of(schema.kind.group, schema.kind.version)];
    if (!['DeleteOptions', 'WatchEvent'].includes(schema.name)) return [of('', 'v1')];
    const versions = new Map(this.resources.map((r) => [`${r.group}/${r.version}`, of(r.group, r.version)]));
    return [...versions].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, kind]) => kind);
  }

  private property(owner: StructSchema, field: FieldSchema): OpenApiSchema {
    const description = fieldDocOf(owner.id, field.name);
    const schema: OpenApiSchema = this.described(this.type(field.type), description);
    if (this.flavour === 'v3') {
      const neverAbsent = field.always && !field.pointer && (field.required || field.type.kind === 'struct');
      const value = field.default ?? (neverAbsent ? zeros[field.type.kind] : undefined);
      if (value !== undefined) schema.default = value;
    } else if (field.default !== undefined && field.type.kind !== 'struct') {
      schema.default = field.default;
    }
    if (field.listType) schema['x-kubernetes-list-type'] = field.listType;
    if (field.listKeys) schema['x-kubernetes-list-map-keys'] = field.listKeys;
    if (field.mapType) schema['x-kubernetes-map-type'] = field.mapType;
    if (field.patchStrategy) schema['x-kubernetes-patch-strategy'] = field.patchStrategy.join(',');
    if (field.patchMergeKey) schema['x-kubernetes-patch-merge-key'] = field.patchMergeKey;
    return schema;
  }

  /** A reference has room for nothing beside it in v3, other than through allOf. */
  private described(schema: OpenApiSchema, description: string | undefined): OpenApiSchema {
    const base: OpenApiSchema = schema.$ref !== undefined && this.flavour === 'v3' ? { allOf: [schema] } : schema;
    return description ? { description, ...base } : { ...base };
  }

  type(type: TypeSchema): OpenApiSchema {
    switch (type.kind) {
      case 'list': {
        const items = this.type(type.items);
        const inV3: OpenApiSchema =
          items.$ref !== undefined && type.items.kind === 'struct' ? { allOf: [items], default: {} } : items;
        return { type: 'array', items: this.flavour === 'v3' ? inV3 : items };
      }
      case 'map':
        return { type: 'object', additionalProperties: this.type(type.values) };
      case 'struct':
        return this.struct(type.struct.id);
      case 'either':
        // As upstream: what it can be is not said.
        return {};
      default: {
        const reference = scalarReferences[type.kind];
        if (reference) return this.named(reference);
        const schema = { ...plain[type.kind] };
        if (type.alias?.enum) schema.enum = type.alias.enum.toSorted();
        return schema;
      }
    }
  }
}
