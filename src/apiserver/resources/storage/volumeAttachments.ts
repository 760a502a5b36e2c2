/** VolumeAttachments. */
import type { VolumeAttachment } from '../../../api/storage/v1.ts';
import { semanticEqual } from '../../../machinery/equal.ts';
import {
  complaintsAbout,
  forbiddenField,
  invalidValue,
  path,
  required,
  tooLong,
} from '../../../machinery/fieldError.ts';
import type { FieldError, FieldPath } from '../../../machinery/fieldError.ts';
import { byteLength, isDNS1123Subdomain } from '../../../machinery/names.ts';
import { volumeAttachments } from '../../../machinery/resources.ts';
import { registration } from '../../registration.ts';
import { ageColumn, ageOf, column, nameColumn, nameOf } from '../shared/columns.ts';
import { notActedUpon } from '../shared/notActedUpon.ts';
import { keepStatus, statusSubresource } from '../shared/strategy.ts';
import { allVerbs } from '../shared/verbs.ts';
import { validateCsiDriverName } from './csiDriverName.ts';

const messageAtMost = 1024;

function validate({ spec, status }: VolumeAttachment): FieldError[] {
  const at = path('spec');
  const { attacher, nodeName, source } = spec;
  const errors: FieldError[] = attacher === '' ? [required(at.child('attacher'), attacher)] : [];
  if (attacher !== '') errors.push(...validateCsiDriverName(attacher, at.child('attacher')));
  const sourceAt = at.child('source');
  const { persistentVolumeName, inlineVolumeSpec } = source;
  if (persistentVolumeName !== undefined && inlineVolumeSpec) {
    errors.push(
      forbiddenField(sourceAt, 'source must specify exactly one of inlineVolumeSpec and persistentVolumeName'),
    );
  } else if (persistentVolumeName === undefined && !inlineVolumeSpec) {
    errors.push(required(sourceAt, 'must specify exactly one of inlineVolumeSpec and persistentVolumeName'));
  } else if (persistentVolumeName !== undefined) {
    const nameAt = sourceAt.child('persistentVolumeName');
    if (persistentVolumeName === '') errors.push(required(nameAt, 'must specify non empty persistentVolumeName'));
    else errors.push(...complaintsAbout(nameAt, persistentVolumeName, isDNS1123Subdomain(persistentVolumeName)));
  }
  errors.push(...complaintsAbout(at.child('nodeName'), nodeName, isDNS1123Subdomain(nodeName)));
  const statusAt = path('status');
  for (const field of ['attachError', 'detachError'] as const)
    errors.push(...validateMessage(status?.[field]?.message, statusAt.child(field)));
  return errors;
}

const validateMessage = (message: string | undefined, at: FieldPath): FieldError[] =>
  byteLength(message ?? '') > messageAtMost ? [tooLong(at.child('message'), messageAtMost)] : [];

export const volumeAttachmentRegistration = registration<VolumeAttachment>({
  resource: volumeAttachments,
  verbs: allVerbs,
  table: {
    columns: [
      nameColumn,
      column('Attacher', 'string', 'The driver that attaches.'),
      column('PV', 'string', 'The volume.'),
      column('Node', 'string', 'The node.'),
      column('Attached', 'boolean', 'Whether it is attached.'),
      ageColumn,
    ],
    row: (each, now) => [
      nameOf(each),
      each.spec.attacher,
      each.spec.source.persistentVolumeName ?? '',
      each.spec.nodeName,
      each.status?.attached ?? false,
      ageOf(each, now),
    ],
  },
  strategy: {
    prepareForCreate(each) {
      each.status = { attached: false };
    },
    prepareForUpdate: keepStatus,
    validate,
    validateUpdate: (each, old) => [
      ...validate(each),
      ...(semanticEqual(each.spec, old.spec) ? [] : [invalidValue(path('spec'), each.spec, 'field is immutable')]),
    ],
    warnings: notActedUpon('VolumeAttachment'),
  },
  subresources: { status: statusSubresource<VolumeAttachment>({ validateUpdate: (each) => validate(each) }) },
});
