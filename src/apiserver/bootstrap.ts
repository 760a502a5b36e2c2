/**
 * What the server itself puts into an empty cluster, and keeps there: system namespaces, priority classes and the
 * built-in roles.
 */
import type { ClusterRole, ClusterRoleBinding, Role, RoleBinding } from '../api/rbac/v1.ts';
import type { Client } from '../client/client.ts';
import { isAlreadyExists, isNotFound } from '../machinery/apiError.ts';
import { semanticEqual } from '../machinery/equal.ts';
import type { KubeObject, Stored } from '../machinery/object.ts';
import type { Resource } from '../machinery/resource.ts';
import {
  clusterRoleBindings,
  clusterRoles,
  namespaces,
  priorityClasses,
  roleBindings,
  roles,
} from '../machinery/resources.ts';
import { systemPriorityClasses } from './resources/scheduling/systemPriorityClasses.ts';

export interface BootstrapPolicy {
  readonly clusterRoles: readonly ClusterRole[];
  readonly clusterRoleBindings: readonly ClusterRoleBinding[];
  readonly roles: readonly Role[];
  readonly roleBindings: readonly RoleBinding[];
}

const systemNamespaces = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];
const autoUpdate = 'rbac.authorization.kubernetes.io/autoupdate';

export async function createSystemNamespaces(client: Client): Promise<void> {
  await Promise.all(systemNamespaces.map((name) => ensure(client, namespaces, { metadata: { name } })));
}

export async function createSystemPriorityClasses(client: Client): Promise<void> {
  await Promise.all(systemPriorityClasses.map((each) => ensure(client, priorityClasses, each)));
}

/** Creates what is missing and adds rules and subjects that are missing, unless the object opts out. Nothing is taken away. */
export async function reconcilePolicy(client: Client, policy: BootstrapPolicy): Promise<void> {
  await Promise.all([
    ...policy.clusterRoles.map((role) => ensure(client, clusterRoles, role, addRules)),
    ...policy.roles.map((role) => ensure(client, roles, role, addRules)),
  ]);
  await Promise.all([
    ...policy.clusterRoleBindings.map((binding) => ensure(client, clusterRoleBindings, binding, addSubjects)),
    ...policy.roleBindings.map((binding) => ensure(client, roleBindings, binding, addSubjects)),
  ]);
}

async function ensure<T extends KubeObject>(
  client: Client,
  resource: Resource<T>,
  wanted: T,
  extended?: (found: Stored<T>, wanted: T) => T | undefined,
): Promise<void> {
  const found = await existing(client, resource, wanted);
  if (!found) {
    await client
      .resource(resource)
      .create(wanted)
      .catch((error: unknown) => {
        if (!isAlreadyExists(error)) throw error;
      });
    return;
  }
  if (found.metadata.annotations?.[autoUpdate] === 'false') return;
  const next = extended?.(found, wanted);
  if (next) await client.resource(resource).update(next);
}

async function existing<T extends KubeObject>(
  client: Client,
  resource: Resource<T>,
  wanted: T,
): Promise<Stored<T> | undefined> {
  try {
    return await client.resource(resource).get(wanted.metadata?.name ?? '', wanted.metadata?.namespace);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

function addRules<T extends ClusterRole | Role>(found: Stored<T>, wanted: T): T | undefined {
  // The rules of an aggregating role are the aggregation controller's.
  if ('aggregationRule' in wanted && wanted.aggregationRule) return undefined;
  const missing = (wanted.rules ?? []).filter((rule) => !(found.rules ?? []).some((r) => semanticEqual(r, rule)));
  return missing.length > 0 ? { ...found, rules: [...(found.rules ?? []), ...missing] } : undefined;
}

function addSubjects<T extends ClusterRoleBinding | RoleBinding>(found: Stored<T>, wanted: T): T | undefined {
  const missing = (wanted.subjects ?? []).filter(
    (subject) => !(found.subjects ?? []).some((s) => semanticEqual(s, subject)),
  );
  return missing.length > 0 ? { ...found, subjects: [...(found.subjects ?? []), ...missing] } : undefined;
}
