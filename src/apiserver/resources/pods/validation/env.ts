/** Rules of environment variables and of the fields that they and files may be made of. */
import type {
  ConfigMapKeySelector,
  EnvFromSource,
  EnvVar,
  ObjectFieldSelector,
  ResourceFieldSelector,
} from '../../../../api/core/v1.ts';
import { complaintsAbout, invalidValue, notSupported, required } from '../../../../machinery/fieldError.ts';
import type { FieldError, FieldPath } from '../../../../machinery/fieldError.ts';
import { isConfigMapKey, isDNS1123Subdomain, isEnvVarName, isQualifiedName } from '../../../../machinery/names.ts';
import { canonicalQuantity, isZero } from '../../../../machinery/quantity.ts';

export function validateEnv(env: readonly EnvVar[] | undefined, at: FieldPath): FieldError[] {
  return (env ?? []).flatMap((variable, i) => {
    const here = at.index(i);
    const name =
      variable.name === ''
        ? [required(here.child('name'))]
        : complaintsAbout(here.child('name'), variable.name, isEnvVarName(variable.name));
    return [...name, ...validateValueFrom(variable, here.child('valueFrom'))];
  });
}

function validateValueFrom({ value, valueFrom }: EnvVar, at: FieldPath): FieldError[] {
  if (!valueFrom) return [];
  const errors: FieldError[] = [];
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = valueFrom;
  if (fieldRef) errors.push(...validateFieldRef(fieldRef, envFields, at.child('fieldRef')));
  if (resourceFieldRef) errors.push(...validateResourceFieldRef(resourceFieldRef, false, at.child('resourceFieldRef')));
  if (configMapKeyRef) errors.push(...validateKeyRef(configMapKeyRef, at.child('configMapKeyRef')));
  if (secretKeyRef) errors.push(...validateKeyRef(secretKeyRef, at.child('secretKeyRef')));
  const sources = [fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef].filter(
    (source) => source !== undefined,
  ).length;
  if (sources === 0) {
    errors.push(
      invalidValue(at, '', 'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`'),
    );
  }
  if (value) {
    if (sources > 0) errors.push(invalidValue(at, '', 'may not be specified when `value` is not empty'));
  } else if (sources > 1) {
    errors.push(invalidValue(at, '', 'may not have more than one field specified at a time'));
  }
  return errors;
}

function validateKeyRef(ref: ConfigMapKeySelector, at: FieldPath): FieldError[] {
  return [
    ...complaintsAbout(at.child('name'), ref.name ?? '', isDNS1123Subdomain(ref.name ?? '')),
    ...(ref.key === ''
      ? [required(at.child('key'))]
      : complaintsAbout(at.child('key'), ref.key, isConfigMapKey(ref.key))),
  ];
}

export function validateEnvFrom(sources: readonly EnvFromSource[] | undefined, at: FieldPath): FieldError[] {
  return (sources ?? []).flatMap((source, i) => {
    const here = at.index(i);
    const errors: FieldError[] = [];
    if (source.prefix)
      errors.push(...complaintsAbout(here.child('prefix'), source.prefix, isEnvVarName(source.prefix)));
    for (const kind of ['configMapRef', 'secretRef'] as const) {
      const ref = source[kind];
      if (!ref) continue;
      if (!ref.name) errors.push(required(here.child(kind, 'name')));
      else errors.push(...complaintsAbout(here.child(kind, 'name'), ref.name, isDNS1123Subdomain(ref.name)));
    }
    if (!source.configMapRef && !source.secretRef)
      errors.push(invalidValue(at, '', 'must specify one of: `configMapRef` or `secretRef`'));
    if (source.configMapRef && source.secretRef)
      errors.push(invalidValue(at, '', 'may not have more than one field specified at a time'));
    return errors;
  });
}

const envFields = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];
export const volumeFields = [
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
];
/** Fields of a Pod that a label can be made of at all; whether here, is another question. */
const convertible = new Set([
  ...envFields,
  ...volumeFields,
  'spec.restartPolicy',
  'spec.schedulerName',
  'spec.hostNetwork',
  'spec.host',
  'status.phase',
  'status.nominatedNodeName',
]);

export function validateFieldRef(ref: ObjectFieldSelector, supported: readonly string[], at: FieldPath): FieldError[] {
  if (!ref.apiVersion) return [required(at.child('apiVersion'))];
  if (ref.fieldPath === '') return [required(at.child('fieldPath'))];
  const subscripted = /^(.*)\['(.*)'\]$/.exec(ref.fieldPath);
  if (subscripted) {
    const [, path = '', key = ''] = subscripted;
    if (path === 'metadata.annotations') return complaintsAbout(at, key, isQualifiedName(key.toLowerCase()));
    if (path === 'metadata.labels') return complaintsAbout(at, key, isQualifiedName(key));
    return [
      invalidValue(
        at.child('fieldPath'),
        ref.fieldPath,
        `error converting fieldPath: field label does not support subscript`,
      ),
    ];
  }
  if (!convertible.has(ref.fieldPath)) {
    return [
      invalidValue(
        at.child('fieldPath'),
        ref.fieldPath,
        `error converting fieldPath: field label not supported: ${ref.fieldPath}`,
      ),
    ];
  }
  return supported.includes(ref.fieldPath)
    ? []
    : [notSupported(at.child('fieldPath'), ref.fieldPath, [...supported].sort())];
}

const resourceFields = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
];
const byteDivisors = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];

/** `named`: the container must be named (in files of a volume). */
export function validateResourceFieldRef(ref: ResourceFieldSelector, named: boolean, at: FieldPath): FieldError[] {
  if (named && !ref.containerName) return [required(at.child('containerName'))];
  if (ref.resource === '') return [required(at.child('resource'))];
  if (!resourceFields.includes(ref.resource) && !/^(limits|requests)\.hugepages-/.test(ref.resource)) {
    return [notSupported(at.child('resource'), ref.resource, resourceFields)];
  }
  if (!ref.divisor || isZero(ref.divisor)) return [];
  const divisor = canonicalQuantity(ref.divisor);
  const wrong = (allowed: string, what: string): FieldError[] => [
    invalidValue(
      at.child('divisor'),
      ref.resource,
      `only divisor's values ${allowed} are supported with the ${what} resource`,
    ),
  ];
  if (ref.resource.endsWith('.cpu')) return divisor === '1' || divisor === '1m' ? [] : wrong('1m and 1', 'cpu');
  if (byteDivisors.includes(divisor)) return [];
  return wrong(byteDivisors.join(', '), ref.resource.endsWith('.memory') ? 'memory' : 'local ephemeral storage');
}
