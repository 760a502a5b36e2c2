/** Rules of volumes and of what they are made of. */
import type {
  DownwardAPIVolumeFile,
  KeyToPath,
  ProjectedVolumeSource,
  ServiceAccountTokenProjection,
  Volume,
} from '../../../../api/core/v1.ts';
import {
  complaintsAbout,
  duplicate,
  forbiddenField,
  invalidValue,
  required,
} from '../../../../machinery/fieldError.ts';
import type { FieldError, FieldPath } from '../../../../machinery/fieldError.ts';
import { isDNS1123Label } from '../../../../machinery/names.ts';
import { compareQuantities } from '../../../../machinery/quantity.ts';
import { validateFieldRef, validateResourceFieldRef, volumeFields } from './env.ts';
import { validateFileMode, validateNoBacksteps, validateNonReservedPath } from './paths.ts';

export function validateVolumes(volumes: readonly Volume[] | undefined, at: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  const names = new Set<string>();
  volumes?.forEach((volume, i) => {
    const here = at.index(i);
    errors.push(...validateSource(volume, here));
    if (volume.name === '') errors.push(required(here.child('name')));
    else {
      const complaints = isDNS1123Label(volume.name);
      errors.push(...complaintsAbout(here.child('name'), volume.name, complaints));
      if (names.has(volume.name)) errors.push(duplicate(here.child('name'), volume.name));
      if (complaints.length === 0) names.add(volume.name);
    }
  });
  return errors;
}

type SourceKind = Exclude<keyof Volume, 'name'>;

/** The kinds of volume, each with its rules, in the order in which upstream looks at them. */
const sources: { readonly [K in SourceKind]?: (source: NonNullable<Volume[K]>, at: FieldPath) => FieldError[] } = {
  emptyDir: ({ sizeLimit }, at) =>
    sizeLimit && compareQuantities(sizeLimit, '0') < 0
      ? [forbiddenField(at.child('sizeLimit'), 'SizeLimit field must be a valid resource quantity')]
      : [],
  hostPath: ({ path }, at) =>
    path === '' ? [required(at.child('path'))] : validateNoBacksteps(path, at.child('path')),
  gitRepo: ({ repository, directory }, at) => [
    ...(repository === '' ? [required(at.child('repository'))] : []),
    ...(directory ? validateNoBacksteps(directory, at.child('directory')) : []),
  ],
  secret: ({ secretName, defaultMode, items }, at) => [
    ...(!secretName ? [required(at.child('secretName'))] : []),
    ...validateFileMode(defaultMode, at.child('defaultMode')),
    ...validateItems(items, at),
  ],
  nfs: ({ server, path }, at) => [
    ...(server === '' ? [required(at.child('server'))] : []),
    ...(path === '' ? [required(at.child('path'))] : []),
    ...(path.startsWith('/') ? [] : [invalidValue(at.child('path'), path, 'must be an absolute path')]),
  ],
  persistentVolumeClaim: ({ claimName }, at) => (claimName === '' ? [required(at.child('claimName'))] : []),
  downwardAPI: ({ items, defaultMode }, at) => [
    ...validateFileMode(defaultMode, at.child('defaultMode')),
    ...(items ?? []).flatMap((file) => validateDownwardFile(file, at)),
  ],
  configMap: ({ name, defaultMode, items }, at) => [
    ...(!name ? [required(at.child('name'))] : []),
    ...validateFileMode(defaultMode, at.child('defaultMode')),
    ...validateItems(items, at),
  ],
  projected: (source, at) => validateProjected(source, at),
  csi: ({ driver }, at) => (driver === '' ? [required(at.child('driver'))] : []),
  ephemeral: ({ volumeClaimTemplate }, at) => (volumeClaimTemplate ? [] : [required(at.child('volumeClaimTemplate'))]),
  image: ({ reference }, at) => (reference ? [] : [required(at.child('reference'))]),
};

function validateSource(volume: Volume, at: FieldPath): FieldError[] {
  const present = (Object.keys(volume) as (keyof Volume)[]).filter(
    (key): key is SourceKind => key !== 'name' && volume[key] !== undefined && volume[key] !== null,
  );
  if (present.length === 0) return [required(at, 'must specify a volume type')];
  const order = Object.keys(sources);
  const [first, ...others] = present.sort((a, b) => order.indexOf(a) - order.indexOf(b));
  const errors = others.map((name) => forbiddenField(at.child(name), 'may not specify more than 1 volume type'));
  return [...(first ? checkSource(first, volume[first], at.child(first)) : []), ...errors];
}

