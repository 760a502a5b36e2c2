/** The 403 of an admission plugin: it names the object that was asked for. */
import type { ApiError } from '../../machinery/apiError.ts';
import { forbidden } from '../../machinery/apiError.ts';
import type { AdmissionRequest } from '../registration.ts';

export function refuse({ resource, name, object }: AdmissionRequest, why: string): ApiError {
  const { name: own, generateName } = object?.metadata ?? {};
  return forbidden(resource, own || generateName || name || 'Unknown', why);
}
