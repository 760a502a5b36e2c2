/** PersistentVolumes. */
import type { PersistentVolume, PersistentVolumeAccessMode } from '../../../api/core/v1.ts';
import { semanticEqual } from '../../../machinery/equal.ts';
import { forbiddenField, path, required } from '../../../machinery/fieldError.ts';
import type { FieldError } from '../../../machinery/fieldError.ts';
import { validateImmutable } from '../../../machinery/objectMeta.ts';
import { canonicalQuantity } from '../../../machinery/quantity.ts';
import { persistentVolumes } from '../../../machinery/resources.ts';
import { registration } from '../../registration.ts';
import { difference } from '../pods/validation/difference.ts';
import { validateAmount } from '../pods/validation/resources.ts';
import { validateNodeSelector } from '../pods/validation/scheduling.ts';
import { ageColumn, ageOf, column, nameColumn, nameOf, wide } from '../shared/columns.ts';
import { keepStatus, statusSubresource } from '../shared/strategy.ts';
import { allVerbs } from '../shared/verbs.ts';

const shortModes: readonly [PersistentVolumeAccessMode, string][] = [
  ['ReadWriteOnce', 'RWO'],
  ['ReadOnlyMany', 'ROX'],
  ['ReadWriteMany', 'RWX'],
  ['ReadWriteOncePod', 'RWOP'],
];

export const accessModesText = (modes: readonly PersistentVolumeAccessMode[] | undefined): string =>
  shortModes
    .filter(([mode]) => modes?.includes(mode))
    .map(([, short]) => short)
    .join(',');

const at = path('spec');
/** Everything in the specification that is no volume source. */
const generalFields = new Set([
  'capacity',
  'accessModes',
  'claimRef',
  'persistentVolumeReclaimPolicy',
  'storageClassName',
  'mountOptions',
  'volumeMode',
  'nodeAffinity',
  'volumeAttributesClassName',
]);

const sourcesOf = ({ spec }: PersistentVolume): [string, unknown][] =>
  Object.entries(spec ?? {}).filter(([field]) => !generalFields.has(field));

function validate(volume: PersistentVolume): FieldError[] {
  const { spec } = volume;
  const errors: FieldError[] = [];
  if (!spec?.accessModes?.length) errors.push(required(at.child('accessModes')));
  if (spec?.accessModes?.includes('ReadWriteOncePod') && spec.accessModes.length > 1) {
    errors.push(forbiddenField(at.child('accessModes'), 'may not use ReadWriteOncePod with other access modes'));
  }
  if (!spec?.capacity || Object.keys(spec.capacity).length === 0) errors.push(required(at.child('capacity')));
  for (const [name, amount] of Object.entries(spec?.capacity ?? {}))
    errors.push(...validateAmount(name, amount, at.child('capacity').key(name)));
  const sources = sourcesOf(volume);
  if (sources.length === 0) errors.push(required(at, 'must specify a volume type'));
  for (const [name] of sources.slice(1))
    errors.push(forbiddenField(at.child(name), 'may not specify more than 1 volume type'));
  if (spec?.hostPath?.path === '') errors.push(required(at.child('hostPath', 'path')));
  if (spec?.local && !spec.nodeAffinity?.required)
    errors.push(required(at.child('nodeAffinity'), 'Local volume requires node affinity'));
  if (spec?.nodeAffinity) {
    const { required: selector } = spec.nodeAffinity;
    if (!selector)
      errors.push(required(at.child('nodeAffinity', 'required'), 'must specify required node constraints'));
    else errors.push(...validateNodeSelector(selector, at.child('nodeAffinity', 'required')));
  }
  return errors;
}

function validateUpdate(volume: PersistentVolume, old: PersistentVolume): FieldError[] {
  const errors = validate(volume);
  const now = Object.fromEntries(sourcesOf(volume));
  const before = Object.fromEntries(sourcesOf(old));
  if (!semanticEqual(now, before)) {
    errors.push(
      forbiddenField(
        at.child('persistentvolumesource'),
        `spec.persistentvolumesource is immutable after creation\n${difference(before, now, 'spec')}`,
      ),
    );
  }
  return [...errors, ...validateImmutable(volume.spec?.volumeMode, old.spec?.volumeMode, at.child('volumeMode'))];
}

/** Of all kinds of volume, those that the node agent can mount. */
const mountable: ReadonlySet<string> = new Set(['local', 'hostPath']);

function warnings(volume: PersistentVolume, old: PersistentVolume | undefined): string[] {
  if (old) return [];
  const found = sourcesOf(volume)
    .filter(([name, source]) => source !== undefined && source !== null && !mountable.has(name))
    .map(([name]) => name);
  if (volume.spec?.mountOptions?.length) found.push('mountOptions');
  return found.map(
    (name) => `spec.${name}: not supported by this version of Peapod: Pods that use the volume will not start`,
  );
}

export const persistentVolumeRegistration = registration<PersistentVolume>({
  resource: persistentVolumes,
  verbs: allVerbs,
  table: {
    columns: [
      nameColumn,
      column('Capacity', 'string', 'How much it holds.'),
      column('Access Modes', 'string', 'How it can be mounted.'),
      column('Reclaim Policy', 'string', 'What becomes of it when its claim goes.'),
      column('Status', 'string', 'Whether it is free, bound or released.'),
      column('Claim', 'string', 'The claim that it is bound to.'),
      column('StorageClass', 'string', 'Its storage class.'),
      column('VolumeAttributesClass', 'string', 'Its class of attributes.'),
      column('Reason', 'string', 'Why it is in its state.'),
      ageColumn,
      wide('VolumeMode', 'string', 'File system or block device.'),
    ],
    row: (volume, now) => [
      nameOf(volume),
      canonicalQuantity(volume.spec?.capacity?.storage ?? '0'),
      accessModesText(volume.spec?.accessModes),
      volume.spec?.persistentVolumeReclaimPolicy ?? '',
      volume.metadata?.deletionTimestamp ? 'Terminating' : (volume.status?.phase ?? ''),
      volume.spec?.claimRef ? `${volume.spec.claimRef.namespace ?? ''}/${volume.spec.claimRef.name ?? ''}` : '',
      volume.metadata?.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? volume.spec?.storageClassName ?? '',
      volume.spec?.volumeAttributesClassName ?? '<unset>',
      volume.status?.reason ?? '',
      ageOf(volume, now),
      volume.spec?.volumeMode ?? '<unset>',
    ],
  },
  strategy: {
    prepareForCreate(volume) {
      volume.status = { phase: 'Pending' };
    },
    prepareForUpdate: keepStatus,
    validate,
    validateUpdate,
    warnings,
    unconditionalUpdate: true,
  },
  subresources: { status: statusSubresource<PersistentVolume>() },
});
