/** Whether one RBAC rule covers a request (rbac.authorization.k8s.io/v1 PolicyRule). */
import type { PolicyRule } from '../../api/rbac/v1.ts';
import type { NonResourceAttributes, ResourceAttributes } from './authorizer.ts';

export function ruleAllows(rule: PolicyRule, a: ResourceAttributes): boolean {
  return (
    has(rule.verbs, a.verb) &&
    has(rule.apiGroups, a.group) &&
    coversResource(rule.resources, a.resource, a.subresource) &&
    (!rule.resourceNames || rule.resourceNames.length === 0 || (a.name !== '' && rule.resourceNames.includes(a.name)))
  );
}

export function ruleAllowsPath(rule: PolicyRule, a: NonResourceAttributes): boolean {
  if (!has(rule.verbs, a.verb)) return false;
  for (const url of rule.nonResourceURLs ?? []) {
    if (url === '*' || url === a.path) return true;
    if (url.endsWith('*') && a.path.startsWith(url.slice(0, -1))) return true;
  }
  return false;
}

const has = (list: readonly string[] | undefined, wanted: string): boolean =>
  list !== undefined && (list.includes(wanted) || list.includes('*'));

function coversResource(resources: readonly string[] | undefined, resource: string, subresource: string): boolean {
  if (!resources) return false;
  const combined = subresource === '' ? resource : `${resource}/${subresource}`;
  for (const one of resources) {
    if (one === '*' || one === combined) return true;
    if (subresource !== '' && one.startsWith('*/') && one.slice(2) === subresource) return true;
  }
  return false;
}
