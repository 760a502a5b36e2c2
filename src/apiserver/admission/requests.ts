/** Questions that several plugins ask of a request. */
import type { Pod } from '../../api/core/v1.ts';
import { forbidden, type ApiError } from '../../machinery/apiError.ts';
import type { KubeObject } from '../../machinery/object.ts';
import type { Resource } from '../../machinery/resource.ts';
import type { AdmissionRequest } from '../registration.ts';

export const isFor = (request: AdmissionRequest, resource: Resource, subresource?: string): boolean =>
  request.resource.resource === resource.resource && request.resource.group === resource.group && request.subresource === subresource;

/** The object of a request that isFor() has found to be of the kind. */
export function objectOf<T extends KubeObject>(request: AdmissionRequest): T {
  // A named seam: an endpoint hands on only objects of its own kind.
  return request.object as T;
}

export const podOf = (request: AdmissionRequest): Pod => objectOf<Pod>(request);

/** 403, as an admission plugin refuses. */
export const refuse = (request: AdmissionRequest, why: string): ApiError => forbidden(request.resource, request.name, why);
