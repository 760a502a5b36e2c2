/** POST: decode → default → admit → strategy → validate → one commit. */
import { ApiError, alreadyExists, generatedNameExists } from '../../machinery/apiError.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { KeyExistsError } from '../../store/store.ts';
import type { AdmissionRequest } from '../registration.ts';
import type { CacheItem } from '../watchCache/cacheItem.ts';
import { admit, settleAdmission, validateAdmission } from './core.ts';
import type { VerbCore } from './core.ts';
import { decodeBody } from './decode.ts';
import { trackUpdate } from './fieldManager.ts';
import {
  dedupOwnerReferences,
  fillSystemFields,
  generateName,
  matchNamespace,
  metadataOf,
  validateNew,
} from './metadata.ts';
import { writeOptions } from './options.ts';
import { applyPatch } from './patchValue.ts';
import { itemAnswer, objectAnswer } from './verbRequest.ts';
import type { Answer, VerbRequest } from './verbRequest.ts';

/** With five random characters a clash is rare; eight in a row are not chance. */
const generateAttempts = 8;

export async function create(core: VerbCore, request: VerbRequest): Promise<Answer> {
  const { endpoint, namespace, context } = request;
  const { fieldValidation } = writeOptions(request.query, 'CreateOptions');
  const object = decodeBody(request.body, endpoint.codec, fieldValidation, (text) => context.warn(text));
  matchNamespace(endpoint, object, namespace);
  endpoint.setDefaults(object);
  const virtual = endpoint.registration.create;
  if (virtual) {
    const asked = admissionOf(request, object);
    await admit(core, asked);
    await validateAdmission(core, asked);
    const answer = await virtual(object, namespace, context);
    return objectAnswer(
      { ...answer, kind: answer.kind ?? endpoint.resource.kind, apiVersion: answer.apiVersion ?? endpoint.apiVersion },
      201,
    );
  }
  return createObject(core, request, object);
}

/** Also the second half of a PUT that creates. `object` is fresh, defaulted and in the right namespace. */
export async function createObject(core: VerbCore, request: VerbRequest, object: KubeObject): Promise<Answer> {
  const { endpoint, context } = request;
  const { strategy } = endpoint.registration;
  const metadata = metadataOf(object);
  if (metadata.resourceVersion && metadata.resourceVersion !== '0') {
    throw new ApiError(500, '', 'resourceVersion should not be set on objects to be created');
  }
  delete metadata.resourceVersion;
  fillSystemFields(object, context.now);
  dedupOwnerReferences(object, context);
  if (request.patchType !== applyPatch) trackUpdate(request, undefined, object);
  await admit(core, admissionOf(request, object));
  dedupOwnerReferences(object, context);
  const generated = !metadata.name && !!metadata.generateName;
  if (generated) metadata.name = generateName(metadata.generateName ?? '');
  delete metadata.generation;
  await strategy.prepareForCreate?.(object, context);
  validateNew(endpoint, object);
  for (const text of strategy.warnings?.(object, undefined) ?? []) context.warn(text);
  const asked = admissionOf(request, object);
  try {
    await validateAdmission(core, asked);
    return await storeAdmitted(core, request, object, generated);
  } finally {
    settleAdmission(core, asked);
  }
}

async function storeAdmitted(
  core: VerbCore,
  request: VerbRequest,
  object: KubeObject,
  generated: boolean,
): Promise<Answer> {
  const { endpoint, context } = request;
  const metadata = metadataOf(object);
  if (context.dryRun) {
    if (endpoint.get(metadata.namespace, metadata.name ?? ''))
      throw alreadyExists(endpoint.subject, metadata.name ?? '');
    return objectAnswer(object, 201);
  }
  const undo = await endpoint.registration.strategy.reserve?.(object, undefined, context);
  try {
    return itemAnswer(await store(core, request, object, generated), 201);
  } catch (error) {
    await undo?.();
    throw error;
  }
}

async function store(
  core: VerbCore,
  { endpoint }: VerbRequest,
  object: KubeObject,
  generated: boolean,
): Promise<CacheItem> {
  const metadata = metadataOf(object);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await core.storage.create(endpoint, endpoint.key(metadata.namespace, metadata.name ?? ''), object);
    } catch (error) {
      if (!(error instanceof KeyExistsError)) throw error;
      if (!generated) throw alreadyExists(endpoint.subject, metadata.name ?? '');
      if (attempt >= generateAttempts) throw generatedNameExists(endpoint.subject, metadata.name ?? '');
      metadata.name = generateName(metadata.generateName ?? '');
    }
  }
}

function admissionOf(request: VerbRequest, object: KubeObject): AdmissionRequest {
  return {
    operation: 'CREATE',
    resource: request.endpoint.resource,
    subresource: request.subresource || undefined,
    namespace: request.namespace,
    name: object.metadata?.name ?? request.name,
    object,
    old: undefined,
    context: request.context,
  };
}
