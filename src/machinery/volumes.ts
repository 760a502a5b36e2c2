/** What claims and volumes say to one another: annotations, finalizers, and which volume satisfies which claim. */
import type { PersistentVolume, PersistentVolumeClaim } from '../api/core/v1.ts';
import type { StorageClass } from '../api/storage/v1.ts';
import { matchesSelector, selectorFrom } from './labels.ts';
import type { Stored } from './object.ts';
import { compareQuantities } from './quantity.ts';

export type Claim = Stored<PersistentVolumeClaim>;
export type Volume = Stored<PersistentVolume>;

export const bindCompleted = 'pv.kubernetes.io/bind-completed';
/** On either side: the binding is the controller's doing and may be undone by it. */
export const boundByController = 'pv.kubernetes.io/bound-by-controller';
export const provisionedBy = 'pv.kubernetes.io/provisioned-by';
export const storageProvisioner = 'volume.kubernetes.io/storage-provisioner';
export const betaStorageProvisioner = 'volume.beta.kubernetes.io/storage-provisioner';
/** The scheduler's choice: the node for which the claim's volume is to be made. */
export const selectedNode = 'volume.kubernetes.io/selected-node';
const isDefaultClass = 'storageclass.kubernetes.io/is-default-class';
const betaStorageClass = 'volume.beta.kubernetes.io/storage-class';

export const claimProtection = 'kubernetes.io/pvc-protection';
export const volumeProtection = 'kubernetes.io/pv-protection';

/** Volumes that Peapod makes itself, as folders of a node. */
export const localPath = {
  provisioner: 'peapod.dev/local-path',
  /** Name of the built-in class. */
  storageClass: 'local-path',
  /** On a volume: the node that makes and removes its folder takes this off when the folder is gone. */
  finalizer: 'peapod.dev/local-path',
  /** Label of a volume: the node's name. */
  nodeLabel: 'peapod.dev/node',
  /** Annotation of a Node: the folder below which its volumes lie. */
  rootAnnotation: 'peapod.dev/local-path-root',
} as const;

/** '' when it has none; undefined when it leaves the choice to the default. */
export const classOfClaim = ({ metadata, spec }: PersistentVolumeClaim): string | undefined =>
  metadata?.annotations?.[betaStorageClass] ?? spec?.storageClassName;

const classOfVolume = ({ metadata, spec }: PersistentVolume): string =>
  metadata?.annotations?.[betaStorageClass] ?? spec?.storageClassName ?? '';

export const waitsForConsumer = (storageClass: StorageClass | undefined): boolean =>
  storageClass?.volumeBindingMode === 'WaitForFirstConsumer';

/** The newest of the classes that are marked as default; of equally old ones the first by name. */
export function defaultClass(classes: readonly Stored<StorageClass>[]): Stored<StorageClass> | undefined {
  const age = (c: Stored<StorageClass>): string => c.metadata.creationTimestamp;
  return classes
    .filter(({ metadata }) => metadata.annotations?.[isDefaultClass] === 'true')
    .sort((a, b) => (age(a) === age(b) ? (a.metadata.name < b.metadata.name ? -1 : 1) : age(a) < age(b) ? 1 : -1))[0];
}

export const markedAsDefault: Readonly<Record<string, string>> = { [isDefaultClass]: 'true' };

const modeOf = (object: PersistentVolume | PersistentVolumeClaim): string => object.spec?.volumeMode ?? 'Filesystem';
export const sameMode = (volume: PersistentVolume, claim: PersistentVolumeClaim): boolean =>
  modeOf(volume) === modeOf(claim);

const sizeOf = (volume: PersistentVolume): string => volume.spec?.capacity?.['storage'] ?? '0';
const isLargeEnough = (volume: PersistentVolume, claim: PersistentVolumeClaim): boolean =>
  compareQuantities(sizeOf(volume), claim.spec?.resources?.requests?.['storage'] ?? '0') >= 0;
const hasAccessModes = (volume: PersistentVolume, claim: PersistentVolumeClaim): boolean =>
  (claim.spec?.accessModes ?? []).every((mode) => volume.spec?.accessModes?.includes(mode));

/** Whether the volume is reserved for this claim, by name or for good. */
export function isReservedFor(volume: PersistentVolume, { metadata }: Claim): boolean {
  const reference = volume.spec?.claimRef;
  if (reference?.name !== metadata.name || reference.namespace !== metadata.namespace) return false;
  return !reference.uid || reference.uid === metadata.uid;
}

/** Whether both sides of the binding have been written. */
export const isFullyBound = (claim: PersistentVolumeClaim): boolean =>
  !!claim.spec?.volumeName && claim.metadata?.annotations?.[bindCompleted] !== undefined;

/** Why a claim cannot have the volume that it names; undefined when it can. */
export function mismatch(volume: PersistentVolume, claim: PersistentVolumeClaim): string | undefined {
  if (!isLargeEnough(volume, claim)) return 'requested PV is too small';
  if (classOfVolume(volume) !== (classOfClaim(claim) ?? '')) return 'storageClassName does not match';
  if (!sameMode(volume, claim)) return 'incompatible volumeMode';
  return hasAccessModes(volume, claim) ? undefined : 'incompatible accessMode';
}

export interface MatchOptions {
  /** Free volumes are left to the scheduler: only one that is reserved for the claim will do. */
  readonly reservedOnly?: boolean;
  readonly suits?: (volume: Volume) => boolean;
}

/** The volume that is reserved for the claim, else the smallest free one that satisfies it. */
export function findVolume(claim: Claim, volumes: Iterable<Volume>, options: MatchOptions = {}): Volume | undefined {
  const { reservedOnly = false, suits = () => true } = options;
  const selector = claim.spec?.selector && selectorFrom(claim.spec.selector);
  let smallest: Volume | undefined;
  for (const volume of volumes) {
    if (volume.metadata.deletionTimestamp || !isLargeEnough(volume, claim) || !sameMode(volume, claim)) continue;
    if (!hasAccessModes(volume, claim)) continue;
    if (isReservedFor(volume, claim)) {
      if (suits(volume)) return volume;
      continue;
    }
    if (reservedOnly || volume.spec?.claimRef || volume.status?.phase !== 'Available') continue;
    if (selector && !matchesSelector(selector, volume.metadata.labels)) continue;
    if (classOfVolume(volume) !== (classOfClaim(claim) ?? '') || !suits(volume)) continue;
    if (!smallest || compareQuantities(sizeOf(volume), sizeOf(smallest)) < 0) smallest = volume;
  }
  return smallest;
}
