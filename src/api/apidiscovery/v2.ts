/**
 * @file apidiscovery/v2: discovery of all groups in one document.
 * @groupVersion apidiscovery.k8s.io/v2
 */
import type { GroupVersionKind, ListMeta, ObjectMeta, TypeMeta } from '../meta/v1.ts';

/** A list of APIGroupDiscovery objects, as LIST answers it.
 * @kind APIGroupDiscoveryList */
export interface APIGroupDiscoveryList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The APIGroupDiscovery objects on this page of the list.
   * @proto 2
   * @required
   * @always */
  items: APIGroupDiscovery[];
}

/** @kind APIGroupDiscovery */
export interface APIGroupDiscovery extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 2
   * @list map
   * @listKey version */
  versions?: APIVersionDiscovery[];
}

export interface APIVersionDiscovery {
  /** @proto 1
   * @required
   * @always */
  version: string;
  /** @proto 2
   * @list map
   * @listKey resource */
  resources?: APIResourceDiscovery[];
  /** @proto 3 */
  freshness?: DiscoveryFreshness;
}

export interface APIResourceDiscovery {
  /** @proto 1
   * @required
   * @always */
  resource: string;
  /** @proto 2
   * @pointer */
  responseKind?: GroupVersionKind;
  /** @proto 3
   * @required
   * @always */
  scope: ResourceScope;
  /** @proto 4
   * @required
   * @always */
  singularResource: string;
  /** @proto 5
   * @required
   * @always
   * @list set */
  verbs: string[];
  /** @proto 6
   * @list set */
  shortNames?: string[];
  /** @proto 7
   * @list set */
  categories?: string[];
  /** @proto 8
   * @list map
   * @listKey subresource */
  subresources?: APISubresourceDiscovery[];
}

/** @enum */
export type ResourceScope = 'Cluster' | 'Namespaced';

/** @enum */
export type DiscoveryFreshness = 'Current' | 'Stale';

export interface APISubresourceDiscovery {
  /** @proto 1
   * @required
   * @always */
  subresource: string;
  /** @proto 2
   * @pointer */
  responseKind?: GroupVersionKind;
  /** @proto 3
   * @list map
   * @listKey group
   * @listKey version
   * @listKey kind */
  acceptedTypes?: GroupVersionKind[];
  /** @proto 4
   * @required
   * @always
   * @list set */
  verbs: string[];
}
