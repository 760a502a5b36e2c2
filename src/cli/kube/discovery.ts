/** What a server serves, by aggregated discovery: two requests, whatever the number of groups. */
import type { KubeConnection } from './kubeConnection.ts';
import type { ServedResource } from './mapper.ts';

interface DiscoveredResource {
  readonly resource: string;
  readonly responseKind?: { readonly kind?: string };
  readonly scope: 'Cluster' | 'Namespaced';
  readonly singularResource?: string;
  readonly verbs?: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly subresources?: readonly { readonly subresource: string }[];
}

interface DiscoveryList {
  readonly items: readonly {
    readonly metadata?: { readonly name?: string };
    readonly versions: readonly {
      readonly version: string;
      readonly resources?: readonly DiscoveredResource[];
      readonly freshness?: string;
    }[];
  }[];
}

const form =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json';

/** Groups in the server's order, and in each group its versions in order of preference. */
export async function discoverGroups(connection: KubeConnection): Promise<DiscoveryList['items']> {
  const [core, groups] = await Promise.all([
    connection.json<DiscoveryList>({ path: '/api', accept: form }),
    connection.json<DiscoveryList>({ path: '/apis', accept: form }),
  ]);
  return [...core.items, ...groups.items];
}

export async function discover(connection: KubeConnection): Promise<readonly ServedResource[]> {
  return (await discoverGroups(connection)).flatMap(({ metadata, versions }) => {
    const taken = new Set<string>();
    return versions.flatMap(({ version, resources = [] }) =>
      resources.map((r) => {
        const preferred = !taken.has(r.resource);
        taken.add(r.resource);
        const kind = r.responseKind?.kind ?? '';
        return {
          group: metadata?.name ?? '',
          version,
          resource: r.resource,
          kind,
          singular: r.singularResource || kind.toLowerCase(),
          namespaced: r.scope === 'Namespaced',
          shortNames: r.shortNames ?? [],
          categories: r.categories ?? [],
          verbs: r.verbs ?? [],
          subresources: (r.subresources ?? []).map((s) => s.subresource),
          preferred,
        };
      }),
    );
  });
}
