/** `--overrides`: a patch of what was generated. */
import { applyJsonPatch } from '../../machinery/patch/jsonPatch.ts';
import { applyMergePatch } from '../../machinery/patch/mergePatch.ts';
import { applyStrategicMergePatch } from '../../machinery/patch/strategicMergePatch.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { parseApiVersion } from '../../machinery/object.ts';
import { schemaOf } from '../../machinery/scheme.ts';
import { CommandError, messageOf } from '../kube/errors.ts';
import { stringFlag } from '../kube/flags.ts';
import { goForm } from './goForm.ts';

export const overrideFlags = {
  overrides: stringFlag(
    'An inline JSON override for the generated object. If this is non-empty, it is used to override the generated object. Requires that the object supply a valid apiVersion field.',
  ),
  'override-type': stringFlag('The method used to override the generated object: json, merge, or strategic.', {
    initial: 'merge',
  }),
};

/** The object itself when `overrides` is ''. */
export function overridden(object: KubeObject, overrides: string, type: string): KubeObject {
  if (overrides === '') return object;
  let patch: unknown;
  try {
    patch = JSON.parse(overrides);
  } catch (error) {
    throw new CommandError(`Invalid JSON Patch: ${messageOf(error)}`);
  }
  const whole = goForm(object);
  // A named seam: patches make objects of objects.
  switch (type) {
    case 'json':
      return applyJsonPatch(whole, patch);
    case '':
    case 'merge':
      return applyMergePatch(whole, patch);
    case 'strategic': {
      const schema = schemaOf({ ...parseApiVersion(object.apiVersion ?? ''), kind: object.kind ?? '' });
      if (schema) return applyStrategicMergePatch(schema, whole, patch);
      break;
    }
    default:
      break;
  }
  throw new CommandError(`invalid override type: ${type}`);
}
