/** Where a request goes: Kubernetes' REST paths (API conventions, "Resource paths"). */
import type { TransportRequest } from './transport.ts';

/** '/api/v1/namespaces/default/pods/web-0/status?fieldManager=x'. */
export function requestPath(request: TransportRequest): string {
  const { group, version, resource } = request.resource;
  let path = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  // Namespaces themselves are cluster-scoped: their own name stands where others have a namespace.
  if (request.namespace) path += `/namespaces/${encodeURIComponent(request.namespace)}`;
  path += `/${resource}`;
  if (request.name) path += `/${encodeURIComponent(request.name)}`;
  if (request.subresource) path += `/${request.subresource.split('/').map(encodeURIComponent).join('/')}`;
  const query = new URLSearchParams(request.query);
  if (request.verb === 'watch') query.set('watch', 'true');
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}
