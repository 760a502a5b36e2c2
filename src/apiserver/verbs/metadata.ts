/** What the server itself keeps in metadata: names, namespaces, uids, times (apiserver registry/rest). */
import { randomUUID } from 'node:crypto';
import type { ObjectMeta, OwnerReference } from '../../api/meta/v1.ts';
import { badRequest, invalid } from '../../machinery/apiError.ts';
import type { FieldError } from '../../machinery/fieldError.ts';
import { nameIsDNSSubdomain } from '../../machinery/names.ts';
import type { NameRule } from '../../machinery/names.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../../machinery/objectMeta.ts';
import { formatTime } from '../../machinery/time.ts';
import type { RequestContext, Strategy } from '../registration.ts';
import type { Endpoint } from './endpoint.ts';

/** The metadata of an object that decode() made: always there. */
export function metadataOf(object: KubeObject): ObjectMeta {
  return (object.metadata ??= {});
}

/** The object's namespace is the request's, or says nothing. */
export function matchNamespace(endpoint: Endpoint, object: KubeObject, namespace: string | undefined): void {
  const metadata = metadataOf(object);
  const expected = endpoint.resource.namespaced ? (namespace ?? '') : '';
  if (!metadata.namespace) {
    if (expected !== '') metadata.namespace = expected;
    return;
  }
  if (metadata.namespace === expected) return;
  // A cluster-scoped object with a namespace is for validation to refuse.
  if (!endpoint.resource.namespaced) return;
  throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
}

/** The object's name is the one on the URL. */
export function matchName(object: KubeObject, name: string): void {
  const found = object.metadata?.name ?? '';
  if (found === '')
    throw badRequest(`the name of the object (${name} based on URL) was undeterminable: name must be provided`);
  if (found !== name)
    throw badRequest(`the name of the object (${found}) does not match the name on the URL (${name})`);
}

/** A new object gets its identity from the server alone. */
export function fillSystemFields(object: KubeObject, now: number): void {
  const metadata = metadataOf(object);
  metadata.uid = randomUUID();
  metadata.creationTimestamp = secondOf(now);
  delete metadata.deletionTimestamp;
  delete metadata.deletionGracePeriodSeconds;
  delete metadata.selfLink;
}

let second = { at: 0, text: '' };

/** Many objects are created in one second: its text is made once. */
function secondOf(now: number): string {
  const at = Math.floor(now / 1000);
  if (second.at !== at) second = { at, text: formatTime(now) };
  return second.text;
}

/** What an update can never change, and what it need not repeat. `generation` is the strategy's to raise. */
export function keepSystemFields(object: KubeObject, old: KubeObject): void {
  const metadata = metadataOf(object);
  const before = old.metadata ?? {};
  if (!metadata.uid && before.uid) metadata.uid = before.uid;
  if (before.creationTimestamp) metadata.creationTimestamp = before.creationTimestamp;
  if (before.deletionTimestamp) metadata.deletionTimestamp = before.deletionTimestamp;
  if (before.deletionGracePeriodSeconds !== undefined) {
    metadata.deletionGracePeriodSeconds ??= before.deletionGracePeriodSeconds;
  }
  delete metadata.selfLink;
}

/** Requests cannot set the generation: strategies raise it from what it was. */
export function keepGeneration(object: KubeObject, old: KubeObject): void {
  const generation = old.metadata?.generation;
  if (generation === undefined) delete metadataOf(object).generation;
  else metadataOf(object).generation = generation;
}

const alphabet = 'bcdfghjklmnpqrstvwxz2456789';
const longestBase = 58;

/** generateName and five characters that spell no words. */
export function generateName(base: string): string {
  let suffix = '';
  for (let i = 0; i < 5; i += 1) suffix += alphabet[Math.floor(Math.random() * alphabet.length)];
  return base.slice(0, longestBase) + suffix;
}

/** Owners that are given twice are kept once, and the client is told. */
export function dedupOwnerReferences(object: KubeObject, context: RequestContext): void {
  const references = object.metadata?.ownerReferences;
  if (!references || references.length < 2) return;
  const same = (a: OwnerReference, b: OwnerReference): boolean =>
    a.uid === b.uid &&
    a.name === b.name &&
    a.kind === b.kind &&
    a.apiVersion === b.apiVersion &&
    (a.controller ?? false) === (b.controller ?? false) &&
    (a.blockOwnerDeletion ?? false) === (b.blockOwnerDeletion ?? false);
  const kept = references.filter((r, i) => references.findIndex((other) => same(r, other)) === i);
  if (kept.length === references.length) return;
  const twice = [
    ...new Set(references.filter((r) => references.filter((o) => same(r, o)).length > 1).map((r) => r.uid)),
  ];
  context.warn(
    `.metadata.ownerReferences contains duplicate entries; API server dedups owner references in 1.20+, ` +
      `and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: ${twice.join(', ')}`,
  );
  metadataOf(object).ownerReferences = kept;
}

/** Throws 422 when a new object breaks a rule of its metadata, its schema or its kind. */
export function validateNew(endpoint: Endpoint, object: KubeObject): void {
  const { strategy, resource } = endpoint.registration;
  throwInvalid(endpoint, object, [
    ...validateObjectMeta(metadataOf(object), resource.namespaced, nameRule(strategy)),
    ...endpoint.codec.check(object),
    ...(strategy.validate?.(object) ?? []),
  ]);
}

/** As validateNew() for an update; `validateUpdate` is the strategy's or the subresource's. */
export function validateChanged(
  endpoint: Endpoint,
  object: KubeObject,
  old: KubeObject,
  validateUpdate: ((object: KubeObject, old: KubeObject) => FieldError[]) | undefined,
): void {
  throwInvalid(endpoint, object, [
    ...validateObjectMetaUpdate(metadataOf(object), old.metadata ?? {}),
    ...endpoint.codec.check(object),
    ...(validateUpdate?.(object, old) ?? []),
  ]);
}

const nameRule = (strategy: Strategy<KubeObject>): NameRule =>
  strategy.validateName
    ? (name, prefix) => strategy.validateName?.(prefix && name.endsWith('-') ? `${name.slice(0, -1)}a` : name) ?? []
    : nameIsDNSSubdomain;

function throwInvalid(endpoint: Endpoint, object: KubeObject, errors: readonly FieldError[]): void {
  if (errors.length > 0)
    throw invalid(
      { group: endpoint.resource.group, kind: endpoint.resource.kind },
      object.metadata?.name ?? '',
      errors,
    );
}
