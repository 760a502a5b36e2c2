/** The rules of metadata that hold for every kind. */
import type { ManagedFieldsEntry, ObjectMeta, OwnerReference } from '../api/meta/v1.ts';
import { semanticEqual } from './equal.ts';
import { complaintsAbout, forbiddenField, invalidValue, Literal, path, required, tooLong } from './fieldError.ts';
import type { FieldError, FieldPath } from './fieldError.ts';
import { goQuote, goStrings, goTime } from './goText.ts';
import { validateLabels } from './labels.ts';
import { byteLength, isQualifiedName, nameIsDNSLabel, nameIsDNSSubdomain } from './names.ts';
import type { NameRule } from './names.ts';
import { parseApiVersion } from './object.ts';

export const foregroundDeletion = 'foregroundDeletion';
export const orphanDependents = 'orphan';
const annotationsAtMost = 256 * 1024;
const immutableField = 'field is immutable';

/** On create, with the name already generated. `namespaced` says whether the kind lives in namespaces. */
export function validateObjectMeta(
  meta: ObjectMeta,
  namespaced: boolean,
  nameRule: NameRule = nameIsDNSSubdomain,
  at: FieldPath = path('metadata'),
): FieldError[] {
  const errors: FieldError[] = [];
  if (meta.generateName)
    errors.push(...complaintsAbout(at.child('generateName'), meta.generateName, nameRule(meta.generateName, true)));
  if (!meta.name) errors.push(required(at.child('name'), 'name or generateName is required'));
  else errors.push(...complaintsAbout(at.child('name'), meta.name, nameRule(meta.name, false)));
  if (namespaced) {
    if (!meta.namespace) errors.push(required(at.child('namespace')));
    else errors.push(...complaintsAbout(at.child('namespace'), meta.namespace, nameIsDNSLabel(meta.namespace, false)));
  } else if (meta.namespace) {
    errors.push(forbiddenField(at.child('namespace'), 'not allowed on this type'));
  }
  errors.push(...validateNonnegative(meta.generation, at.child('generation')));
  errors.push(...validateLabels(meta.labels, at.child('labels')));
  errors.push(...validateAnnotations(meta.annotations, at.child('annotations')));
  errors.push(...validateOwnerReferences(meta.ownerReferences, at.child('ownerReferences')));
  errors.push(...validateFinalizers(meta.finalizers, at.child('finalizers')));
  errors.push(...validateManagedFields(meta.managedFields, at.child('managedFields')));
  return errors;
}

export function validateObjectMetaUpdate(
  meta: ObjectMeta,
  old: ObjectMeta,
  at: FieldPath = path('metadata'),
): FieldError[] {
  const errors: FieldError[] = [];
  if (old.deletionTimestamp) {
    const added = (meta.finalizers ?? []).filter((name) => !old.finalizers?.includes(name)).sort();
    if (added.length) {
      errors.push(
        forbiddenField(
          at.child('finalizers'),
          `no new finalizers can be added if the object is being deleted, found new finalizers ${goStrings(added)}`,
        ),
      );
    }
  }
  if (!meta.resourceVersion) {
    errors.push(
      invalidValue(at.child('resourceVersion'), meta.resourceVersion ?? '', 'must be specified for an update'),
    );
  }
  if ((meta.generation ?? 0) < (old.generation ?? 0)) {
    errors.push(invalidValue(at.child('generation'), meta.generation ?? 0, 'must not be decremented'));
  }
  errors.push(...validateImmutable(meta.name ?? '', old.name ?? '', at.child('name')));
  errors.push(...validateImmutable(meta.namespace ?? '', old.namespace ?? '', at.child('namespace')));
  errors.push(...validateImmutable(meta.uid ?? '', old.uid ?? '', at.child('uid')));
  errors.push(...validateImmutableTime(meta.creationTimestamp, old.creationTimestamp, at.child('creationTimestamp')));
  errors.push(...validateImmutableTime(meta.deletionTimestamp, old.deletionTimestamp, at.child('deletionTimestamp')));
  errors.push(
    ...validateImmutable(
      meta.deletionGracePeriodSeconds,
      old.deletionGracePeriodSeconds,
      at.child('deletionGracePeriodSeconds'),
    ),
  );
  errors.push(...validateLabels(meta.labels, at.child('labels')));
  errors.push(...validateAnnotations(meta.annotations, at.child('annotations')));
  errors.push(...validateOwnerReferences(meta.ownerReferences, at.child('ownerReferences')));
  errors.push(...validateManagedFields(meta.managedFields, at.child('managedFields')));
  return errors;
}

