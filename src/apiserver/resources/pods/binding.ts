/** POST pods/binding: puts a Pod on a node. A Pod is bound once; whoever comes second gets a 409. */
import type { Binding, Pod } from '../../../api/core/v1.ts';
import { badRequest, conflict, invalid } from '../../../machinery/apiError.ts';
import type { ApiError } from '../../../machinery/apiError.ts';
import { notSupported, path, required } from '../../../machinery/fieldError.ts';
import type { FieldError } from '../../../machinery/fieldError.ts';
import type { KubeObject } from '../../../machinery/object.ts';
import { setCondition } from '../../../machinery/pod.ts';
import type { CustomSubresource, RequestContext, SubresourceRequest } from '../../registration.ts';
import { success } from '../shared/success.ts';

const subject = { group: '', resource: 'pods/binding' };

export const podBinding: CustomSubresource = {
  kind: 'custom',
  group: '',
  version: 'v1',
  objectKind: 'Binding',
  verbs: {
    async create(request: SubresourceRequest) {
      const binding = request.body as Binding;
      if (binding.metadata?.name && binding.metadata.name !== request.name) {
        throw badRequest('name in URL does not match name in Binding object');
      }
      checkBinding(binding, request.name);
      await request.storage.update(
        request.namespace,
        request.name,
        (old) => bind(old, binding, request.context),
        request.context,
      );
      return { status: 201, object: success(201) };
    },
  },
};

export function checkBinding({ target }: Binding, name: string): void {
  const errors: FieldError[] = [];
  const kind = target.kind ?? '';
  if (kind !== '' && kind !== 'Node') errors.push(notSupported(path('target', 'kind'), kind, ['Node', '<empty>']));
  if (!target.name) errors.push(required(path('target', 'name')));
  if (errors.length) throw invalid({ group: '', kind: 'Binding' }, name, errors);
}

function bind(old: Pod, { metadata, target }: Binding, { now }: RequestContext): KubeObject {
  const name = old.metadata?.name ?? '';
  const refuse = (why: string): ApiError => conflict(subject, name, why);
  if (metadata?.uid && metadata.uid !== old.metadata?.uid) {
    throw refuse(
      `Precondition failed: UID in precondition: ${metadata.uid}, UID in object meta: ${old.metadata?.uid ?? ''}`,
    );
  }
  if (old.metadata?.deletionTimestamp) throw refuse(`pod ${name} is being deleted, cannot be assigned to a host`);
  if (old.spec?.nodeName) throw refuse(`pod ${name} is already assigned to node "${old.spec.nodeName}"`);
  if (old.spec?.schedulingGates?.length) throw refuse(`pod ${name} has non-empty .spec.schedulingGates`);
  const pod: Pod = {
    ...old,
    spec: { ...(old.spec ?? { containers: [] }), nodeName: target.name ?? '' },
    status: {
      ...old.status,
      conditions: setCondition(old.status?.conditions, { type: 'PodScheduled', status: 'True' }, now),
    },
  };
  if (metadata?.annotations)
    pod.metadata = { ...old.metadata, annotations: { ...old.metadata?.annotations, ...metadata.annotations } };
  return pod;
}
