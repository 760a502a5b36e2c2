/** What is served, in discovery's words: groups, their versions, and each resource with its subresources and verbs. */
import type { APIResource } from '../../api/meta/v1.ts';
import type { GroupVersionKind } from '../../machinery/object.ts';
import { compareVersions } from '../../machinery/versionOrder.ts';
import type { ConnectSubresource, Registration } from '../registration.ts';

export interface CatalogSubresource {
  /** 'status' */
  readonly name: string;
  readonly kind: GroupVersionKind;
  readonly verbs: readonly string[];
}

export interface CatalogResource {
  readonly registration: Registration;
  readonly verbs: readonly string[];
  readonly subresources: readonly CatalogSubresource[];
}

export interface CatalogVersion {
  readonly group: string;
  readonly version: string;
  readonly resources: readonly CatalogResource[];
}

/** Clients that look for a short name take the first group that has it: upstream's order. */
const groupOrder = [
  '',
  'apiregistration.k8s.io',
  'apps',
  'events.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'networking.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'storage.k8s.io',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'scheduling.k8s.io',
  'coordination.k8s.io',
  'node.k8s.io',
  'discovery.k8s.io',
];
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const rank = (group: string): number => (groupOrder.indexOf(group) + groupOrder.length + 1) % (groupOrder.length + 1);

/** The kinds of options that connections are opened with. */
const connectKinds: Readonly<Record<ConnectSubresource['connector'], string>> = {
  log: 'Pod',
  exec: 'PodExecOptions',
  attach: 'PodAttachOptions',
  portforward: 'PodPortForwardOptions',
  podProxy: 'PodProxyOptions',
  serviceProxy: 'ServiceProxyOptions',
  nodeProxy: 'NodeProxyOptions',
};
const methodVerbs: Readonly<Record<string, string>> = {
  GET: 'get',
  POST: 'create',
  PUT: 'update',
  DELETE: 'delete',
  PATCH: 'patch',
};

export function catalogOf(registrations: readonly Registration[]): CatalogVersion[] {
  const versions = new Map<string, { group: string; version: string; resources: CatalogResource[] }>();
  for (const registration of registrations) {
    const { group, version } = registration.resource;
    const key = `${group}/${version}`;
    let entry = versions.get(key);
    if (!entry) versions.set(key, (entry = { group, version, resources: [] }));
    entry.resources.push({
      registration,
      verbs: [...(registration.listedVerbs ?? registration.verbs)].sort(),
      subresources: subresourcesOf(registration),
    });
  }
  const all = [...versions.values()].sort(
    (a, b) => rank(a.group) - rank(b.group) || compareText(a.group, b.group) || compareVersions(a.version, b.version),
  );
  for (const { resources } of all)
    resources.sort((a, b) => (a.registration.resource.resource < b.registration.resource.resource ? -1 : 1));
  return all;
}

function subresourcesOf({ resource, subresources }: Registration): CatalogSubresource[] {
  return Object.entries(subresources ?? {})
    .map(([name, rules]): CatalogSubresource => {
      const own = { group: resource.group, version: resource.version, kind: resource.kind };
      switch (rules.kind) {
        case 'object':
          return { name, kind: own, verbs: ['get', 'patch', 'update'] };
        case 'custom': {
          const { get, create, update } = rules.verbs;
          const verbs = [create && 'create', get && 'get', get && update && 'patch', update && 'update'].filter(
            (v) => typeof v === 'string',
          );
          return { name, kind: { group: rules.group, version: rules.version, kind: rules.objectKind }, verbs };
        }
        case 'connect': {
          const verbs = rules.methods.map((method) => methodVerbs[method]).filter((v) => v !== undefined);
          return { name, kind: { ...own, kind: connectKinds[rules.connector] }, verbs: [...new Set(verbs)].sort() };
        }
      }
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The entries of one version's APIResourceList. */
export function apiResources({ group, version, resources }: CatalogVersion): APIResource[] {
  return resources.flatMap(({ registration: { resource }, verbs, subresources }) => [
    {
      name: resource.resource,
      singularName: resource.singular,
      namespaced: resource.namespaced,
      kind: resource.kind,
      verbs: [...verbs],
      ...(resource.shortNames.length > 0 && { shortNames: [...resource.shortNames] }),
      ...(resource.categories.length > 0 && { categories: [...resource.categories] }),
    },
    ...subresources.map(
      (sub): APIResource => ({
        name: `${resource.resource}/${sub.name}`,
        singularName: '',
        namespaced: resource.namespaced,
        ...((sub.kind.group !== group || sub.kind.version !== version) && {
          group: sub.kind.group,
          version: sub.kind.version,
        }),
        kind: sub.kind.kind,
        verbs: [...sub.verbs],
      }),
    ),
  ]);
}
