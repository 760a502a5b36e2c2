/** ConfigMaps. */
import type { ConfigMap } from '../../../api/core/v1.ts';
import { semanticEqual } from '../../../machinery/equal.ts';
import { complaintsAbout, forbiddenField, invalidValue, path, tooLong } from '../../../machinery/fieldError.ts';
import type { FieldError } from '../../../machinery/fieldError.ts';
import { byteLength, isConfigMapKey } from '../../../machinery/names.ts';
import { configMaps } from '../../../machinery/resources.ts';
import { registration } from '../../registration.ts';
import { ageColumn, ageOf, column, nameColumn, nameOf } from '../shared/columns.ts';
import { allVerbs } from '../shared/verbs.ts';

/** Bytes of all values together; a megabyte is what a store is good for. */
export const dataAtMost = 1024 * 1024;

export const base64Length = (text: string): number =>
  Math.floor((text.length * 3) / 4) - (text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0);

function validate({ data = {}, binaryData = {} }: ConfigMap): FieldError[] {
  const errors: FieldError[] = [];
  let size = 0;
  for (const [key, value] of Object.entries(data)) {
    errors.push(...complaintsAbout(path('data').key(key), key, isConfigMapKey(key)));
    if (Object.hasOwn(binaryData, key))
      errors.push(invalidValue(path('data').key(key), key, 'duplicate of key present in binaryData'));
    size += byteLength(value);
  }
  for (const [key, value] of Object.entries(binaryData)) {
    errors.push(...complaintsAbout(path('binaryData').key(key), key, isConfigMapKey(key)));
    size += base64Length(value);
  }
  // Of data and binaryData together, so of no field that has a name.
  if (size > dataAtMost) errors.push(tooLong(path('[]'), dataAtMost));
  return errors;
}

/** An object marked immutable keeps its data and its mark. */
export function validateImmutability<T extends { immutable?: boolean }>(
  object: T,
  old: T,
  fields: readonly (keyof T & string)[],
): FieldError[] {
  if (!old.immutable) return [];
  const errors: FieldError[] = [];
  if (!object.immutable) errors.push(forbiddenField(path('immutable'), 'field is immutable when `immutable` is set'));
  for (const field of fields) {
    if (!semanticEqual(object[field] ?? {}, old[field] ?? {})) {
      errors.push(forbiddenField(path(field), 'field is immutable when `immutable` is set'));
    }
  }
  return errors;
}

export const configMapRegistration = registration<ConfigMap>({
  resource: configMaps,
  verbs: allVerbs,
  table: {
    columns: [nameColumn, column('Data', 'string', 'Number of entries.'), ageColumn],
    row: (map, now) => [
      nameOf(map),
      Object.keys(map.data ?? {}).length + Object.keys(map.binaryData ?? {}).length,
      ageOf(map, now),
    ],
  },
  strategy: {
    validate,
    validateUpdate: (map, old) => [...validateImmutability(map, old, ['data', 'binaryData']), ...validate(map)],
    createOnUpdate: false,
    unconditionalUpdate: true,
  },
});
