/**
 * Every change of an object that is there: PUT, PATCH, and what handlers of subresources change.
 *
 *  - The new object is built from the newest state; when somebody else wrote meanwhile it is built again.
 *  - A resourceVersion in the new object is a promise about what it was built from: a stale one is a 409.
 *  - A change that changes nothing writes nothing.
 *  - An object that is being deleted goes with the update that takes its last finalizer.
 */
import { ApiError, invalid, notFound, staleObject, forbidden, conflict } from '../../machinery/apiError.ts';
import { invalidValue, path } from '../../machinery/fieldError.ts';
import { sameButForTimes } from '../../machinery/apply/managedFields.ts';
import { semanticEqual } from '../../machinery/equal.ts';
import type { KubeObject } from '../../machinery/object.ts';
import type { AdmissionRequest, ObjectSubresource, RequestContext } from '../registration.ts';
import { forbiddenReason } from '../authorization/refusal.ts';
import type { CacheItem } from '../watchCache/cacheItem.ts';
import { admit, validateAdmission } from './core.ts';
import type { VerbCore } from './core.ts';
import { createObject } from './create.ts';
import { decodeBody } from './decode.ts';
import type { Endpoint } from './endpoint.ts';
import { trackUpdate } from './fieldManager.ts';
import {
  dedupOwnerReferences,
  keepGeneration,
  keepSystemFields,
  matchName,
  matchNamespace,
  metadataOf,
  validateChanged,
} from './metadata.ts';
import { writeOptions } from './options.ts';
import { applyPatch } from './patchValue.ts';
import { WriteConflict } from './storage.ts';
import { itemAnswer, objectAnswer } from './verbRequest.ts';
import type { Answer, VerbRequest } from './verbRequest.ts';

/** A writer that loses this often meets a hot object: the client is asked to come back. */
const attempts = 100;

export function update(core: VerbCore, request: VerbRequest, rules?: ObjectSubresource<KubeObject>): Promise<Answer> {
  const { endpoint, namespace, name, context } = request;
  const { fieldValidation } = writeOptions(request.query, 'UpdateOptions');
  const build = (): KubeObject => {
    const object = decodeBody(request.body, endpoint.codec, fieldValidation, (text) => context.warn(text));
    matchNamespace(endpoint, object, namespace);
    matchName(object, name);
    return object;
  };
  // What is wrong with the body is told before what is wrong with the object.
  let first: KubeObject | undefined = build();
  const next = (): KubeObject => {
    const object = first ?? build();
    first = undefined;
    return object;
  };
  return change(core, request, next, rules);
}

/** `next` makes a fresh object from what is there, each time anew. */
export async function change(
  core: VerbCore,
  request: VerbRequest,
  next: (old: KubeObject) => KubeObject | Promise<KubeObject>,
  rules?: ObjectSubresource<KubeObject>,
): Promise<Answer> {
  const { endpoint, namespace, name } = request;
  for (let attempt = 1; ; attempt += 1) {
    const old = endpoint.get(namespace, name);
    if (!old) return createInstead(core, request, next, rules);
    try {
      return await changeFrom(core, request, old, await next(old.object), rules);
    } catch (error) {
      if (!(error instanceof WriteConflict)) throw error;
      if (attempt >= attempts) throw staleObject(endpoint.subject, name);
    }
  }
}

/** What an object is made from that is not there. */
const nothing: KubeObject = {};

async function createInstead(
  core: VerbCore,
  request: VerbRequest,
  next: (old: KubeObject) => KubeObject | Promise<KubeObject>,
  rules?: ObjectSubresource<KubeObject>,
): Promise<Answer> {
  const { endpoint, namespace, name, context } = request;
  const allowed =
    request.patchType === undefined ? endpoint.registration.strategy.createOnUpdate : request.patchType === applyPatch;
  if (rules || !allowed) throw notFound(endpoint.subject, name);
  const attributes = {
    verb: 'create',
    group: endpoint.resource.group,
    version: endpoint.resource.version,
    resource: endpoint.resource.resource,
    subresource: '',
    namespace: namespace ?? '',
    name,
  };
  const decision = core.services.authorizer.authorize(context.user, attributes);
  if (decision.outcome !== 'allow')
    throw forbidden(endpoint.subject, name, forbiddenReason(context.user, attributes, decision.reason));
  const object = await next(nothing);
  const { uid } = object.metadata ?? {};
  if (uid) {
    throw conflict(
      endpoint.subject,
      name,
      `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`,
    );
  }
  delete metadataOf(object).resourceVersion;
  endpoint.setDefaults(object);
  return createObject(core, request, object);
}

