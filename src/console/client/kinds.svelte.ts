/** The kinds that the server serves, by its own word: built-in ones and those that were added to the cluster. */
import type { APIGroupDiscoveryList } from '../../api/apidiscovery/v2.ts';
import { request } from './http.ts';

export interface Kind {
  readonly group: string;
  readonly version: string;
  /** Plural, lower case: 'pods'. */
  readonly resource: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly verbs: readonly string[];
  readonly subresources: readonly string[];
}

/** 'pods', 'deployments.apps': how kubectl and this page's addresses name a kind. */
export const nameOfKind = ({ group, resource }: Pick<Kind, 'group' | 'resource'>): string =>
  group === '' ? resource : `${resource}.${group}`;

export const apiVersionOfKind = ({ group, version }: Kind): string => (group === '' ? version : `${group}/${version}`);

/** The path of a collection, of one object in it, or of its subresource. */
export function pathOf(
  kind: Pick<Kind, 'group' | 'version' | 'resource' | 'namespaced'>,
  namespace?: string,
  name?: string,
  subresource?: string,
): string {
  const base = kind.group === '' ? `/api/${kind.version}` : `/apis/${kind.group}/${kind.version}`;
  const place = kind.namespaced && namespace ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  const object = name === undefined ? '' : `/${encodeURIComponent(name)}`;
  return `${base}${place}/${kind.resource}${object}${subresource === undefined ? '' : `/${subresource}`}`;
}

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
