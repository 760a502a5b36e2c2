/** A few resources with next to no rules of their own: what tests of the server itself are about is the server. */
import type { Namespace, Pod } from '../../api/core/v1.ts';
import {
  clusterRoleBindings,
  clusterRoles,
  configMaps,
  namespaces,
  nodes,
  pods,
  roleBindings,
  roles,
  secrets,
  serviceAccounts,
} from '../../machinery/resources.ts';
import type { KubeObject } from '../../machinery/object.ts';
import type { Resource } from '../../machinery/resource.ts';
import { registration } from '../registration.ts';
import type { Registration, Strategy } from '../registration.ts';

const verbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'] as const;

function plain<T extends KubeObject>(
  resource: Resource<T>,
  strategy: Strategy<T> = {},
  more: Partial<Registration<T>> = {},
): Registration {
  return registration<T>({
    resource,
    verbs,
    table: {
      columns: [{ name: 'Name', type: 'string', format: 'name', description: 'Name of the object.', priority: 0 }],
      row: (object) => [object.metadata?.name ?? ''],
    },
    strategy: { unconditionalUpdate: true, ...strategy },
    ...more,
  });
}

const anyName = { validateName: () => [] };

export const testRegistrations: readonly Registration[] = [
  plain(configMaps),
  plain(secrets),
  plain(nodes),
  plain(serviceAccounts),
  plain<Namespace>(
    namespaces,
    {
      prepareForCreate: (namespace) => void (namespace.spec = { finalizers: ['kubernetes'] }),
      beginDeletion: (namespace) => void (namespace.status = { phase: 'Terminating' }),
      heldByFinalizers: (namespace) => (namespace.spec?.finalizers ?? []).length > 0,
    },
    {
      subresources: { finalize: { kind: 'object', prepareForUpdate: () => undefined } },
    },
  ),
  plain<Pod>(
    pods,
    {
      unconditionalUpdate: false,
      gracePeriodSeconds: (pod, requested) =>
        pod.spec?.nodeName ? (requested ?? pod.spec.terminationGracePeriodSeconds ?? 30) : 0,
    },
    {
      selectableFields: ({ spec }) => ({ 'spec.nodeName': spec?.nodeName ?? '' }),
      subresources: {
        status: {
          kind: 'object',
          prepareForUpdate: (pod, old) => void (pod.spec = structuredClone(old.spec) ?? { containers: [] }),
        },
        log: { kind: 'connect', methods: ['GET'], connector: 'log' },
        exec: { kind: 'connect', methods: ['GET', 'POST'], connector: 'exec' },
      },
    },
  ),
  plain(roles, anyName),
  plain(roleBindings, anyName),
  plain(clusterRoles, anyName),
  plain(clusterRoleBindings, anyName),
];
