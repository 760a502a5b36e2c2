/** PersistentVolumeClaims. */
import type { PersistentVolumeClaim } from '../../../api/core/v1.ts';
import { semanticEqual } from '../../../machinery/equal.ts';
import { complaintsAbout, forbiddenField, invalidValue, path, required } from '../../../machinery/fieldError.ts';
import type { FieldError } from '../../../machinery/fieldError.ts';
import { validateLabelSelector } from '../../../machinery/labels.ts';
import { isDNS1123Subdomain } from '../../../machinery/names.ts';
import { canonicalQuantity, compareQuantities } from '../../../machinery/quantity.ts';
import { persistentVolumeClaims } from '../../../machinery/resources.ts';
import { registration } from '../../registration.ts';
import { difference } from '../pods/validation/difference.ts';
import { ageColumn, ageOf, column, nameColumn, nameOf, wide } from '../shared/columns.ts';
import { keepStatus, statusSubresource } from '../shared/strategy.ts';
import { allVerbs } from '../shared/verbs.ts';
import { accessModesText } from './persistentVolumes.ts';

const at = path('spec');

function validate({ spec }: PersistentVolumeClaim): FieldError[] {
  const errors: FieldError[] = [];
  if (!spec?.accessModes?.length) errors.push(required(at.child('accessModes'), 'at least 1 access mode is required'));
  if (spec?.accessModes?.includes('ReadWriteOncePod') && spec.accessModes.length > 1) {
    errors.push(forbiddenField(at.child('accessModes'), 'may not use ReadWriteOncePod with other access modes'));
  }
  errors.push(...validateLabelSelector(spec?.selector, at.child('selector')));
  const storage = spec?.resources?.requests?.storage;
  const here = at.child('resources').key('storage');
  if (storage === undefined) errors.push(required(here));
  else if (compareQuantities(storage, '0') <= 0)
    errors.push(invalidValue(here, canonicalQuantity(storage), 'must be greater than zero'));
  if (spec?.storageClassName) {
    errors.push(
      ...complaintsAbout(
        at.child('storageClassName'),
        spec.storageClassName,
        isDNS1123Subdomain(spec.storageClassName),
      ),
    );
  }
  return errors;
}

function validateUpdate(claim: PersistentVolumeClaim, old: PersistentVolumeClaim): FieldError[] {
  const errors = validate(claim);
  const grown = { ...claim.spec };
  if (old.spec?.resources) grown.resources = old.spec.resources;
  if (!old.spec?.volumeName) delete grown.volumeName;
  if (old.spec?.volumeAttributesClassName !== undefined)
    grown.volumeAttributesClassName = old.spec.volumeAttributesClassName;
  // The default class may be given to a claim that was made before there was one.
  if (old.spec?.storageClassName === undefined && isWithoutBetaClass(old)) delete grown.storageClassName;
  const before = { ...old.spec };
  if (!semanticEqual(grown, before)) {
    errors.push(
      forbiddenField(
        at,
        'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n' +
          difference(before, grown, 'spec'),
      ),
    );
  }
  const now = claim.spec?.resources?.requests?.storage;
  const was = old.spec?.resources?.requests?.storage;
  if (
    now !== undefined &&
    was !== undefined &&
    compareQuantities(now, was) < 0 &&
    compareQuantities(now, old.status?.capacity?.storage ?? was) < 0
  ) {
    errors.push(
      forbiddenField(at.child('resources', 'requests', 'storage'), 'field can not be less than status.capacity'),
    );
  }
  return errors;
}

const isWithoutBetaClass = ({ metadata }: PersistentVolumeClaim): boolean =>
  metadata?.annotations?.['volume.beta.kubernetes.io/storage-class'] === undefined;

export const persistentVolumeClaimRegistration = registration<PersistentVolumeClaim>({
  resource: persistentVolumeClaims,
  verbs: allVerbs,
  table: {
    columns: [
      nameColumn,
      column('Status', 'string', 'Whether it is bound to a volume.'),
      column('Volume', 'string', 'The volume it is bound to.'),
      column('Capacity', 'string', 'How much the volume holds.'),
      column('Access Modes', 'string', 'How the volume can be mounted.'),
      column('StorageClass', 'string', 'Storage class that it asks for.'),
      column('VolumeAttributesClass', 'string', 'Class of attributes that it asks for.'),
      ageColumn,
      wide('VolumeMode', 'string', 'File system or block device.'),
    ],
    row(claim, now) {
      const { spec, status, metadata } = claim;
      const bound = !!spec?.volumeName;
      return [
        nameOf(claim),
        metadata?.deletionTimestamp ? 'Terminating' : (status?.phase ?? ''),
        spec?.volumeName ?? '',
        bound ? canonicalQuantity(status?.capacity?.storage ?? '0') : '',
        bound ? accessModesText(status?.accessModes) : '',
        metadata?.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? spec?.storageClassName ?? '',
        spec?.volumeAttributesClassName ?? '<unset>',
        ageOf(claim, now),
        spec?.volumeMode ?? '<unset>',
      ];
    },
  },
  strategy: {
    prepareForCreate(claim) {
      claim.status = { phase: 'Pending' };
    },
    prepareForUpdate: keepStatus,
    validate,
    validateUpdate,
    unconditionalUpdate: true,
  },
  subresources: { status: statusSubresource<PersistentVolumeClaim>() },
});
