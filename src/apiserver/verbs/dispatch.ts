/** From a verb's name to the verb: the same for requests from the wire and in process. */
import { ApiError, methodNotSupported } from '../../machinery/apiError.ts';
import { getComputed, listComputed } from './computed.ts';
import type { VerbCore } from './core.ts';
import { create } from './create.ts';
import { remove } from './delete.ts';
import { deleteCollection } from './deleteCollection.ts';
import { get } from './get.ts';
import { list } from './list.ts';
import { patch } from './patch.ts';
import { custom } from './subresource.ts';
import { update } from './update.ts';
import type { Answer, VerbRequest } from './verbRequest.ts';

/** Every verb but watch and connect. Errors are ApiError, thrown or rejected. */
export function runVerb(core: VerbCore, verb: string, request: VerbRequest): Answer | Promise<Answer> {
  if (request.subresource !== '') return runSubresource(core, verb, request);
  const { verbs, computed } = request.endpoint.registration;
  if (!verbs.some((v) => v === verb) || !fitsPath(verb, request.name)) throw methodNotAllowed();
  switch (verb) {
    case 'get':
      return computed ? getComputed(computed, request) : get(core, request);
    case 'list':
      return computed ? listComputed(computed, request) : list(core, request);
    case 'create':
      return create(core, request);
    case 'update':
      return update(core, request);
    case 'patch':
      return patch(core, request);
    case 'delete':
      return remove(core, request);
    case 'deletecollection':
      return deleteCollection(core, request);
    default:
      throw methodNotSupported(request.endpoint.subject, verb);
  }
}

/** Collections are created in, and objects changed. */
const fitsPath = (verb: string, name: string): boolean =>
  verb === 'create' ? name === '' : (verb !== 'update' && verb !== 'patch') || name !== '';

function runSubresource(core: VerbCore, verb: string, request: VerbRequest): Answer | Promise<Answer> {
  const rules = request.endpoint.registration.subresources?.[request.subresource];
  if (!rules) throw resourceNotFound();
  if (rules.kind === 'connect') throw methodNotAllowed();
  if (rules.kind === 'custom') {
    if (verb === 'get' || verb === 'create' || verb === 'update' || verb === 'patch')
      return custom(core, request, rules, verb);
    throw methodNotAllowed();
  }
  switch (verb) {
    case 'get':
      return get(core, request);
    case 'update':
      return update(core, request, rules);
    case 'patch':
      return patch(core, request, rules);
    default:
      throw methodNotAllowed();
  }
}

/** A path of the API that nothing answers. */
export const resourceNotFound = (): ApiError =>
  new ApiError(404, 'NotFound', 'the server could not find the requested resource', {});

export const methodNotAllowed = (): ApiError =>
  new ApiError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {});
