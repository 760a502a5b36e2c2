/** StorageClasses. */
import type { TopologySelectorTerm } from '../../../api/core/v1.ts';
import type { StorageClass } from '../../../api/storage/v1.ts';
import { semanticEqual } from '../../../machinery/equal.ts';
import {
  complaintsAbout,
  duplicate,
  forbiddenField,
  notSupported,
  path,
  required,
  tooLong,
  invalidValue,
} from '../../../machinery/fieldError.ts';
import type { FieldError } from '../../../machinery/fieldError.ts';
import { validateLabelKey } from '../../../machinery/labels.ts';
import { byteLength, isQualifiedName } from '../../../machinery/names.ts';
import { validateImmutable } from '../../../machinery/objectMeta.ts';
import { storageClasses } from '../../../machinery/resources.ts';
import { registration } from '../../registration.ts';
import { ageColumn, ageOf, column, nameColumn, nameOf } from '../shared/columns.ts';
import { allVerbs } from '../shared/verbs.ts';

const defaultClassAnnotation = 'storageclass.kubernetes.io/is-default-class';
const betaDefaultClassAnnotation = 'storageclass.beta.kubernetes.io/is-default-class';

export const isDefaultStorageClass = ({ metadata }: StorageClass): boolean =>
  metadata?.annotations?.[defaultClassAnnotation] === 'true' ||
  metadata?.annotations?.[betaDefaultClassAnnotation] === 'true';

const parametersAtMost = 512;
const parameterBytesAtMost = 256 * 1024;

function validate(each: StorageClass): FieldError[] {
  const errors: FieldError[] = [];
  if (each.provisioner === '') errors.push(required(path('provisioner'), each.provisioner));
  else
    errors.push(
      ...complaintsAbout(path('provisioner'), each.provisioner, isQualifiedName(each.provisioner.toLowerCase())),
    );
  errors.push(...validateParameters(each.parameters ?? {}));
  if (each.reclaimPolicy && !['Delete', 'Retain'].includes(each.reclaimPolicy))
    errors.push(notSupported(path('reclaimPolicy'), each.reclaimPolicy, ['Delete', 'Retain']));
  errors.push(...validateTopologies(each.allowedTopologies ?? []));
  return errors;
}

function validateParameters(parameters: Readonly<Record<string, string>>): FieldError[] {
  const at = path('parameters');
  const entries = Object.entries(parameters);
  if (entries.length > parametersAtMost) return [tooLong(at.child('Provisioner Parameters Length'), parametersAtMost)];
  const errors: FieldError[] = [];
  let bytes = 0;
  for (const [key, value] of entries) {
    if (key === '') errors.push(invalidValue(at, key, 'field can not be empty.'));
    bytes += byteLength(key) + byteLength(value);
  }
  if (bytes > parameterBytesAtMost) errors.push(tooLong(at, parameterBytesAtMost));
  return errors;
}

function validateTopologies(terms: readonly TopologySelectorTerm[]): FieldError[] {
  const errors: FieldError[] = [];
  terms.forEach((term, i) => {
    const at = path('allowedTopologies').index(i);
    const expressions = term.matchLabelExpressions ?? [];
    const keys = new Set<string>();
    expressions.forEach(({ key, values }, j) => {
      const here = at.child('matchLabelExpressions').index(j);
      if (values.length === 0) errors.push(required(here.child('values')));
      const seen = new Set<string>();
      values.forEach((value, k) => {
        if (seen.has(value)) errors.push(duplicate(here.child('values').index(k), value));
        seen.add(value);
      });
      errors.push(...validateLabelKey(key, here.child('key')));
      if (keys.has(key)) errors.push(duplicate(here.child('key'), key));
      keys.add(key);
    });
    if (terms.findIndex((other) => semanticEqual(other, term)) < i)
      errors.push(duplicate(at.child('matchLabelExpressions'), ''));
  });
  return errors;
}

function validateUpdate(each: StorageClass, old: StorageClass): FieldError[] {
  const errors: FieldError[] = [];
  const fixed = (field: 'parameters' | 'provisioner'): void => {
    if (!semanticEqual(each[field], old[field]))
      errors.push(forbiddenField(path(field), `updates to ${field} are forbidden.`));
  };
  fixed('parameters');
  fixed('provisioner');
  if (each.reclaimPolicy !== old.reclaimPolicy)
    errors.push(forbiddenField(path('reclaimPolicy'), 'updates to reclaimPolicy are forbidden.'));
  return [...errors, ...validateImmutable(each.volumeBindingMode, old.volumeBindingMode, path('volumeBindingMode'))];
}

export const storageClassRegistration = registration<StorageClass>({
  resource: storageClasses,
  verbs: allVerbs,
  table: {
    columns: [
      nameColumn,
      column('Provisioner', 'string', 'Who makes its volumes.'),
      column('ReclaimPolicy', 'string', 'What becomes of a volume when its claim goes.'),
      column('VolumeBindingMode', 'string', 'When claims are bound.'),
      column('AllowVolumeExpansion', 'boolean', 'Whether claims may grow.'),
      ageColumn,
    ],
    row: (each, now) => [
      isDefaultStorageClass(each) ? `${nameOf(each)} (default)` : nameOf(each),
      each.provisioner,
      each.reclaimPolicy ?? 'Delete',
      each.volumeBindingMode ?? 'Immediate',
      each.allowVolumeExpansion ?? false,
      ageOf(each, now),
    ],
  },
  strategy: { validate, validateUpdate, unconditionalUpdate: true },
});
