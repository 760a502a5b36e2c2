/** Nobody gives away more than they have: who writes roles and bindings must hold every rule that these grant. */
import type { ClusterRole, PolicyRule, Role, RoleBinding } from '../../api/rbac/v1.ts';
import { forbidden } from '../../machinery/apiError.ts';
import { semanticEqual } from '../../machinery/equal.ts';
import { clusterRoleBindings, clusterRoles, roleBindings, roles } from '../../machinery/resources.ts';
import type { AdmissionPlugin, AdmissionRequest } from '../registration.ts';

const kinds: ReadonlySet<object> = new Set([roles, clusterRoles, roleBindings, clusterRoleBindings]);

export const rbacEscalation: AdmissionPlugin = {
  name: 'RBACEscalation',
  handles: ({ operation, resource, subresource, context }) =>
    (operation === 'CREATE' || operation === 'UPDATE') &&
    !subresource &&
    kinds.has(resource) &&
    !context.user.groups.includes('system:masters'),
  async validate(request) {
    const { resource } = request;
    if (resource === roles || resource === clusterRoles) checkRole(request);
    else await checkBinding(request);
  },
};

function checkRole(request: AdmissionRequest): void {
  const role = request.object as ClusterRole;
  const old: ClusterRole | undefined = request.old;
  if (old && semanticEqual(role.rules, old.rules) && semanticEqual(role.aggregationRule, old.aggregationRule)) return;
  if (may(request, 'escalate', request.resource.resource, role.metadata?.name ?? '')) return;
  const rules = role.aggregationRule ? [...(role.rules ?? []), ...unlimited] : (role.rules ?? []);
  refuseMissing(request, rules);
}

const unlimited: readonly PolicyRule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['*'], nonResourceURLs: ['*'] },
];

async function checkBinding(request: AdmissionRequest): Promise<void> {
  const binding = request.object as RoleBinding;
  const old = request.old as RoleBinding | undefined;
  if (old && semanticEqual(binding.subjects, old.subjects) && semanticEqual(binding.roleRef, old.roleRef)) return;
  const { kind, name } = binding.roleRef;
  if (may(request, 'bind', kind === 'Role' ? 'roles' : 'clusterroles', name)) return;
  const { client } = request.context;
  const role: Role =
    kind === 'Role'
      ? await client.resource(roles).get(name, request.namespace)
      : await client.resource(clusterRoles).get(name);
  refuseMissing(request, role.rules ?? []);
}

function may(
  { context, namespace = '', resource }: AdmissionRequest,
  verb: string,
  target: string,
  name: string,
): boolean {
  return (
    context.services.authorizer.authorize(context.user, {
      verb,
      group: resource.group,
      version: resource.version,
      resource: target,
      subresource: '',
      namespace,
      name,
    }).outcome === 'allow'
  );
}

function refuseMissing(request: AdmissionRequest, wanted: readonly PolicyRule[]): void {
  const { context, namespace = '', resource } = request;
  const { user } = context;
  const held = context.services.authorizer.rulesFor(user, namespace);
  const missing = wanted.flatMap(singly).filter((rule) => !isHeld(rule, held));
  if (missing.length === 0) return;
  const groups = user.groups.map((group) => JSON.stringify(group)).join(' ');
  throw forbidden(
    resource,
    request.object?.metadata?.name ?? request.name,
    `user ${JSON.stringify(user.name)} (groups=[${groups}]) is attempting to grant RBAC permissions not currently held:\n${missing.map(textOf).join('\n')}`,
  );
}

/** A rule as rules of one verb, group, resource and name each. */
function singly(rule: PolicyRule): PolicyRule[] {
  return rule.verbs.flatMap((verb) => [
    ...(rule.nonResourceURLs ?? []).map((url): PolicyRule => ({ verbs: [verb], nonResourceURLs: [url] })),
    ...(rule.apiGroups ?? []).flatMap((group) =>
      (rule.resources ?? []).flatMap((resource) => {
        const one: PolicyRule = { verbs: [verb], apiGroups: [group], resources: [resource] };
        return rule.resourceNames?.length
          ? rule.resourceNames.map((name): PolicyRule => ({ ...one, resourceNames: [name] }))
          : [one];
      }),
    ),
  ]);
}

type Held = ReturnType<AdmissionRequest['context']['services']['authorizer']['rulesFor']>;

function isHeld(
  { verbs: [verb = ''], apiGroups, resources, resourceNames, nonResourceURLs }: PolicyRule,
  held: Held,
): boolean {
  const has = (list: readonly string[], value: string): boolean => list.includes('*') || list.includes(value);
  const [url] = nonResourceURLs ?? [];
  if (url !== undefined) {
    return held.nonResourceRules.some(
      (rule) =>
        has(rule.verbs, verb) &&
        rule.nonResourceURLs.some(
          (own) => own === '*' || own === url || (own.endsWith('*') && url.startsWith(own.slice(0, -1))),
        ),
    );
  }
  const [group = ''] = apiGroups ?? [];
  const [resource = ''] = resources ?? [];
  const [name] = resourceNames ?? [];
  const subresource = resource.includes('/') ? `*/${resource.slice(resource.indexOf('/') + 1)}` : undefined;
  return held.resourceRules.some(
    (rule) =>
      has(rule.verbs, verb) &&
      has(rule.apiGroups, group) &&
      (has(rule.resources, resource) || (subresource !== undefined && rule.resources.includes(subresource))) &&
      (rule.resourceNames.length === 0 || (name !== undefined && rule.resourceNames.includes(name))),
  );
}

/** `{APIGroups:["apps"], Resources:["deployments"], Verbs:["get"]}`. */
function textOf({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: PolicyRule): string {
  const list = (values: readonly string[]): string => `[${values.map((value) => JSON.stringify(value)).join(' ')}]`;
  const parts = [
    ...(apiGroups?.length ? [`APIGroups:${list(apiGroups)}`] : []),
    ...(resources?.length ? [`Resources:${list(resources)}`] : []),
    ...(nonResourceURLs?.length ? [`NonResourceURLs:${list(nonResourceURLs)}`] : []),
    ...(resourceNames?.length ? [`ResourceNames:${list(resourceNames)}`] : []),
    `Verbs:${list(verbs)}`,
  ];
  return `{${parts.join(', ')}}`;
}
