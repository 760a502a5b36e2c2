/** The options of writes, from the query: dryRun, fieldValidation, fieldManager. Others are refused or have no meaning. */
import { ApiError, invalid } from '../../machinery/apiError.ts';
import { forbiddenField, Literal, notSupported, path, required } from '../../machinery/fieldError.ts';
import type { FieldError } from '../../machinery/fieldError.ts';
import { goStrings } from '../../machinery/goText.ts';
import { validateFieldManager } from '../../machinery/objectMeta.ts';

export type FieldValidation = 'Ignore' | 'Warn' | 'Strict';

export interface WriteOptions {
  readonly dryRun: boolean;
  readonly fieldValidation: FieldValidation;
}

const directives = ['Ignore', 'Strict', 'Warn'] as const;
const defaults: WriteOptions = { dryRun: false, fieldValidation: 'Warn' };

/** `kind` is what the error speaks of: CreateOptions, UpdateOptions, PatchOptions, of an apply or not. */
export function writeOptions(query: URLSearchParams, kind: string, isApply = false): WriteOptions {
  if (query.size === 0 && !isApply) return defaults;
  const errors: FieldError[] = [];
  const manager = query.get('fieldManager');
  if (isApply && !manager) errors.push(required(path('fieldManager'), 'is required for apply patch'));
  if (kind === 'PatchOptions' && !isApply && query.has('force')) {
    errors.push(forbiddenField(path('force'), 'may not be specified for non-apply patch'));
  }
  if (manager) errors.push(...validateFieldManager(manager, path('fieldManager')));
  errors.push(...dryRunErrors(query.getAll('dryRun')));
  const validation = query.get('fieldValidation') ?? '';
  const directive = validation === '' ? 'Warn' : directives.find((d) => d === validation);
  if (!directive) errors.push(notSupported(path('fieldValidation'), validation, ['', ...directives]));
  if (errors.length > 0) throw invalidOptions(kind, errors);
  return { dryRun: query.has('dryRun'), fieldValidation: directive ?? 'Warn' };
}

export const dryRunErrors = (values: readonly string[]): FieldError[] =>
  values.some((value) => value !== 'All') || values.length > 1
    ? [notSupported(path('dryRun'), new Literal(goStrings(values)), ['All'])]
    : [];

export const invalidOptions = (kind: string, errors: readonly FieldError[]): ApiError =>
  invalid({ group: 'meta.k8s.io', kind }, '', errors);

/** An integer parameter; 400 when it is none. */
export function integerParameter(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  if (!/^-?[0-9]+$/.test(text)) {
    throw new ApiError(400, 'BadRequest', `strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  }
  return Number(text);
}

/** As upstream reads booleans: anything but '', 'false' and '0' is true. */
export function booleanParameter(query: URLSearchParams, name: string): boolean | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  return !(text === 'false' || text === '0' || text.toLowerCase() === 'false');
}
