/** The rules of `create role` and `create clusterrole`: what their flags say, checked as kubectl checks it. */
import { CommandError } from '../../kube/errors.ts';
import type { Session } from '../../kube/session.ts';
import type { RuleResource } from '../../generate/rbac.ts';

const resourceVerbs = [
  '*',
  'get',
  'delete',
  'list',
  'create',
  'update',
  'patch',
  'watch',
  'proxy',
  'deletecollection',
  'use',
  'bind',
  'escalate',
  'impersonate',
];

const rbac = ['roles.rbac.authorization.k8s.io', 'clusterroles.rbac.authorization.k8s.io'];
/** Verbs that mean something for these resources alone: 'resource.group'. */
const specialVerbs: Readonly<Record<string, readonly string[]>> = {
  use: ['podsecuritypolicies.policy', 'podsecuritypolicies.extensions'],
  bind: rbac,
  escalate: rbac,
  impersonate: ['users.', 'serviceaccounts.', 'groups.', 'userextras.authentication.k8s.io'],
};

/** Finds out the groups of the resources; refuses verbs that mean nothing for one. */
export async function resolveRuleResources(
  session: Session,
  verbs: readonly string[],
  resources: readonly RuleResource[],
): Promise<RuleResource[]> {
  for (const verb of verbs)
    if (!resourceVerbs.includes(verb)) process.stderr.write(`Warning: '${verb}' is not a standard resource verb\n`);
  const resolved: RuleResource[] = [];
  let anything = false;
  for (const given of resources) {
    if (given.resource === '') throw new CommandError('resource must be specified if apiGroup/subresource specified');
    // What comes behind '*' is taken as it is.
    anything ||= given.resource === '*';
    if (given.resource === '*') {
      resolved.push(given);
      continue;
    }
    const mapper = await session.mapper();
    const found = await mapper.find(given.group ? `${given.resource}.${given.group}` : given.resource);
    const is = found ? { ...given, resource: found.resource, group: found.group } : given;
    if (!anything) checkVerbs(is, verbs, found !== undefined);
    resolved.push(is);
  }
  return resolved;
}

function checkVerbs({ resource, group }: RuleResource, verbs: readonly string[], found: boolean): void {
  let known = found;
  for (const verb of verbs) {
    const special = specialVerbs[verb];
    if (!special) continue;
    if (!special.includes(`${resource}.${group}`))
      throw new CommandError(`can not perform '${verb}' on '${resource}' in group '${group}'`);
    known = true;
  }
  if (known) return;
  throw new CommandError(
    group
      ? `no matches for ${group}/, Resource=${resource}`
      : `the server doesn't have a resource type ${JSON.stringify(resource)}`,
  );
}
