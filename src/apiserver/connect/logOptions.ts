/** The parameters of a log request (core/v1 PodLogOptions), checked and passed on to the node agent. */
import { badRequest, invalid } from '../../machinery/apiError.ts';
import { forbiddenField, invalidValue, path } from '../../machinery/fieldError.ts';
import type { FieldError } from '../../machinery/fieldError.ts';
import { booleanParameter, integerParameter } from '../verbs/options.ts';

/** 422 as upstream words it; `pod` is the name that the error speaks of. */
export function logParameters(query: URLSearchParams, pod: string): URLSearchParams {
  const tailLines = integerParameter(query, 'tailLines');
  const limitBytes = integerParameter(query, 'limitBytes');
  const sinceSeconds = integerParameter(query, 'sinceSeconds');
  const sinceTime = query.get('sinceTime') ?? '';
  const errors: FieldError[] = [];
  if (tailLines !== undefined && tailLines < 0)
    errors.push(invalidValue(path('tailLines'), tailLines, 'must be greater than or equal to 0'));
  if (limitBytes !== undefined && limitBytes < 1)
    errors.push(invalidValue(path('limitBytes'), limitBytes, 'must be greater than 0'));
  if (sinceSeconds !== undefined && sinceTime !== '') {
    errors.push(forbiddenField(path('sinceSeconds'), 'at most one of `sinceTime` or `sinceSeconds` may be specified'));
  } else if (sinceSeconds !== undefined && sinceSeconds < 1) {
    errors.push(invalidValue(path('sinceSeconds'), sinceSeconds, 'must be greater than 0'));
  }
  if (errors.length > 0) throw invalid({ group: '', kind: 'PodLogOptions' }, pod, errors);
  if (sinceTime !== '' && Number.isNaN(Date.parse(sinceTime))) {
    throw badRequest(`parsing time ${JSON.stringify(sinceTime)} as "2006-01-02T15:04:05Z07:00": cannot parse it`);
  }
  const passed = new URLSearchParams();
  for (const flag of ['follow', 'previous', 'timestamps'] as const)
    if (booleanParameter(query, flag)) passed.set(flag, 'true');
  if (tailLines !== undefined) passed.set('tailLines', String(tailLines));
  if (limitBytes !== undefined) passed.set('limitBytes', String(limitBytes));
  if (sinceSeconds !== undefined) passed.set('sinceSeconds', String(sinceSeconds));
  if (sinceTime !== '') passed.set('sinceTime', sinceTime);
  return passed;
}
