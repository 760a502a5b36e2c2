/** Rules of how containers use volumes. */
import type { Container, Volume, VolumeMount } from '../../../../api/core/v1.ts';
import { forbiddenField, invalidValue, notFoundValue, required } from '../../../../machinery/fieldError.ts';
import type { FieldError, FieldPath } from '../../../../machinery/fieldError.ts';
import { validateDescendingPath, validateNoBacksteps } from './paths.ts';

export function validateMounts(container: Container, volumes: readonly Volume[], at: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  const paths = new Set<string>();
  const devices = container.volumeDevices ?? [];
  container.volumeMounts?.forEach((mount, i) => {
    const here = at.index(i);
    if (mount.name === '') errors.push(required(here.child('name')));
    if (!volumes.some((volume) => volume.name === mount.name))
      errors.push(notFoundValue(here.child('name'), mount.name));
    if (mount.mountPath === '') errors.push(required(here.child('mountPath')));
    if (paths.has(mount.mountPath))
      errors.push(invalidValue(here.child('mountPath'), mount.mountPath, 'must be unique'));
    paths.add(mount.mountPath);
    if (devices.some((device) => device.name === mount.name)) {
      errors.push(invalidValue(here.child('name'), mount.name, 'must not already exist in volumeDevices'));
    }
    if (devices.some((device) => device.devicePath === mount.mountPath)) {
      errors.push(
        invalidValue(here.child('mountPath'), mount.mountPath, 'must not already exist as a path in volumeDevices'),
      );
    }
    errors.push(...validateSubPath(mount, here));
    if (mount.mountPropagation === 'Bidirectional' && !container.securityContext?.privileged) {
      errors.push(
        forbiddenField(
          here.child('mountPropagation'),
          'Bidirectional mount propagation is available only to privileged containers',
        ),
      );
    }
    errors.push(...validateRecursiveReadOnly(mount, here));
  });
  return errors;
}

function validateSubPath({ subPath, subPathExpr }: VolumeMount, at: FieldPath): FieldError[] {
  const errors = subPath ? validateDescendingPath(subPath, at.child('subPath')) : [];
  if (!subPathExpr) return errors;
  if (subPath)
    errors.push(invalidValue(at.child('subPathExpr'), subPathExpr, 'subPathExpr and subPath are mutually exclusive'));
  errors.push(...validateDescendingPath(subPathExpr, at.child('subPathExpr')));
  return errors;
}

function validateRecursiveReadOnly(mount: VolumeMount, at: FieldPath): FieldError[] {
  const mode = mount.recursiveReadOnly;
  if (mode !== 'IfPossible' && mode !== 'Enabled') return [];
  const errors: FieldError[] = [];
  if (!mount.readOnly) {
    errors.push(forbiddenField(at.child('recursiveReadOnly'), 'may only be specified when readOnly is true'));
  }
  if (mount.mountPropagation && mount.mountPropagation !== 'None') {
    errors.push(
      forbiddenField(
        at.child('recursiveReadOnly'),
        'may only be specified when mountPropagation is None or not specified',
      ),
    );
  }
  return errors;
}

export function validateDevices(container: Container, volumes: readonly Volume[], at: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  const names = new Set<string>();
  const paths = new Set<string>();
  container.volumeDevices?.forEach((device, i) => {
    const here = at.index(i);
    const volume = volumes.find((each) => each.name === device.name);
    if (device.name === '') errors.push(required(here.child('name')));
    if (names.has(device.name)) errors.push(invalidValue(here.child('name'), device.name, 'must be unique'));
    if (volume && !volume.persistentVolumeClaim && !volume.ephemeral) {
      errors.push(
        invalidValue(
          here.child('name'),
          device.name,
          'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode',
        ),
      );
    }
    if (!volume) errors.push(notFoundValue(here.child('name'), device.name));
    if (device.devicePath === '') errors.push(required(here.child('devicePath')));
    else errors.push(...validateNoBacksteps(device.devicePath, here.child('devicePath')));
    if (device.devicePath !== '' && paths.has(device.devicePath))
      errors.push(invalidValue(here.child('devicePath'), device.devicePath, 'must be unique'));
    names.add(device.name);
    paths.add(device.devicePath);
  });
  return errors;
}
