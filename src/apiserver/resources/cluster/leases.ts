/** Leases. */
import type { Lease } from '../../../api/coordination/v1.ts';
import { invalidValue, path } from '../../../machinery/fieldError.ts';
import type { FieldError } from '../../../machinery/fieldError.ts';
import { leases } from '../../../machinery/resources.ts';
import { registration } from '../../registration.ts';
import { ageColumn, ageOf, column, nameColumn, nameOf } from '../shared/columns.ts';
import { allVerbs } from '../shared/verbs.ts';

function validate({ spec }: Lease): FieldError[] {
  const errors: FieldError[] = [];
  const seconds = spec?.leaseDurationSeconds;
  if (seconds !== undefined && seconds <= 0)
    errors.push(invalidValue(path('spec', 'leaseDurationSeconds'), seconds, 'must be greater than 0'));
  const transitions = spec?.leaseTransitions;
  if (transitions !== undefined && transitions < 0) {
    errors.push(invalidValue(path('spec', 'leaseTransitions'), transitions, 'must be greater than or equal to 0'));
  }
  return errors;
}

export const leaseRegistration = registration<Lease>({
  resource: leases,
  verbs: allVerbs,
  table: {
    columns: [nameColumn, column('Holder', 'string', 'Who holds the lease.'), ageColumn],
    row: (lease, now) => [nameOf(lease), lease.spec?.holderIdentity ?? '', ageOf(lease, now)],
  },
  strategy: {
    validate,
    validateUpdate: validate,
    createOnUpdate: true,
  },
});
