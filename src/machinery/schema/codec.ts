/** The codec of each built-in kind: its compiled functions under one roof. */
import type { FieldError } from '../fieldError.ts';
import { FieldPath } from '../fieldError.ts';
import type { GroupVersionKind, KubeObject } from '../object.ts';
import { structCheck } from './check.ts';
import type { KindCodec } from './contract.ts';
import { DecodeContext, structDecoder } from './decode.ts';
import { defaulterOf } from './defaults.ts';
import { schemaOf } from './load.ts';
import type { StructSchema } from './model.ts';

const codecs = new Map<string, KindCodec>();
const root = new FieldPath('');

function compile(gvk: GroupVersionKind, schema: StructSchema): KindCodec {
  const decode = structDecoder(schema);
  const setDefaults = defaulterOf(schema);
  const check = structCheck(schema);
  return {
    gvk,
    builtIn: true,
    decode(value) {
      const context = new DecodeContext();
      // A named seam: the decoder made the object from the schema of a kind. Null decodes to the zero object.
      const object = decode(value ?? {}, context) as KubeObject;
      return { object, problems: context.problems };
    },
    applyDefaults(object) {
      setDefaults?.(object as Record<string, unknown>);
    },
    check(object) {
      const errors: FieldError[] = [];
      check?.(object, () => root, errors);
      return errors;
    },
  };
}

/** undefined for kinds that are not built in. */
export function codecOf(gvk: GroupVersionKind): KindCodec | undefined {
  const key = `${gvk.group}/${gvk.version}/${gvk.kind}`;
  const known = codecs.get(key);
  if (known) return known;
  const schema = schemaOf(gvk);
  if (!schema) return undefined;
  const codec = compile({ group: gvk.group, version: gvk.version, kind: gvk.kind }, schema);
  codecs.set(key, codec);
  return codec;
}
