/** What a kind's compiled functions promise; re-exported by ../scheme.ts. */
import type { FieldError } from '../fieldError.ts';
import type { GroupVersionKind, KubeObject } from '../object.ts';

export interface Decoded {
  /**
   * A fresh object holding only known fields, with Go's zero values where upstream always sends them. Opaque parts
   * (RawExtension, FieldsV1) are shared with the input.
   */
  readonly object: KubeObject;
  /** What fieldValidation speaks of, in upstream's words: `unknown field "spec.foo"`. Duplicates are found in the text. */
  readonly problems: readonly string[];
}

export interface KindCodec {
  readonly gvk: GroupVersionKind;
  /** Built-in kinds alone have a protobuf form and strategic merge patches. */
  readonly builtIn: boolean;
  /** From parsed JSON. Throws DecodeError on a wrong type, worded as Go's json.Unmarshal error. Does not mutate `value`. */
  decode(value: unknown): Decoded;
  /** Sets static defaults (the @default markers), in place, on a fresh object. */
  applyDefaults(object: KubeObject): void;
  /** What the schema alone can tell: enums. Worded as upstream's validation. */
  check(object: KubeObject): FieldError[];
}

export class DecodeError extends Error {
  override readonly name = 'DecodeError';
}
