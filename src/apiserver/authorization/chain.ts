/** All authorizers in their order: system:masters, node agents, RBAC. */
import type { UserInfo } from '../authentication/userInfo.ts';
import type { Authorizer, Decision, UserRules } from './authorizer.ts';
import type { NodeAuthorizer } from './nodeAuthorizer.ts';
import type { Rbac } from './rbac.ts';

const allow: Decision = { outcome: 'allow', reason: '' };
const everything: UserRules = {
  resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'], resourceNames: [] }],
  nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
  evaluationErrors: [],
};

const isMaster = (user: UserInfo): boolean => user.groups.includes('system:masters');

export function authorizerChain(nodes: NodeAuthorizer, rbac: Rbac): Authorizer {
  return {
    authorize(user, attributes) {
      if (isMaster(user)) return allow;
      const first = nodes.authorize(user, attributes);
      if (first.outcome !== 'none') return first;
      const second = rbac.authorize(user, attributes);
      return second.outcome === 'none' && second.reason === '' && first.reason !== ''
        ? { ...second, reason: first.reason }
        : second;
    },
    authorizePath: (user, attributes) => (isMaster(user) ? allow : rbac.authorizePath(user, attributes)),
    rulesFor: (user, namespace) => (isMaster(user) ? everything : rbac.rulesFor(user, namespace)),
  };
}
