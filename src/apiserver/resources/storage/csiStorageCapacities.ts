/** CSIStorageCapacities. */
import type { CSIStorageCapacity } from '../../../api/storage/v1.ts';
import { complaintsAbout, invalidValue, path } from '../../../machinery/fieldError.ts';
import type { FieldError } from '../../../machinery/fieldError.ts';
import { validateLabelSelector } from '../../../machinery/labels.ts';
import { isDNS1123Subdomain } from '../../../machinery/names.ts';
import { validateImmutable } from '../../../machinery/objectMeta.ts';
import { canonicalQuantity, compareQuantities } from '../../../machinery/quantity.ts';
import { csiStorageCapacities } from '../../../machinery/resources.ts';
import { registration } from '../../registration.ts';
import { ageColumn, ageOf, column, nameColumn, nameOf } from '../shared/columns.ts';
import { notActedUpon } from '../shared/notActedUpon.ts';
import { allVerbs } from '../shared/verbs.ts';

function validate(each: CSIStorageCapacity): FieldError[] {
  const errors = complaintsAbout(
    path('storageClassName'),
    each.storageClassName,
    isDNS1123Subdomain(each.storageClassName),
  );
  errors.push(...validateLabelSelector(each.nodeTopology, path('nodeTopology')));
  for (const field of ['capacity', 'maximumVolumeSize'] as const) {
    const amount = each[field];
    if (amount !== undefined && compareQuantities(amount, '0') < 0)
      errors.push(invalidValue(path(field), canonicalQuantity(amount), 'must be greater than or equal to 0'));
  }
  return errors;
}

export const csiStorageCapacityRegistration = registration<CSIStorageCapacity>({
  resource: csiStorageCapacities,
  verbs: allVerbs,
  table: {
    columns: [
      nameColumn,
      column('StorageClassName', 'string', 'The class it speaks of.'),
      column('Capacity', 'string', 'What is left.'),
      ageColumn,
    ],
    row: (each, now) => [
      nameOf(each),
      each.storageClassName,
      each.capacity === undefined ? '<unset>' : canonicalQuantity(each.capacity),
      ageOf(each, now),
    ],
  },
  strategy: {
    validate,
    validateUpdate: (each, old) => [
      ...validate(each),
      ...validateImmutable(each.nodeTopology, old.nodeTopology, path('nodeTopology')),
      ...validateImmutable(each.storageClassName, old.storageClassName, path('storageClassName')),
    ],
    warnings: notActedUpon('CSIStorageCapacity'),
    unconditionalUpdate: true,
  },
});