async function changeFrom(
  core: VerbCore,
  request: VerbRequest,
  old: CacheItem,
  object: KubeObject,
  rules: ObjectSubresource<KubeObject> | undefined,
): Promise<Answer> {
  const { endpoint, name, context } = request;
  const { strategy } = endpoint.registration;
  const metadata = metadataOf(object);
  endpoint.setDefaults(object);
  if (metadata.uid && metadata.uid !== old.object.metadata?.uid) {
    throw conflict(
      endpoint.subject,
      name,
      `Precondition failed: UID in precondition: ${metadata.uid}, UID in object meta: ${old.object.metadata?.uid ?? ''}`,
    );
  }
  dedupOwnerReferences(object, context);
  if (request.patchType !== applyPatch) trackUpdate(request, old.object, object);
  const admission = (): AdmissionRequest => ({
    operation: 'UPDATE',
    resource: endpoint.resource,
    subresource: request.subresource || undefined,
    namespace: request.namespace,
    name,
    object,
    old: old.object,
    context,
  });
  await admit(core, admission());
  checkVersion(endpoint, name, object, old, strategy.unconditionalUpdate ?? false);
  keepGeneration(object, old.object);
  await (rules
    ? rules.prepareForUpdate(object, old.object, context)
    : strategy.prepareForUpdate?.(object, old.object, context));
  keepSystemFields(object, old.object);
  const validateUpdate = rules
    ? (a: KubeObject, b: KubeObject) => rules.validateUpdate?.(a, b) ?? []
    : (a: KubeObject, b: KubeObject) => strategy.validateUpdate?.(a, b) ?? [];
  validateChanged(endpoint, object, old.object, validateUpdate);
  if (!rules) for (const text of strategy.warnings?.(object, old.object) ?? []) context.warn(text);
  await validateAdmission(core, admission());
  if (context.dryRun) return objectAnswer(object);
  if (isFinished(endpoint, object, old.object)) return itemAnswer(await remove(core, endpoint, old, object, context));
  const undo = rules ? undefined : await strategy.reserve?.(object, old.object, context);
  try {
    return itemAnswer(await write(core, endpoint, old, object));
  } catch (error) {
    await undo?.();
    throw error;
  }
}

/** Sets the resourceVersion that the object is compared at; refuses one that is stale or missing. */
function checkVersion(
  endpoint: Endpoint,
  name: string,
  object: KubeObject,
  old: CacheItem,
  unconditional: boolean,
): void {
  const metadata = metadataOf(object);
  const given = metadata.resourceVersion ?? '';
  const current = String(old.revision);
  if (given === '' || given === '0') {
    if (!unconditional) {
      throw invalid({ group: endpoint.resource.group, kind: endpoint.resource.resource }, name, [
        invalidValue(path('metadata', 'resourceVersion'), 0, 'must be specified for an update'),
      ]);
    }
    metadata.resourceVersion = current;
  } else if (given !== current) {
    if (!/^[0-9]+$/.test(given)) {
      throw invalid({ group: endpoint.resource.group, kind: endpoint.resource.kind }, name, [
        invalidValue(path('metadata', 'resourceVersion'), given, 'must be an unsigned integer'),
      ]);
    }
    throw staleObject(endpoint.subject, name);
  }
}

/** Being deleted, and nothing holds it any longer. */
function isFinished(endpoint: Endpoint, object: KubeObject, old: KubeObject): boolean {
  const before = old.metadata ?? {};
  if (!before.deletionTimestamp) return false;
  if ((object.metadata?.finalizers ?? []).length > 0) return false;
  if ((before.deletionGracePeriodSeconds ?? 0) > 0) return false;
  return !endpoint.registration.strategy.heldByFinalizers?.(object);
}

async function remove(
  core: VerbCore,
  endpoint: Endpoint,
  old: CacheItem,
  object: KubeObject,
  context: RequestContext,
): Promise<CacheItem> {
  const last = await core.storage.delete(endpoint, old);
  await endpoint.registration.strategy.afterDelete?.(object, context);
  return last;
}

async function write(core: VerbCore, endpoint: Endpoint, old: CacheItem, object: KubeObject): Promise<CacheItem> {
  const same = semanticEqual(comparable(object), comparable(old.object));
  // Times of managers alone are no change.
  if (same && sameButForTimes(object.metadata?.managedFields, old.object.metadata?.managedFields)) return old;
  return core.storage.update(endpoint, old, object);
}

const comparable = ({ metadata, ...rest }: KubeObject): unknown => {
  const { resourceVersion: _, managedFields: __, ...kept } = metadata ?? {};
  return { ...rest, metadata: kept };
};

/** For callers without a request of their own (status of a namespace, token secrets): the same compare-and-swap. */
export async function changeStored(
  core: VerbCore,
  endpoint: Endpoint,
  namespace: string | undefined,
  name: string,
  next: (old: KubeObject) => KubeObject | Promise<KubeObject>,
  context: RequestContext,
): Promise<KubeObject> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const old = endpoint.get(namespace, name);
    if (!old) throw notFound(endpoint.subject, name);
    const object = await next(old.object);
    if (context.dryRun) return object;
    try {
      if (isFinished(endpoint, object, old.object)) return (await remove(core, endpoint, old, object, context)).object;
      return (await write(core, endpoint, old, object)).object;
    } catch (error) {
      if (!(error instanceof WriteConflict)) throw error;
    }
  }
  throw new ApiError(409, 'Conflict', staleObject(endpoint.subject, name).message);
}