function checkSource<K extends SourceKind>(kind: K, source: Volume[K], at: FieldPath): FieldError[] {
  return source === undefined ? [] : (sources[kind]?.(source, at) ?? []);
}

function validateItems(items: readonly KeyToPath[] | undefined, at: FieldPath): FieldError[] {
  return (items ?? []).flatMap(({ key, path, mode }, i) => {
    const here = at.child('items').index(i);
    return [
      ...(key === '' ? [required(here.child('key'))] : []),
      ...(path === '' ? [required(here.child('path'))] : []),
      ...validateNonReservedPath(path, here.child('path')),
      ...validateFileMode(mode, here.child('mode')),
    ];
  });
}

function validateDownwardFile(file: DownwardAPIVolumeFile, at: FieldPath): FieldError[] {
  const errors = file.path === '' ? [required(at.child('path'))] : [];
  errors.push(...validateNonReservedPath(file.path, at.child('path')));
  if (file.fieldRef) {
    errors.push(...validateFieldRef(file.fieldRef, volumeFields, at.child('fieldRef')));
    if (file.resourceFieldRef)
      errors.push(invalidValue(at, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously'));
  } else if (file.resourceFieldRef) {
    errors.push(...validateResourceFieldRef(file.resourceFieldRef, true, at.child('resourceFieldRef')));
  } else {
    errors.push(required(at, 'one of fieldRef and resourceFieldRef is required'));
  }
  errors.push(...validateFileMode(file.mode, at.child('mode')));
  return errors;
}

function validateProjected({ sources: parts, defaultMode }: ProjectedVolumeSource, at: FieldPath): FieldError[] {
  const errors = validateFileMode(defaultMode, at.child('defaultMode'));
  const paths = new Set<string>();
  const claim = (path: string, by: string): void => {
    if (path === '') return;
    if (paths.has(path)) errors.push(invalidValue(at, by, 'conflicting duplicate paths'));
    paths.add(path);
  };
  parts?.forEach((part, i) => {
    const here = at.child('sources').index(i);
    const kinds = Object.values(part).filter((source: unknown) => source !== undefined).length;
    if (kinds > 1) errors.push(forbiddenField(here, 'may not specify more than 1 volume type'));
    const { secret, configMap, downwardAPI, serviceAccountToken, clusterTrustBundle } = part;
    if (secret) {
      if (!secret.name) errors.push(required(here.child('secret', 'name')));
      errors.push(...validateItems(secret.items, here.child('secret')));
      secret.items?.forEach((item) => claim(item.path, secret.name ?? ''));
    }
    if (configMap) {
      if (!configMap.name) errors.push(required(here.child('configMap', 'name')));
      errors.push(...validateItems(configMap.items, here.child('configMap')));
      configMap.items?.forEach((item) => claim(item.path, configMap.name ?? ''));
    }
    if (downwardAPI) {
      for (const file of downwardAPI.items ?? []) {
        errors.push(...validateDownwardFile(file, here.child('downwardAPI')));
        claim(file.path, file.path);
      }
    }
    if (serviceAccountToken) {
      errors.push(...validateTokenProjection(serviceAccountToken, here.child('serviceAccountToken')));
      claim(serviceAccountToken.path, serviceAccountToken.path);
    }
    if (clusterTrustBundle) {
      if (clusterTrustBundle.path === '') errors.push(required(here.child('clusterTrustBundle', 'path')));
      claim(clusterTrustBundle.path, clusterTrustBundle.path);
    }
  });
  return errors;
}

function validateTokenProjection(
  { expirationSeconds, path }: ServiceAccountTokenProjection,
  at: FieldPath,
): FieldError[] {
  const errors: FieldError[] = [];
  if (expirationSeconds !== undefined && expirationSeconds < 600) {
    errors.push(
      invalidValue(at.child('expirationSeconds'), expirationSeconds, 'may not specify a duration less than 10 minutes'),
    );
  }
  if (expirationSeconds !== undefined && expirationSeconds > 2 ** 32) {
    errors.push(
      invalidValue(
        at.child('expirationSeconds'),
        expirationSeconds,
        'may not specify a duration larger than 2^32 seconds',
      ),
    );
  }
  if (path === '') errors.push(required(at.child('path')));
  else errors.push(...validateNonReservedPath(path, at.child('path')));
  return errors;
}
