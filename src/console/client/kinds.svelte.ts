/** The kinds that the server serves, by its own word: built-in ones and those that were added to the cluster. */
import type { APIGroupDiscoveryList } from '../../api/apidiscovery/v2.ts';
import { request } from './http.ts';
import { nameOfKind, type Kind } from './kind.ts';

class Kinds {
  all = $state.raw<readonly Kind[]>([]);
  byName = $derived(new Map(this.all.map((kind) => [nameOfKind(kind), kind])));
  loaded = $state(false);

  async load(): Promise<void> {
    const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
    const lists = await Promise.all(['/api', '/apis'].map((path) => request<APIGroupDiscoveryList>(path, { accept })));
    this.all = lists.flatMap(kindsOf);
    this.loaded = true;
  }

  of(apiVersion: string | undefined, kind: string | undefined): Kind | undefined {
    const slash = apiVersion?.indexOf('/') ?? -1;
    const group = slash < 0 ? '' : (apiVersion?.slice(0, slash) ?? '');
    return this.all.find((k) => k.kind === kind && k.group === group);
  }

  get(name: string): Kind | undefined {
    return this.byName.get(name);
  }
}

/** The first version of a group is the one that the server prefers; a resource of several is taken from the first. */
function kindsOf({ items }: APIGroupDiscoveryList): Kind[] {
  const found = new Map<string, Kind>();
  for (const { metadata, versions = [] } of items) {
    for (const { version, resources = [] } of versions) {
      for (const resource of resources) {
        const kind: Kind = {
          group: metadata?.name ?? '',
          version,
          resource: resource.resource,
          kind: resource.responseKind?.kind ?? '',
          namespaced: resource.scope === 'Namespaced',
          shortNames: resource.shortNames ?? [],
          verbs: resource.verbs,
          subresources: (resource.subresources ?? []).map((s) => s.subresource),
        };
        if (!found.has(nameOfKind(kind))) found.set(nameOfKind(kind), kind);
      }
    }
  }
  return [...found.values()];
}

export const kinds = new Kinds();
