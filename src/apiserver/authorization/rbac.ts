/**
 * RBAC over the watch caches: what the bindings grant to a user and his groups.
 *
 * Bindings are indexed by subject, so a decision looks only at the bindings that speak of the user. The index is built
 * again at the first question after a binding has changed; roles are read from the cache at each question.
 */
import type { ClusterRole, ClusterRoleBinding, PolicyRule, Role, RoleBinding, Subject } from '../../api/rbac/v1.ts';
import type { UserInfo } from '../authentication/userInfo.ts';
import type { ResourceCache } from '../watchCache/resourceCache.ts';
import type { Authorizer, Decision, NonResourceAttributes, ResourceAttributes, UserRules } from './authorizer.ts';
import { ruleAllows, ruleAllowsPath } from './rules.ts';

export interface RbacCaches {
  readonly roles: ResourceCache;
  readonly roleBindings: ResourceCache;
  readonly clusterRoles: ResourceCache;
  readonly clusterRoleBindings: ResourceCache;
}

interface Grant {
  /** '' for cluster role bindings. */
  readonly namespace: string;
  readonly binding: string;
  readonly subject: Subject;
  readonly roleKind: string;
  readonly roleName: string;
}

/** 'User/x', 'Group/x' → what bindings grant them. */
type Index = ReadonlyMap<string, readonly Grant[]>;

const none: Decision = { outcome: 'none', reason: '' };

export class Rbac implements Authorizer {
  readonly #caches: RbacCaches;
  #index: Index = new Map();
  #stamp = '';

  constructor(caches: RbacCaches) {
    this.#caches = caches;
  }

  authorize(user: UserInfo, attributes: ResourceAttributes): Decision {
    return this.#decide(user, attributes.namespace, (rule) => ruleAllows(rule, attributes));
  }

  authorizePath(user: UserInfo, attributes: NonResourceAttributes): Decision {
    return this.#decide(user, undefined, (rule) => ruleAllowsPath(rule, attributes));
  }

  rulesFor(user: UserInfo, namespace: string): UserRules {
    const rules: PolicyRule[] = [];
    const errors: string[] = [];
    for (const grant of this.#grantsOf(user)) {
      if (grant.namespace !== '' && grant.namespace !== namespace) continue;
      const found = this.#rulesOf(grant);
      if (found) rules.push(...found);
      else errors.push(missing(grant));
    }
    return {
      resourceRules: rules
        .filter((r) => (r.resources ?? []).length > 0)
        .map((r) => ({
          verbs: r.verbs,
          apiGroups: r.apiGroups ?? [],
          resources: r.resources ?? [],
          resourceNames: r.resourceNames ?? [],
        })),
      nonResourceRules: rules
        .filter((r) => (r.nonResourceURLs ?? []).length > 0)
        .map((r) => ({ verbs: r.verbs, nonResourceURLs: r.nonResourceURLs ?? [] })),
      evaluationErrors: errors,
    };
  }

  /** `namespace` undefined: only cluster role bindings count, and paths are asked about. */
  #decide(user: UserInfo, namespace: string | undefined, allows: (rule: PolicyRule) => boolean): Decision {
    const errors: string[] = [];
    for (const grant of this.#grantsOf(user)) {
      if (grant.namespace !== '' && grant.namespace !== namespace) continue;
      const rules = this.#rulesOf(grant);
      if (!rules) {
        errors.push(missing(grant));
        continue;
      }
      if (rules.some(allows)) return { outcome: 'allow', reason: granted(grant) };
    }
    if (errors.length === 0) return none;
    const text = errors.length === 1 ? (errors[0] ?? '') : `[${errors.join(', ')}]`;
    return { outcome: 'none', reason: `RBAC: ${text}`, evaluationError: text };
  }

  *#grantsOf(user: UserInfo): Generator<Grant> {
    const index = this.#current();
    yield* index.get(`User/${user.name}`) ?? [];
    for (const group of user.groups) yield* index.get(`Group/${group}`) ?? [];
  }

  #rulesOf(grant: Grant): readonly PolicyRule[] | undefined {
    const { roles, clusterRoles } = this.#caches;
    const item =
      grant.roleKind === 'ClusterRole'
        ? clusterRoles.get(grant.roleName)
        : roles.get(`${grant.namespace}/${grant.roleName}`);
    return item && ((item.object as Role | ClusterRole).rules ?? []);
  }

  #current(): Index {
    const { roleBindings, clusterRoleBindings } = this.#caches;
    const stamp = `${roleBindings.ring.next}/${roleBindings.ring.start}/${clusterRoleBindings.ring.next}/${clusterRoleBindings.ring.start}`;
    if (stamp !== this.#stamp) {
      this.#index = indexOf(this.#caches);
      this.#stamp = stamp;
    }
    return this.#index;
  }
}

function indexOf({ roleBindings, clusterRoleBindings }: RbacCaches): Index {
  const index = new Map<string, Grant[]>();
  const all = [...clusterRoleBindings.list(), ...roleBindings.list()].map(
    (item) => item.object as RoleBinding | ClusterRoleBinding,
  );
  for (const { metadata, subjects, roleRef } of all) {
    for (const subject of subjects ?? []) {
      const grant: Grant = {
        namespace: metadata?.namespace ?? '',
        binding: metadata?.name ?? '',
        subject,
        roleKind: roleRef.kind,
        roleName: roleRef.name,
      };
      const key = keyOf(subject, grant.namespace);
      const known = index.get(key);
      if (known) known.push(grant);
      else index.set(key, [grant]);
    }
  }
  return index;
}

/** Service accounts are users with a name of a certain form. */
const keyOf = (subject: Subject, namespace: string): string =>
  subject.kind === 'ServiceAccount'
    ? `User/system:serviceaccount:${subject.namespace ?? namespace}:${subject.name}`
    : `${subject.kind}/${subject.name}`;

function granted(grant: Grant): string {
  const { subject } = grant;
  const who =
    subject.kind === 'ServiceAccount'
      ? `ServiceAccount "${subject.name}/${subject.namespace ?? ''}"`
      : `${subject.kind} "${subject.name}"`;
  const binding =
    grant.namespace === ''
      ? `ClusterRoleBinding "${grant.binding}"`
      : `RoleBinding "${grant.binding}/${grant.namespace}"`;
  return `RBAC: allowed by ${binding} of ${grant.roleKind} "${grant.roleName}" to ${who}`;
}

const missing = (grant: Grant): string =>
  grant.roleKind === 'ClusterRole'
    ? `clusterrole.rbac.authorization.k8s.io "${grant.roleName}" not found`
    : `role.rbac.authorization.k8s.io "${grant.roleName}" not found`;
