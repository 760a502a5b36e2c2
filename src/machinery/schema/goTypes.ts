/** Names of Go's types for the API's, as they stand in the messages of its JSON decoder. */
import type { ScalarKind, TypeSchema } from './model.ts';

const scalars: Readonly<Record<ScalarKind, string>> = {
  string: 'string',
  boolean: 'bool',
  int32: 'int32',
  int64: 'int64',
  float64: 'float64',
  quantity: 'resource.Quantity',
  // Those with an UnmarshalJSON of their own complain about what they decode into.
  intOrString: 'int32',
  time: 'string',
  microTime: 'string',
  duration: 'string',
  bytes: '[]uint8',
  rawExtension: 'runtime.RawExtension',
  fieldsV1: 'v1.FieldsV1',
  json: 'interface {}',
};

/** The package of a module's types is named by its version. */
const packageOf = (module: string): string => module.slice(module.lastIndexOf('/') + 1);

/** 'int32', 'v1.PodSpec', '[]v1.Container', 'map[string]string'. */
export function goType(type: TypeSchema): string {
  if (type.alias) return `${packageOf(type.alias.module)}.${type.alias.name}`;
  switch (type.kind) {
    case 'struct':
    case 'either':
      return `${packageOf(type.struct.module)}.${type.struct.name}`;
    case 'list':
      return `[]${goType(type.items)}`;
    case 'map':
      return type.values.kind === 'quantity' ? 'v1.ResourceList' : `map[string]${goType(type.values)}`;
    default:
      return scalars[type.kind];
  }
}

/** What a JSON value is called there. Numbers are told with their digits where only their size or fraction is wrong. */
export function jsonKind(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'number':
      return 'number';
    case 'boolean':
      return 'bool';
    default:
      return 'object';
  }
}
