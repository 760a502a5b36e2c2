/** CSIDrivers. */
import type { CSIDriver } from '../../../api/storage/v1.ts';
import { duplicate, invalidValue, notSupported, path, required } from '../../../machinery/fieldError.ts';
import type { FieldError } from '../../../machinery/fieldError.ts';
import { validateImmutable } from '../../../machinery/objectMeta.ts';
import { csiDrivers } from '../../../machinery/resources.ts';
import { registration } from '../../registration.ts';
import { ageColumn, ageOf, column, nameColumn, nameOf } from '../shared/columns.ts';
import { notActedUpon } from '../shared/notActedUpon.ts';
import { allVerbs } from '../shared/verbs.ts';
import { validateCsiDriverName } from './csiDriverName.ts';

const at = path('spec');
const lifecycleModes = ['Persistent', 'Ephemeral'];
const fsGroupPolicies = ['ReadWriteOnceWithFSType', 'File', 'None'];
const shortestToken = 10 * 60;
const longestToken = 2 ** 32;

function validate({ metadata, spec }: CSIDriver): FieldError[] {
  const errors = validateCsiDriverName(metadata?.name ?? '', path('metadata', 'name'));
  for (const field of ['attachRequired', 'podInfoOnMount', 'storageCapacity', 'seLinuxMount'] as const)
    if (spec[field] === undefined) errors.push(required(at.child(field)));
  if (spec.fsGroupPolicy && !fsGroupPolicies.includes(spec.fsGroupPolicy))
    errors.push(notSupported(at.child('fsGroupPolicy'), spec.fsGroupPolicy, fsGroupPolicies));
  spec.volumeLifecycleModes?.forEach((mode) => {
    if (!lifecycleModes.includes(mode))
      errors.push(notSupported(at.child('volumeLifecycleModes'), mode, lifecycleModes));
  });
  const audiences = new Set<string>();
  spec.tokenRequests?.forEach(({ audience, expirationSeconds }, i) => {
    const here = at.child('tokenRequests').index(i);
    if (audiences.has(audience)) errors.push(duplicate(here.child('audience'), audience));
    audiences.add(audience);
    if (expirationSeconds === undefined) return;
    const seconds = here.child('expirationSeconds');
    if (expirationSeconds < shortestToken)
      errors.push(invalidValue(seconds, expirationSeconds, 'may not specify a duration less than 10 minutes'));
    if (expirationSeconds > longestToken)
      errors.push(invalidValue(seconds, expirationSeconds, 'may not specify a duration larger than 2^32 seconds'));
  });
  return errors;
}

/** Conditional defaults, and a field whose feature is off at this level. */
function prepare({ spec }: CSIDriver): void {
  if (!spec.volumeLifecycleModes?.length) spec.volumeLifecycleModes = ['Persistent'];
  delete spec.nodeAllocatableUpdatePeriodSeconds;
}

const flag = (value: boolean | undefined, otherwise: string | boolean): string | boolean => value ?? otherwise;

export const csiDriverRegistration = registration<CSIDriver>({
  resource: csiDrivers,
  verbs: allVerbs,
  table: {
    columns: [
      nameColumn,
      column('AttachRequired', 'boolean', 'Whether volumes are attached before they are mounted.'),
      column('PodInfoOnMount', 'boolean', 'Whether mount calls tell of the Pod.'),
      column('StorageCapacity', 'boolean', 'Whether the driver publishes capacities.'),
      column('TokenRequests', 'string', 'Audiences of the tokens it wants.'),
      column('RequiresRepublish', 'boolean', 'Whether mount calls are repeated.'),
      column('Modes', 'string', 'Life cycles of its volumes.'),
      ageColumn,
    ],
    row: ({ spec, ...each }, now) => [
      nameOf(each),
      flag(spec.attachRequired, true),
      flag(spec.podInfoOnMount, false),
      flag(spec.storageCapacity, false),
      spec.tokenRequests?.map(({ audience }) => audience).join(',') || '<unset>',
      flag(spec.requiresRepublish, false),
      spec.volumeLifecycleModes?.join(',') ?? '<none>',
      ageOf(each, now),
    ],
  },
  strategy: {
    prepareForCreate: prepare,
    prepareForUpdate: prepare,
    validate,
    validateUpdate: (each, old) => [
      ...validate(each),
      ...validateImmutable(each.spec.attachRequired, old.spec.attachRequired, at.child('attachedRequired')),
      ...validateImmutable(
        each.spec.volumeLifecycleModes,
        old.spec.volumeLifecycleModes,
        at.child('volumeLifecycleModes'),
      ),
    ],
    warnings: notActedUpon('CSIDriver'),
  },
});
