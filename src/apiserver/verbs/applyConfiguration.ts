/** Server-side apply: the configuration of a request, read once and applied as often as it takes (KEP-555). */
import { validateApplied } from '../../machinery/apply/validate.ts';
import type { StructType } from '../../machinery/apply/fieldType.ts';
import { ApiError, badRequest } from '../../machinery/apiError.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { apiVersionOf } from '../../machinery/object.ts';
import { DecodeError, findDuplicateFields } from '../../machinery/scheme.ts';
import type { KindCodec } from '../../machinery/scheme.ts';
import { parseYamlLeniently } from '../../machinery/yaml.ts';
import { applyTo } from './fieldManager.ts';
import { booleanParameter } from './options.ts';
import type { FieldValidation } from './options.ts';
import type { VerbRequest } from './verbRequest.ts';

export class Configuration {
  readonly #request: VerbRequest;
  readonly #codec: KindCodec;
  readonly #config: KubeObject;
  readonly #force: boolean;

  /** Throws ApiError: 400 for what is no configuration of the kind, 500 for what does not fit it, as upstream does. */
  constructor(request: VerbRequest, codec: KindCodec, validation: FieldValidation) {
    this.#request = request;
    this.#codec = codec;
    this.#force = booleanParameter(request.query, 'force') ?? false;
    const { value, duplicate } = parse(request);
    this.#config = checked(codec, request.endpoint.type, value);
    if (duplicate !== undefined && validation !== 'Ignore') {
      if (validation === 'Strict') throw badRequest(`error strict decoding YAML: ${duplicate}`);
      request.context.warn(duplicate);
    }
  }

  /** A fresh object with its managers; `old` is empty when there is none. Throws ApiError: 409 with the conflicts. */
  apply(old: KubeObject): KubeObject {
    const { gvk } = this.#codec;
    const merged = applyTo(this.#request, old.metadata ? old : undefined, this.#config, this.#force);
    try {
      const { object } = this.#codec.decode(merged);
      object.apiVersion = apiVersionOf(gvk);
      object.kind = gvk.kind;
      object.metadata ??= {};
      return object;
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      throw broken(`failed to convert new object (${describe(merged, gvk)}) to proper version: ${error.message}`);
    }
  }
}

/** Upstream has no status for these, so they are errors of the server. */
const broken = (message: string): ApiError => new ApiError(500, '', message);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parse({ body }: VerbRequest): { value: unknown; duplicate: string | undefined } {
  if (body?.from !== 'wire') return { value: body?.value, duplicate: undefined };
  const text = body.bytes.toString();
  if (text.startsWith('{')) {
    try {
      return { value: JSON.parse(text) as unknown, duplicate: findDuplicateFields(text)[0] };
    } catch {
      // Not JSON, but YAML may begin so too.
    }
  }
  try {
    const { value, duplicate } = parseYamlLeniently(text);
    return { value, duplicate };
  } catch (error) {
    throw badRequest(`error decoding YAML: ${(error as Error).message}`);
  }
}

function checked({ gvk }: KindCodec, type: StructType, value: unknown): KubeObject {
  const config = value ?? {};
  if (!isRecord(config)) {
    const found = Array.isArray(config) ? 'array' : typeof config === 'boolean' ? 'bool' : typeof config;
    throw badRequest(
      `error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${found} ` +
        'into Go value of type map[string]interface {}',
    );
  }
  const apiVersion = typeof config.apiVersion === 'string' ? config.apiVersion : '';
  const kind = typeof config.kind === 'string' ? config.kind : '';
  if (apiVersion !== apiVersionOf(gvk) || kind !== gvk.kind) {
    throw badRequest(`invalid object type: ${apiVersion.includes('/') ? '' : '/'}${apiVersion}, Kind=${kind}`);
  }
  const { metadata } = config;
  if (isRecord(metadata) && metadata.managedFields !== undefined && metadata.managedFields !== null) {
    throw badRequest('metadata.managedFields must be nil');
  }
  const problems = validateApplied(type, config);
  // A named seam: it has been checked against the schema.
  const object = config as KubeObject;
  if (problems.length === 0) return object;
  const told = problems.length === 1 ? (problems[0] ?? '') : ['errors:', ...problems.map((p) => `  ${p}`)].join('\n');
  throw broken(`failed to create typed patch object (${describe(object, gvk)}): ${told}`);
}

const describe = ({ metadata }: KubeObject, gvk: KindCodec['gvk']): string =>
  `${metadata?.namespace ?? ''}/${metadata?.name ?? ''}; ${gvk.group}/${gvk.version}, Kind=${gvk.kind}`;
