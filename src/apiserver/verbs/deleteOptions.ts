/** DeleteOptions, from the body or, without one, from the query. */
import type { DeleteOptions } from '../../api/meta/v1.ts';
import { badRequest } from '../../machinery/apiError.ts';
import { invalidValue, notSupported, path } from '../../machinery/fieldError.ts';
import type { FieldError } from '../../machinery/fieldError.ts';
import { DecodeError } from '../../machinery/scheme.ts';
import { parseBody } from './decode.ts';
import { requiredCodec } from './endpoint.ts';
import { booleanParameter, dryRunErrors, integerParameter, invalidOptions } from './options.ts';
import type { RequestBody } from './verbRequest.ts';

const gvk = { group: 'meta.k8s.io', version: 'v1', kind: 'DeleteOptions' };
const policies = ['Foreground', 'Background', 'Orphan'];

export function deleteOptions(body: RequestBody | undefined, query: URLSearchParams): DeleteOptions {
  const given =
    body && !(body.from === 'wire' && body.bytes.length === 0) ? parseBody(body, gvk.kind).value : undefined;
  const options = given === undefined || given === null ? fromQuery(query) : fromValue(given);
  const errors: FieldError[] = [...dryRunErrors(options.dryRun ?? [])];
  if (options.propagationPolicy !== undefined && options.orphanDependents !== undefined) {
    errors.push(
      invalidValue(
        path('propagationPolicy'),
        options.propagationPolicy,
        'orphanDependents and deletionPropagation cannot be both set',
      ),
    );
  }
  if (options.propagationPolicy !== undefined && !policies.includes(options.propagationPolicy)) {
    errors.push(notSupported(path('propagationPolicy'), options.propagationPolicy, [...policies, 'nil']));
  }
  if (errors.length > 0) throw invalidOptions(gvk.kind, errors);
  return (options.gracePeriodSeconds ?? 0) < 0 ? { ...options, gracePeriodSeconds: 1 } : options;
}

function fromValue(value: unknown): DeleteOptions {
  try {
    const options: DeleteOptions = requiredCodec(gvk).decode(value).object;
    return options;
  } catch (error) {
    if (error instanceof DecodeError) throw badRequest(`DeleteOptions cannot be read: ${error.message}`);
    throw error;
  }
}

function fromQuery(query: URLSearchParams): DeleteOptions {
  if (query.size === 0) return {};
  const grace = integerParameter(query, 'gracePeriodSeconds');
  const policy = query.get('propagationPolicy');
  const orphan = booleanParameter(query, 'orphanDependents');
  const dryRun = query.getAll('dryRun');
  return {
    ...(grace !== undefined && { gracePeriodSeconds: grace }),
    // A value that is none of the policies is refused below.
    ...(policy && { propagationPolicy: policy as NonNullable<DeleteOptions['propagationPolicy']> }),
    ...(orphan !== undefined && { orphanDependents: orphan }),
    ...(dryRun.length > 0 && { dryRun }),
  };
}