/** `shown` is how the new value appears in the message. */
export const validateImmutable = (value: unknown, old: unknown, at: FieldPath, shown: unknown = value): FieldError[] =>
  semanticEqual(value, old) ? [] : [invalidValue(at, shown, immutableField)];

const validateImmutableTime = (time: string | undefined, old: string | undefined, at: FieldPath): FieldError[] =>
  validateImmutable(time, old, at, time ? new Literal(goTime(time)) : undefined);

export const validateNonnegative = (value: number | undefined, at: FieldPath): FieldError[] =>
  (value ?? 0) < 0 ? [invalidValue(at, value, 'must be greater than or equal to 0')] : [];

export function validateAnnotations(
  annotations: Readonly<Record<string, string>> | undefined,
  at: FieldPath,
): FieldError[] {
  const entries = Object.entries(annotations ?? {});
  const errors = entries.flatMap(([key]) => complaintsAbout(at, key, isQualifiedName(key.toLowerCase())));
  const size = entries.reduce((sum, [key, value]) => sum + byteLength(key) + byteLength(value), 0);
  if (size > annotationsAtMost) errors.push(tooLong(at, annotationsAtMost));
  return errors;
}

function validateOwnerReferences(references: readonly OwnerReference[] | undefined, at: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  let controller = '';
  for (const reference of references ?? []) {
    errors.push(...validateOwnerReference(reference, at));
    if (!reference.controller) continue;
    const name = `${reference.kind}/${reference.name}`;
    if (controller === '') controller = name;
    else {
      errors.push(
        invalidValue(
          at,
          new Literal(`[]v1.OwnerReference{${(references ?? []).map(goOwnerReference).join(', ')}}`),
          `Only one reference can have Controller set to true. Found "true" in references for ${controller} and ${name}`,
        ),
      );
    }
  }
  return errors;
}

const goOwnerReference = (r: OwnerReference): string =>
  `v1.OwnerReference{APIVersion:${goQuote(r.apiVersion)}, Kind:${goQuote(r.kind)}, Name:${goQuote(r.name)}, UID:${goQuote(r.uid)}}`;

function validateOwnerReference(reference: OwnerReference, at: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  const { group, version } = parseApiVersion(reference.apiVersion);
  if (version === '')
    errors.push(invalidValue(at.child('apiVersion'), reference.apiVersion, 'version must not be empty'));
  if (reference.kind === '') errors.push(invalidValue(at.child('kind'), '', 'kind must not be empty'));
  if (reference.name === '') errors.push(invalidValue(at.child('name'), '', 'name must not be empty'));
  if (reference.uid === '') errors.push(invalidValue(at.child('uid'), '', 'uid must not be empty'));
  if (group === '' && version === 'v1' && reference.kind === 'Event') {
    errors.push(
      invalidValue(at, new Literal(goOwnerReference(reference)), '/v1, Kind=Event is disallowed from being an owner'),
    );
  }
  return errors;
}

function validateFinalizers(finalizers: readonly string[] | undefined, at: FieldPath): FieldError[] {
  const errors = (finalizers ?? []).flatMap((name) => complaintsAbout(at, name, isQualifiedName(name)));
  if (finalizers?.includes(orphanDependents) && finalizers.includes(foregroundDeletion)) {
    errors.push(
      invalidValue(
        at,
        new Literal(goStrings(finalizers)),
        `finalizer ${orphanDependents} and ${foregroundDeletion} cannot be both set`,
      ),
    );
  }
  return errors;
}

export function validateFieldManager(manager: string, at: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  if (byteLength(manager) > 128) errors.push(tooLong(at, 128));
  const unprintable = /[\p{C}\p{Zl}\p{Zp}]/u.exec(manager);
  if (unprintable) {
    const code = (unprintable[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    errors.push(invalidValue(at, manager, `invalid character U+${code} (at position ${unprintable.index})`));
  }
  return errors;
}

function validateManagedFields(entries: readonly ManagedFieldsEntry[] | undefined, at: FieldPath): FieldError[] {
  return (entries ?? []).flatMap((entry, i) => {
    const here = at.index(i);
    const errors: FieldError[] = [];
    if (entry.operation !== 'Apply' && entry.operation !== 'Update') {
      errors.push(invalidValue(here.child('operation'), entry.operation ?? '', 'must be `Apply` or `Update`'));
    }
    if (entry.fieldsType && entry.fieldsType !== 'FieldsV1') {
      errors.push(invalidValue(here.child('fieldsType'), entry.fieldsType, 'must be `FieldsV1`'));
    }
    errors.push(...validateFieldManager(entry.manager ?? '', here.child('manager')));
    if (byteLength(entry.subresource ?? '') > 256) errors.push(tooLong(here.child('subresource'), 256));
    return errors;
  });
}
