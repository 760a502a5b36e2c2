/** JSON merge patch (RFC 7386). */
import { badRequest } from '../apiError.ts';
import { isObject, put } from './values.ts';

function merge(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const merged: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const key of Object.keys(patch)) {
    const value = patch[key];
    if (value === null) delete merged[key];
    else put(merged, key, merge(Object.hasOwn(merged, key) ? merged[key] : undefined, value));
  }
  return merged;
}

/** The object with the patch applied; shares what is unchanged. Throws ApiError (400) when the patch is no object. */
export function applyMergePatch(object: object, patch: unknown): object {
  if (!isObject(patch)) throw badRequest('Invalid JSON Patch');
  const merged = merge(object, patch);
  return isObject(merged) ? merged : {};
}
