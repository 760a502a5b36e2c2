/** What a CustomResourceDefinition may be, in upstream's words (apiextensions-apiserver, validation). */
import type {
  CustomResourceConversion,
  CustomResourceDefinition,
  CustomResourceDefinitionNames,
  CustomResourceDefinitionSpec,
  CustomResourceDefinitionVersion,
  CustomResourceSubresources,
  WebhookConversion,
} from '../../../api/apiextensions/v1.ts';
import {
  duplicate,
  forbiddenField,
  invalidValue,
  Literal,
  notSupported,
  path,
  required,
  tooMany,
} from '../../../machinery/fieldError.ts';
import type { FieldError, FieldPath } from '../../../machinery/fieldError.ts';
import { goStrings } from '../../../machinery/goText.ts';
import { isDNS1035Label, isDNS1123Subdomain } from '../../../machinery/names.ts';
import { validateImmutable } from '../../../machinery/objectMeta.ts';
import { schemaAt } from '../jsonPath.ts';
import { asJson, schemaErrors } from './schemaValidation.ts';

const columnTypes = ['boolean', 'date', 'integer', 'number', 'string'];
const columnFormats = ['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'name', 'password'];
const selectableFieldsAtMost = 8;

export const isTrue = ({ status }: CustomResourceDefinition, type: string): boolean =>
  status?.conditions?.some((condition) => condition.type === type && condition.status === 'True') ?? false;

/** Patterns must have been loaded, here and below. */
export function validateDefinition(definition: CustomResourceDefinition): FieldError[] {
  const { spec, metadata } = definition;
  const errors: FieldError[] = [];
  if (metadata?.name && metadata.name !== `${spec.names.plural}.${spec.group}`) {
    errors.push(invalidValue(path('metadata', 'name'), metadata.name, 'must be spec.names.plural+"."+spec.group'));
  }
  return [...errors, ...specErrors(spec), ...statusErrors(definition), ...approvalErrors(definition, undefined)];
}

export function validateDefinitionUpdate(
  definition: CustomResourceDefinition,
  old: CustomResourceDefinition,
): FieldError[] {
  const { spec } = definition;
  const at = path('spec');
  const errors = specErrors(spec);
  if (isTrue(old, 'Established')) {
    errors.push(...validateImmutable(spec.scope, old.spec.scope, at.child('scope')));
    errors.push(...validateImmutable(spec.names.kind, old.spec.names.kind, at.child('names', 'kind')));
  }
  errors.push(...validateImmutable(spec.group, old.spec.group, at.child('group')));
  errors.push(...validateImmutable(spec.names.plural, old.spec.names.plural, at.child('names', 'plural')));
  return [...errors, ...statusErrors(definition), ...approvalErrors(definition, old)];
}

export function validateDefinitionStatus(definition: CustomResourceDefinition): FieldError[] {
  const names = definition.status?.acceptedNames;
  return names ? namesErrors(names, path('status', 'acceptedNames')) : [];
}

function specErrors(spec: CustomResourceDefinitionSpec): FieldError[] {
  const at = path('spec');
  const errors: FieldError[] = [];
  if (spec.group === '') errors.push(required(at.child('group')));
  else if (isDNS1123Subdomain(spec.group).length > 0)
    errors.push(invalidValue(at.child('group'), spec.group, isDNS1123Subdomain(spec.group).join(',')));
  else if (!spec.group.includes('.'))
    errors.push(invalidValue(at.child('group'), spec.group, 'should be a domain with at least one dot'));
  const scope: string = spec.scope;
  if (scope === '') errors.push(required(at.child('scope')));
  else if (scope !== 'Cluster' && scope !== 'Namespaced')
    errors.push(notSupported(at.child('scope'), scope, ['Cluster', 'Namespaced']));
  for (const [i, version] of spec.versions.entries()) {
    const here = at.child('versions').index(i);
    if (!version.schema?.openAPIV3Schema) errors.push(required(here.child('schema').child('openAPIV3Schema')));
    const complaints = isDNS1035Label(version.name);
    if (complaints.length > 0) errors.push(invalidValue(here.child('name'), version.name, complaints.join(',')));
    errors.push(...versionErrors(version, here));
  }
  const names = spec.versions.map(({ name }) => name);
  if (new Set(names).size < names.length)
    errors.push(invalidValue(at.child('versions'), asJson(spec.versions), 'must contain unique version names'));
  if (spec.versions.filter(({ storage }) => storage).length !== 1) {
    const why = 'must have exactly one version marked as storage version';
    errors.push(invalidValue(at.child('versions'), asJson(spec.versions), why));
  }
  for (const name of ['plural', 'singular', 'kind', 'listKind'] as const)
    if (!spec.names[name]) errors.push(required(at.child('names', name)));
  errors.push(...namesErrors(spec.names, at.child('names')));
  if (spec.preserveUnknownFields) {
    const why =
      'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead';
    errors.push(invalidValue(at.child('preserveUnknownFields'), true, why));
  }
  if (spec.conversion) errors.push(...conversionErrors(spec.conversion, spec.versions, at.child('conversion')));
  return errors;
}

function versionErrors(version: CustomResourceDefinitionVersion, at: FieldPath): FieldError[] {
  const errors = deprecationErrors(version, at.child('deprecationWarning'));
  const schema = version.schema?.openAPIV3Schema;
  if (schema) {
    const hasStatus = version.subresources?.status !== undefined;
    errors.push(...schemaErrors(schema, hasStatus, at.child('schema').child('openAPIV3Schema')));
  }
  errors.push(...subresourceErrors(version.subresources, at.child('subresources')));
  for (const [i, column] of (version.additionalPrinterColumns ?? []).entries()) {
    const here = at.child('additionalPrinterColumns').index(i);
    if (column.name === '') errors.push(required(here.child('name')));
    const mustType = `must be one of ${columnTypes.join(',')}`;
    if (column.type === '') errors.push(required(here.child('type'), mustType));
    else if (!columnTypes.includes(column.type)) errors.push(invalidValue(here.child('type'), column.type, mustType));
    if (column.format && !columnFormats.includes(column.format))
      errors.push(invalidValue(here.child('format'), column.format, `must be one of ${columnFormats.join(',')}`));
    if (column.jsonPath === '') errors.push(required(here.child('JSONPath')));
    else errors.push(...pathErrors(column.jsonPath, here.child('JSONPath')));
  }
  return [...errors, ...selectableErrors(version, at.child('selectableFields'))];
}

function deprecationErrors({ deprecated, deprecationWarning: text }: CustomResourceDefinitionVersion, at: FieldPath) {
  if (text === undefined) return [];
  const complaints: string[] = [];
  if (!deprecated) complaints.push('can only be set for deprecated versions');
  else {
    if (text.length > 256) complaints.push('must be <= 256 characters long');
    if (text === '') complaints.push('must not be an empty string');
    const bad = /[\p{C}\p{Zl}\p{Zp}]/u.exec(text);
    if (bad) {
      complaints.push(
        `must only contain printable UTF-8 characters; non-printable character found at index ${bad.index}`,
      );
    }
  }
  return complaints.map((complaint) => invalidValue(at, text, complaint));
}

function subresourceErrors(subresources: CustomResourceSubresources | undefined, at: FieldPath): FieldError[] {
  const scale = subresources?.scale;
  if (!scale) return [];
  const errors: FieldError[] = [];
  const below = (name: 'specReplicasPath' | 'statusReplicasPath', root: string): void => {
    const here = at.child(`scale.${name}`);
    const text = scale[name];
    if (text === '') errors.push(required(here));
    else if (pathErrors(text, here).length > 0) errors.push(...pathErrors(text, here));
    else if (!text.startsWith(`${root}.`)) errors.push(invalidValue(here, text, `should be a json path under ${root}`));
  };
  below('specReplicasPath', '.spec');
  below('statusReplicasPath', '.status');
  const selector = scale.labelSelectorPath;
  if (selector) {
    const here = at.child('scale.labelSelectorPath');
    const bad = pathErrors(selector, here);
    if (bad.length > 0) errors.push(...bad);
    else if (!selector.startsWith('.spec.') && !selector.startsWith('.status.'))
      errors.push(invalidValue(here, selector, 'should be a json path under either .spec or .status'));
  }
  return errors;
}

const pathErrors = (text: string, at: FieldPath): FieldError[] =>
  text.startsWith('.') ? [] : [invalidValue(at, text, 'must be a simple json path starting with .')];

function selectableErrors(version: CustomResourceDefinitionVersion, at: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  const schema = version.schema?.openAPIV3Schema;
  const seen = new Set<string>();
  for (const [i, { jsonPath }] of (version.selectableFields ?? []).entries()) {
    const here = at.index(i).child('jsonPath');
    if (jsonPath === '') {
      errors.push(required(here));
      continue;
    }
    const found = schema && schemaAt(schema, jsonPath);
    if (!found) {
      errors.push(invalidValue(here, jsonPath, 'is an invalid path: does not refer to a valid field'));
      continue;
    }
    if (/^\.metadata(\.|$)/.test(jsonPath))
      errors.push(invalidValue(here, jsonPath, 'must not point to fields in metadata'));
    if (!['string', 'boolean', 'integer'].includes(found.type ?? '')) {
      const why =
        'must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.';
      errors.push(invalidValue(here, jsonPath, why));
    }
    if (seen.has(jsonPath)) errors.push(duplicate(here, jsonPath));
    seen.add(jsonPath);
  }
  if (seen.size > selectableFieldsAtMost) errors.push(tooMany(at, seen.size, selectableFieldsAtMost));
  return errors;
}

function namesErrors(names: CustomResourceDefinitionNames, at: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  const label = (place: FieldPath, text: string, prefix = '', judged = text): void => {
    const complaints = text === '' ? [] : isDNS1035Label(judged);
    if (complaints.length > 0) errors.push(invalidValue(place, text, prefix + complaints.join(',')));
  };
  const mixed = 'may have mixed case, but should otherwise match: ';
  label(at.child('plural'), names.plural);
  label(at.child('singular'), names.singular ?? '');
  label(at.child('kind'), names.kind, mixed, names.kind.toLowerCase());
  label(at.child('listKind'), names.listKind ?? '', mixed, names.listKind?.toLowerCase());
  for (const [i, each] of (names.shortNames ?? []).entries()) label(at.child('shortNames').index(i), each);
  if (names.kind !== '' && names.kind === names.listKind)
    errors.push(invalidValue(at.child('listKind'), names.listKind, 'kind and listKind may not be the same'));
  for (const [i, each] of (names.categories ?? []).entries()) label(at.child('categories').index(i), each);
  return errors;
}

function conversionErrors(
  { strategy, webhook }: CustomResourceConversion,
  versions: readonly CustomResourceDefinitionVersion[],
  at: FieldPath,
): FieldError[] {
  const text: string = strategy;
  if (text === '') return [required(at.child('strategy'))];
  if (text === 'Webhook') return webhookErrors(webhook, versions, at);
  if (text !== 'None') return [notSupported(at.child('strategy'), text, ['None', 'Webhook'])];
  if (!webhook) return [];
  const why = 'should not be set when strategy is not set to Webhook';
  return [
    ...(webhook.clientConfig ? [forbiddenField(at.child('webhookClientConfig'), why)] : []),
    ...(webhook.conversionReviewVersions.length > 0 ? [forbiddenField(at.child('conversionReviewVersions'), why)] : []),
  ];
}

/** With one version there is nothing to convert: the webhook is never called, and need not be. */
function webhookErrors(
  webhook: WebhookConversion | undefined,
  versions: readonly CustomResourceDefinitionVersion[],
  at: FieldPath,
): FieldError[] {
  if (versions.length > 1) {
    const why =
      'conversion webhooks are not called by this version of Peapod, which a definition with several versions would need: ' +
      'set it to None, with which every version reads what another one stored, or define one version only';
    return [invalidValue(at.child('strategy'), 'Webhook', why)];
  }
  const errors: FieldError[] = [];
  const client = webhook?.clientConfig;
  const here = at.child('webhookClientConfig');
  if (!client) errors.push(required(here, 'required when strategy is set to Webhook'));
  else if ((client.url === undefined) === (client.service === undefined))
    errors.push(required(here, 'exactly one of url or service is required'));
  const reviews = webhook?.conversionReviewVersions ?? [];
  const reviewsAt = at.child('conversionReviewVersions');
  if (reviews.length === 0) errors.push(required(reviewsAt));
  else if (!reviews.some((version) => version === 'v1' || version === 'v1beta1')) {
    const shown = new Literal(goStrings(reviews));
    errors.push(invalidValue(reviewsAt, shown, 'must include at least one of v1, v1beta1'));
  }
  return errors;
}

function statusErrors(definition: CustomResourceDefinition): FieldError[] {
  const at = path('status', 'storedVersions');
  const stored = definition.status?.storedVersions ?? [];
  const errors = validateDefinitionStatus(definition);
  if (stored.length === 0)
    return [...errors, invalidValue(at, new Literal('[]string{}'), 'must have at least one stored version')];
  for (const { name, storage } of definition.spec.versions) {
    if (storage && !stored.includes(name))
      errors.push(invalidValue(at, new Literal(goStrings(stored)), `must have the storage version ${name}`));
  }
  for (const [i, name] of stored.entries()) {
    if (definition.spec.versions.some((version) => version.name === name)) continue;
    const why =
      `missing from spec.versions; ${name} was previously a storage version, and must remain in spec.versions until a ` +
      `storage migration ensures no data remains persisted in ${name} and removes ${name} from status.storedVersions`;
    errors.push(invalidValue(at.index(i), name, why));
  }
  return errors;
}

const approval = 'api-approved.kubernetes.io';

/** Groups of the Kubernetes community are for what it has approved. */
function approvalErrors(
  { metadata, spec }: CustomResourceDefinition,
  old: CustomResourceDefinition | undefined,
): FieldError[] {
  if (!/(^|\.)(k8s|kubernetes)\.io$/.test(spec.group)) return [];
  const given = metadata?.annotations?.[approval] ?? '';
  if (old && (old.metadata?.annotations?.[approval] ?? '') === given) return [];
  const at = path('metadata', 'annotations').key(approval);
  const see = 'see https://github.com/kubernetes/enhancements/pull/1111';
  if (given === '') {
    return [required(at, `protected groups must have approval annotation "${approval}", ${see}`)];
  }
  if (given.startsWith('unapproved') || URL.canParse(given)) return [];
  return [
    invalidValue(
      at,
      given,
      `protected groups must have approval annotation "${approval}" with either a URL or a reason starting with "unapproved", ${see}`,
    ),
  ];
}
