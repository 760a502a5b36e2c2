/** PATCH: the object with the patch applied goes the way of an update; again from the newest state when somebody was quicker. */
import type { KubeObject } from '../../machinery/object.ts';
import type { ObjectSubresource } from '../registration.ts';
import { Configuration } from './applyConfiguration.ts';
import type { VerbCore } from './core.ts';
import { matchName, matchNamespace } from './metadata.ts';
import { writeOptions } from './options.ts';
import { applyPatch, checkPatchType, Patch } from './patchValue.ts';
import { change } from './update.ts';
import type { Answer, VerbRequest } from './verbRequest.ts';

export function patch(core: VerbCore, request: VerbRequest, rules?: ObjectSubresource<KubeObject>): Promise<Answer> {
  const { endpoint, namespace, name } = request;
  checkPatchType(request.patchType ?? '', endpoint.codec.builtIn);
  const isApply = request.patchType === applyPatch;
  const { fieldValidation } = writeOptions(request.query, 'PatchOptions', isApply);
  const changes = isApply
    ? new Configuration(request, endpoint.codec, fieldValidation)
    : new Patch(request, endpoint.codec, fieldValidation);
  return change(
    core,
    request,
    (old) => {
      const object = changes.apply(old);
      matchNamespace(endpoint, object, namespace);
      matchName(object, name);
      return object;
    },
    rules,
  );
}
