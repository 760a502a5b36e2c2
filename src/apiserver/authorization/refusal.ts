/** The words of a 403. */
import type { UserInfo } from '../authentication/userInfo.ts';
import type { NonResourceAttributes, ResourceAttributes } from './authorizer.ts';

/** `User "x" cannot list resource "pods" in API group "" in the namespace "default"`, and why if a rule says so. */
export function forbiddenReason(user: UserInfo, attributes: ResourceAttributes, reason: string): string {
  const { verb, group, resource, subresource, namespace } = attributes;
  const what = subresource ? `${resource}/${subresource}` : resource;
  const where = namespace ? `in the namespace "${namespace}"` : 'at the cluster scope';
  return `User ${JSON.stringify(user.name)} cannot ${verb} resource "${what}" in API group "${group}" ${where}${reason ? `: ${reason}` : ''}`;
}

/** `User "x" cannot get path "/metrics"`. */
export function forbiddenPathReason(user: UserInfo, { verb, path }: NonResourceAttributes, reason: string): string {
  return `User ${JSON.stringify(user.name)} cannot ${verb} path ${JSON.stringify(path)}${reason ? `: ${reason}` : ''}`;
}
