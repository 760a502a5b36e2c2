/**
 * Objects live in namespaces that exist; nothing new comes into one that is being deleted; and the namespaces that the
 * cluster stands on stay.
 */
import type { Namespace } from '../../api/core/v1.ts';
import { ApiError, forbidden, isNotFound, notFound } from '../../machinery/apiError.ts';
import { namespaces } from '../../machinery/resources.ts';
import type { AdmissionPlugin, AdmissionRequest } from '../registration.ts';
import { refuse } from './refuse.ts';

const permanent: ReadonlySet<string> = new Set(['default', 'kube-system', 'kube-public']);

export const namespaceLifecycle: AdmissionPlugin = {
  name: 'NamespaceLifecycle',
  handles: ({ operation, resource, namespace }) =>
    resource === namespaces
      ? operation === 'DELETE'
      : (operation === 'CREATE' || operation === 'UPDATE') && !!namespace,
  async admit(request) {
    if (request.resource === namespaces) {
      if (!request.subresource && permanent.has(request.name))
        throw forbidden(namespaces, request.name, 'this namespace may not be deleted');
      return;
    }
    if (request.resource.resource === 'localsubjectaccessreviews') return;
    const namespace = await namespaceOf(request);
    if (request.operation === 'CREATE' && namespace.status?.phase === 'Terminating') throw terminating(request);
  },
};

async function namespaceOf({ namespace = '', context }: AdmissionRequest): Promise<Namespace> {
  try {
    return await context.client.resource(namespaces).get(namespace);
  } catch (error) {
    throw isNotFound(error) ? notFound(namespaces, namespace) : error;
  }
}

function terminating(request: AdmissionRequest): ApiError {
  const { namespace = '' } = request;
  const error = refuse(
    request,
    `unable to create new content in namespace ${namespace} because it is being terminated`,
  );
  return new ApiError(error.code, error.reason, error.message, {
    ...error.details,
    causes: [
      {
        reason: 'NamespaceTerminating',
        message: `namespace ${namespace} is being terminated`,
        field: 'metadata.namespace',
      },
    ],
  });
}
