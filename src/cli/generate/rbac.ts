/** Roles and bindings as `create` makes them. */
import type {
  ClusterRole,
  ClusterRoleBinding,
  PolicyRule,
  Role,
  RoleBinding,
  RoleRef,
  Subject,
} from '../../api/rbac/v1.ts';

const group = 'rbac.authorization.k8s.io';
const apiVersion = `${group}/v1`;

export interface RuleResource {
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string | undefined;
}

export interface RuleOptions {
  readonly verbs: readonly string[];
  /** With their groups found out. */
  readonly resources: readonly RuleResource[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

/** 'deployments.apps/scale' → its parts; a lone '*' stands for everything and ends the list. */
export function parseRuleResources(texts: readonly string[]): RuleResource[] {
  const resources: RuleResource[] = [];
  for (const text of texts) {
    const slash = text.indexOf('/');
    const head = slash < 0 ? text : text.slice(0, slash);
    const dot = head.indexOf('.');
    const resource: RuleResource = {
      resource: dot < 0 ? head : head.slice(0, dot),
      group: dot < 0 ? '' : head.slice(dot + 1),
      ...(slash >= 0 && { subresource: text.slice(slash + 1) }),
    };
    if (text === '*') return [resource];
    resources.push(resource);
  }
  return resources;
}

/** Each verb once; '*' alone when it is among them. */
export const ruleVerbs = (verbs: readonly string[]): string[] => (verbs.includes('*') ? ['*'] : [...new Set(verbs)]);

/** One rule a group, in the groups' order, then the one of paths. */
export function policyRules({ verbs, resources, resourceNames = [], nonResourceURLs = [] }: RuleOptions): PolicyRule[] {
  const byGroup = new Map<string, Set<string>>();
  for (const { group: apiGroup, resource, subresource } of resources) {
    const names = byGroup.get(apiGroup) ?? new Set();
    names.add(subresource ? `${resource}/${subresource}` : resource);
    byGroup.set(apiGroup, names);
  }
  const names = [...new Set(resourceNames)];
  const rules = [...byGroup]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([apiGroup, of]): PolicyRule => ({
        apiGroups: [apiGroup],
        ...(names.length > 0 && { resourceNames: names }),
        resources: [...of],
        verbs: [...verbs],
      }),
    );
  return nonResourceURLs.length === 0
    ? rules
    : [...rules, { nonResourceURLs: [...nonResourceURLs], verbs: [...verbs] }];
}

export const role = (name: string, rules: PolicyRule[]): Role => ({
  apiVersion,
  kind: 'Role',
  metadata: { name },
  rules,
});

export const clusterRole = (name: string, rules: PolicyRule[]): ClusterRole => ({
  apiVersion,
  kind: 'ClusterRole',
  metadata: { name },
  rules,
});

export const aggregatedClusterRole = (name: string, matchLabels: Record<string, string>): ClusterRole => ({
  apiVersion,
  kind: 'ClusterRole',
  metadata: { name },
  aggregationRule: { clusterRoleSelectors: [{ matchLabels }] },
  rules: [],
});

/** Refuses what a rule for paths cannot say. */
export function checkNonResourceURLs(urls: readonly string[], verbs: readonly string[]): void {
  if (urls.length === 0) return;
  const known = ['*', 'get', 'post', 'put', 'delete', 'patch', 'head', 'options'];
  for (const verb of verbs) if (!known.includes(verb)) throw new Error(`invalid verb: '${verb}' for nonResourceURL`);
  for (const url of urls) {
    if (url === '*') continue;
    if (!url.startsWith('/')) throw new Error('nonResourceURL should start with /');
    if (url.slice(0, -1).includes('*'))
      throw new Error("nonResourceURL only supports wildcard matches when '*' is at the end");
  }
}

export interface SubjectOptions {
  readonly users: readonly string[];
  readonly groups: readonly string[];
  /** '<namespace>:<name>'. */
  readonly serviceAccounts: readonly string[];
}

function subjects({ users, groups, serviceAccounts }: SubjectOptions): Subject[] {
  return [
    ...users.map((name): Subject => ({ apiGroup: group, kind: 'User', name })),
    ...groups.map((name): Subject => ({ apiGroup: group, kind: 'Group', name })),
    ...serviceAccounts.map((text): Subject => {
      const [namespace = '', name = '', ...rest] = text.split(':');
      if (namespace === '' || name === '' || rest.length > 0)
        throw new Error('serviceaccount must be <namespace>:<name>');
      return { kind: 'ServiceAccount', name, namespace };
    }),
  ];
}

const reference = (kind: RoleRef['kind'], name: string): RoleRef => ({ apiGroup: group, kind, name });

export function roleBinding(
  name: string,
  { role: ofRole, clusterRole: ofClusterRole }: { readonly role: string; readonly clusterRole: string },
  to: SubjectOptions,
): RoleBinding {
  if ((ofRole === '') === (ofClusterRole === ''))
    throw new Error('exactly one of clusterrole or role must be specified');
  return {
    apiVersion,
    kind: 'RoleBinding',
    metadata: { name },
    roleRef: ofRole ? reference('Role', ofRole) : reference('ClusterRole', ofClusterRole),
    ...some(subjects(to)),
  };
}

export const clusterRoleBinding = (name: string, ofClusterRole: string, to: SubjectOptions): ClusterRoleBinding => ({
  apiVersion,
  kind: 'ClusterRoleBinding',
  metadata: { name },
  roleRef: reference('ClusterRole', ofClusterRole),
  ...some(subjects(to)),
});

const some = (list: Subject[]): { subjects?: Subject[] } => (list.length > 0 ? { subjects: list } : {});
