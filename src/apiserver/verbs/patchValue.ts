/** Applies the patch of a request to an object, and decodes what comes out of it. */
import type { ApiError } from '../../machinery/apiError.ts';
import { badRequest, invalid, unsupportedMediaType } from '../../machinery/apiError.ts';
import { invalidValue, path } from '../../machinery/fieldError.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { apiVersionOf } from '../../machinery/object.ts';
import { applyJsonPatch } from '../../machinery/patch/jsonPatch.ts';
import { applyMergePatch } from '../../machinery/patch/mergePatch.ts';
import { applyStrategicMergePatch } from '../../machinery/patch/strategicMergePatch.ts';
import { goValue } from '../../machinery/patch/values.ts';
import { DecodeError, findDuplicateFields, schemaOf, strictDecodingError } from '../../machinery/scheme.ts';
import { jsonSyntaxError } from '../../machinery/schema/jsonSyntax.ts';
import type { KindCodec } from '../../machinery/scheme.ts';
import { keepEmptyManagers, withType } from './decode.ts';
import type { FieldValidation } from './options.ts';
import type { VerbRequest } from './verbRequest.ts';

const jsonPatch = 'application/json-patch+json';
const mergePatch = 'application/merge-patch+json';
const strategicMergePatch = 'application/strategic-merge-patch+json';
export const applyPatch = 'application/apply-patch+yaml';
const patchTypes = [jsonPatch, mergePatch, strategicMergePatch, applyPatch];
const customPatchTypes = [jsonPatch, mergePatch, applyPatch];

/** The patch of a request, read once and applied as often as it takes. Throws ApiError: 400, 415. */
export class Patch {
  readonly #type: string;
  readonly #value: unknown;
  readonly #duplicates: readonly string[];
  readonly #codec: KindCodec;
  readonly #validation: FieldValidation;
  readonly #warn: (text: string) => void;

  constructor(request: VerbRequest, codec: KindCodec, validation: FieldValidation) {
    this.#type = request.patchType ?? '';
    this.#codec = codec;
    this.#validation = validation;
    this.#warn = (text) => request.context.warn(text);
    const { body } = request;
    const text = body?.from === 'wire' ? body.bytes.toString() : undefined;
    this.#value = text === undefined ? (body?.from === 'process' ? body.value : undefined) : parse(text);
    this.#duplicates = text !== undefined && validation !== 'Ignore' ? findDuplicateFields(text) : [];
  }

  /** A fresh object. Throws ApiError: 400 or 422 when the patch does not apply or its result is none of the kind. */
  apply(old: object): KubeObject {
    const { gvk } = this.#codec;
    const patched = this.#patched(old);
    withType(patched, this.#codec);
    const { object, problems } = this.#decode(patched);
    const all =
      this.#validation === 'Ignore'
        ? []
        : [...this.#duplicates.map((d) => (this.#type === jsonPatch ? `json patch ${d}` : d)), ...problems];
    if (all.length > 0) {
      if (this.#validation === 'Strict') throw this.#invalid(patched, strictDecodingError(all));
      for (const problem of all) this.#warn(problem);
    }
    object.apiVersion = apiVersionOf(gvk);
    object.kind = gvk.kind;
    object.metadata ??= {};
    keepEmptyManagers(patched, object);
    return object;
  }

  #patched(old: object): object {
    switch (this.#type) {
      case jsonPatch:
        return applyJsonPatch(old, this.#value);
      case mergePatch:
        return applyMergePatch(old, this.#value);
      default: {
        const schema = schemaOf(this.#codec.gvk);
        if (!schema) throw unsupportedMediaType(`strategic merge patch is not supported for ${this.#codec.gvk.kind}`);
        return applyStrategicMergePatch(schema, old, this.#value);
      }
    }
  }

  #decode(patched: object): { object: KubeObject; problems: readonly string[] } {
    try {
      return this.#codec.decode(patched);
    } catch (error) {
      if (error instanceof DecodeError)
        throw this.#invalid(
          patched,
          this.#type === strategicMergePatch ? converterMessage(error.message) : error.message,
        );
      throw error;
    }
  }

  #invalid(patched: object, why: string): ApiError {
    const shown = this.#type === strategicMergePatch ? goValue(this.#value) : JSON.stringify(patched);
    return invalid({ group: '', kind: '' }, '', [invalidValue(path('patch'), shown, why)]);
  }
}

/** A strategic merge patch is not decoded but converted, of which upstream's messages tell less. */
function converterMessage(message: string): string {
  const [, found = '', type = ''] = /^json: cannot unmarshal (\w+) .*of type (\S+)$/.exec(message) ?? [];
  const kind = { object: 'map', array: 'slice', number: 'int64' }[found] ?? found;
  if (type.startsWith('[]')) return `cannot restore slice from ${kind}`;
  if (type.startsWith('map[') || type === 'v1.ResourceList') return `cannot restore map from ${kind}`;
  if (!/^(string|bool|int32|int64|float64)$/.test(type)) return message;
  return kind === 'int64' && type === 'string' ? 'cannot convert int64 to string' : `unrecognized type: ${type}`;
}

/** Throws 415 for what is no type of patch that is served. Asked before anything else is read. */
export function checkPatchType(type: string, builtIn: boolean): void {
  const served = builtIn ? patchTypes : customPatchTypes;
  if (served.includes(type)) return;
  throw unsupportedMediaType(
    `the body of the request was in an unknown format - accepted media types include: ${served.join(', ')}`,
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw badRequest(`error decoding patch: ${jsonSyntaxError(text) ?? (error as Error).message}`);
  }
}
