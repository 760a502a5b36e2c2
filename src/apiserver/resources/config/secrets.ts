/** Secrets. Those of known types must hold what their readers look for. */
import type { Secret } from '../../../api/core/v1.ts';
import { complaintsAbout, invalidValue, path, required, tooLong } from '../../../machinery/fieldError.ts';
import type { FieldError } from '../../../machinery/fieldError.ts';
import { isConfigMapKey } from '../../../machinery/names.ts';
import { validateImmutable } from '../../../machinery/objectMeta.ts';
import { secrets } from '../../../machinery/resources.ts';
import { registration } from '../../registration.ts';
import { ageColumn, ageOf, column, nameColumn, nameOf } from '../shared/columns.ts';
import { allVerbs } from '../shared/verbs.ts';
import { base64Length, dataAtMost, validateImmutability } from './configMaps.ts';

/** `stringData` is only for writing: it goes into `data`, and wins there. */
function mergeStringData(secret: Secret): void {
  if (!secret.stringData) return;
  const data = (secret.data ??= {});
  for (const [key, value] of Object.entries(secret.stringData)) data[key] = Buffer.from(value).toString('base64');
  delete secret.stringData;
}

function validate(secret: Secret): FieldError[] {
  const errors: FieldError[] = [];
  const data = secret.data ?? {};
  let size = 0;
  for (const [key, value] of Object.entries(data)) {
    errors.push(...complaintsAbout(path('data').key(key), key, isConfigMapKey(key)));
    size += base64Length(value);
  }
  if (size > dataAtMost) errors.push(tooLong(path('data'), dataAtMost));
  return [...errors, ...validateType(secret, data)];
}

function validateType({ type, metadata }: Secret, data: Readonly<Record<string, string>>): FieldError[] {
  const needs = (key: string): FieldError[] => (Object.hasOwn(data, key) ? [] : [required(path('data').key(key))]);
  switch (type) {
    case 'kubernetes.io/service-account-token':
      return metadata?.annotations?.['kubernetes.io/service-account.name']
        ? []
        : [required(path('metadata', 'annotations').key('kubernetes.io/service-account.name'))];
    case 'kubernetes.io/dockercfg':
      return jsonEntry('.dockercfg', data);
    case 'kubernetes.io/dockerconfigjson':
      return jsonEntry('.dockerconfigjson', data);
    case 'kubernetes.io/basic-auth': {
      const { username, password } = data;
      return username !== undefined || password !== undefined
        ? []
        : [required(path('data[username]')), required(path('data[password]'))];
    }
    case 'kubernetes.io/ssh-auth':
      return data['ssh-privatekey'] ? [] : [required(path('data[ssh-privatekey]'))];
    case 'kubernetes.io/tls':
      return [...needs('tls.crt'), ...needs('tls.key')];
    default:
      return [];
  }
}

function jsonEntry(key: string, data: Readonly<Record<string, string>>): FieldError[] {
  const value = data[key];
  if (value === undefined) return [required(path('data').key(key))];
  try {
    JSON.parse(Buffer.from(value, 'base64').toString());
    return [];
  } catch (error) {
    return [
      invalidValue(
        path('data').key(key),
        '<secret contents redacted>',
        error instanceof Error ? error.message : 'is not JSON',
      ),
    ];
  }
}

export const secretRegistration = registration<Secret>({
  resource: secrets,
  verbs: allVerbs,
  table: {
    columns: [
      nameColumn,
      column('Type', 'string', 'What the Secret is for.'),
      column('Data', 'string', 'Number of entries.'),
      ageColumn,
    ],
    row: (secret, now) => [
      nameOf(secret),
      secret.type ?? '',
      Object.keys(secret.data ?? {}).length,
      ageOf(secret, now),
    ],
  },
  strategy: {
    prepareForCreate: mergeStringData,
    prepareForUpdate(secret, old) {
      mergeStringData(secret);
      if (!secret.type && old.type) secret.type = old.type;
    },
    validate,
    validateUpdate: (secret, old) => [
      ...validateImmutable(secret.type, old.type, path('type')),
      ...validateImmutability(secret, old, ['data']),
      ...validate(secret),
    ],
    warnings: ({ type }, old) =>
      old === undefined && type === 'kubernetes.io/service-account-token'
        ? ['this version of Peapod puts no token into Secrets: ask for one with `kubectl create token`']
        : [],
    unconditionalUpdate: true,
  },
  selectableFields: ({ type }) => ({ type: type ?? '' }),
});
