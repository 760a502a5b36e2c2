/**
 * Keeps objects out of namespaces that are not there or are going away, and the system namespaces from being deleted
 * (Kubernetes documentation, admission controllers, "NamespaceLifecycle").
 */
import type { Namespace } from '../../api/core/v1.ts';
import { ApiError, isNotFound } from '../../machinery/apiError.ts';
import { namespaces } from '../../machinery/resources.ts';
import type { AdmissionPlugin, AdmissionRequest } from '../registration.ts';
import { isFor, refuse } from './requests.ts';

const undeletable = new Set(['default', 'kube-system', 'kube-public']);

export const namespaceLifecycle: AdmissionPlugin = {
  name: 'NamespaceLifecycle',
  handles: (request) =>
    request.operation === 'CREATE' ? request.namespace !== undefined && !isReview(request) : request.operation === 'DELETE' && isFor(request, namespaces),
  async admit(request) {
    if (request.operation === 'DELETE') {
      if (undeletable.has(request.name)) throw refuse(request, 'this namespace may not be deleted');
      return;
    }
    const namespace = request.namespace ?? '';
    const { status }: Namespace = await request.context.client.resource(namespaces).get(namespace).catch((error: unknown) => {
      throw isNotFound(error) ? error : refuse(request, `namespace ${namespace} could not be looked up`);
    });
    if (status?.phase === 'Terminating') throw terminating(request, namespace);
  },
};

/** A review asks a question and leaves nothing behind. */
const isReview = ({ resource }: AdmissionRequest): boolean => resource.resource === 'localsubjectaccessreviews';

function terminating(request: AdmissionRequest, namespace: string): ApiError {
  const error = refuse(request, `unable to create new content in namespace ${namespace} because it is being terminated`);
  return new ApiError(error.code, error.reason, error.message, {
    ...error.details,
    causes: [{ reason: 'NamespaceTerminating', message: `namespace ${namespace} is being terminated`, field: 'metadata.namespace' }],
  });
}
