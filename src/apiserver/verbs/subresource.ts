/** GET, POST, PUT and PATCH of subresources: those that are the object itself, and those with a kind of their own. */
import { methodNotSupported, notFound, unsupportedMediaType } from '../../machinery/apiError.ts';
import { apiVersionOf } from '../../machinery/object.ts';
import type { KubeObject } from '../../machinery/object.ts';
import type {
  AdmissionRequest,
  CustomSubresource,
  ResourceStorage,
  SubresourceAnswer,
  SubresourceHandler,
} from '../registration.ts';
import { admit, validateAdmission } from './core.ts';
import type { VerbCore } from './core.ts';
import { decodeBody } from './decode.ts';
import { requiredCodec } from './endpoint.ts';
import { withManagers } from './fieldManager.ts';
import { metadataOf } from './metadata.ts';
import { writeOptions } from './options.ts';
import { applyPatch, checkPatchType, Patch } from './patchValue.ts';
import { changeStored } from './update.ts';
import { objectAnswer } from './verbRequest.ts';
import type { Answer, VerbRequest } from './verbRequest.ts';

export type CustomVerb = 'get' | 'create' | 'update' | 'patch';

export async function custom(
  core: VerbCore,
  request: VerbRequest,
  rules: CustomSubresource,
  verb: CustomVerb,
): Promise<Answer> {
  const { endpoint, subresource, context } = request;
  const refused = () =>
    methodNotSupported(
      { group: endpoint.resource.group, resource: `${endpoint.resource.resource}/${subresource}` },
      verb,
    );
  const handlers = rules.verbs;
  const gvk = { group: rules.group, version: rules.version, kind: rules.objectKind };
  if (verb === 'get') {
    if (!handlers.get) throw refused();
    return answerOf(await call(core, request, handlers.get, undefined), rules);
  }
  if (verb === 'patch') checkPatchType(request.patchType ?? '', endpoint.codec.builtIn);
  if (request.patchType === applyPatch) {
    throw unsupportedMediaType(
      `server-side apply is not supported for the subresource ${subresource}: use another type of patch, or apply to ` +
        `${endpoint.resource.resource} themselves`,
    );
  }
  const codec = requiredCodec(gvk);
  const { fieldValidation } = writeOptions(request.query, `${verb[0]?.toUpperCase()}${verb.slice(1)}Options`);
  const warn = (text: string): void => context.warn(text);
  let body: KubeObject;
  let handler: SubresourceHandler | undefined;
  let old: KubeObject | undefined;
  if (verb === 'patch') {
    handler = handlers.update;
    if (!handlers.get || !handler) throw refused();
    old = (await call(core, request, handlers.get, undefined)).object;
    body = new Patch(request, codec, fieldValidation).apply(old);
  } else {
    handler = verb === 'create' ? handlers.create : handlers.update;
    if (!handler) throw refused();
    body = decodeBody(request.body, codec, fieldValidation, warn);
    if (verb === 'update' && handlers.get) old = (await call(core, request, handlers.get, undefined)).object;
  }
  codec.applyDefaults(body);
  const metadata = metadataOf(body);
  metadata.name ??= request.name;
  if (request.namespace !== undefined && !metadata.namespace) metadata.namespace = request.namespace;
  const admission: AdmissionRequest = {
    operation: verb === 'create' ? 'CREATE' : 'UPDATE',
    resource: endpoint.resource,
    subresource,
    namespace: request.namespace,
    name: request.name,
    object: body,
    old,
    context,
  };
  await admit(core, admission);
  await validateAdmission(core, admission);
  return answerOf(await call(core, request, handler, body), rules);
}

const call = (
  core: VerbCore,
  request: VerbRequest,
  handler: SubresourceHandler,
  body: KubeObject | undefined,
): Promise<SubresourceAnswer> =>
  handler({
    namespace: request.namespace,
    name: request.name,
    body,
    query: request.query,
    context: request.context,
    storage: storageOf(core, request),
  });

const answerOf = (answer: SubresourceAnswer, rules: CustomSubresource): Answer =>
  objectAnswer({ kind: rules.objectKind, apiVersion: apiVersionOf(rules), ...answer.object }, answer.status);

type Change = (old: KubeObject) => KubeObject | Promise<KubeObject>;

function storageOf(core: VerbCore, request: VerbRequest): ResourceStorage<KubeObject> {
  const { endpoint } = request;
  // Who scales owns the replicas. Other subresources record no managers, as upstream.
  const changed = (next: Change): Change =>
    request.subresource !== 'scale'
      ? next
      : async (old) => {
          const object = await next(old);
          return object === old ? old : withManagers(request, old, object);
        };
  return {
    get(namespace, name) {
      const item = endpoint.get(namespace, name);
      if (!item) throw notFound(endpoint.subject, name);
      return item.object;
    },
    update: (namespace, name, next, context) => changeStored(core, endpoint, namespace, name, changed(next), context),
  };
}
