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

/** One API group with everything it serves. The group's name is in `metadata.name`; empty for core.
 * @kind APIGroupDiscovery */
export interface APIGroupDiscovery extends TypeMeta {
  /** Only the name is used: that of the group.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** Served versions, the preferred one first.
   * @proto 2
   * @list map
   * @listKey version */
  versions?: APIVersionDiscovery[];
}

/** One version of a group. */
export interface APIVersionDiscovery {
  /** The version, such as `v1`.
   * @proto 1
   * @required
   * @always */
  version: string;
  /** Its resources.
   * @proto 2
   * @list map
   * @listKey resource */
  resources?: APIResourceDiscovery[];
  /** Whether the server behind it was just asked, or its last answer is repeated.
   * @proto 3 */
  freshness?: DiscoveryFreshness;
}

/** One resource with its subresources. */
export interface APIResourceDiscovery {
  /** Plural name, as in URLs.
   * @proto 1
   * @required
   * @always */
  resource: string;
  /** The kind its objects are of; an empty group or version means that of the parent.
   * @proto 2
   * @pointer */
  responseKind?: GroupVersionKind;
  /** Whether its objects live in namespaces.
   * @proto 3
   * @required
   * @always */
  scope: ResourceScope;
  /** Singular name that command lines accept.
   * @proto 4
   * @required
   * @always */
  singularResource: string;
  /** What can be done with it.
   * @proto 5
   * @required
   * @always
   * @list set */
  verbs: string[];
  /** Abbreviations that command lines accept.
   * @proto 6
   * @list set */
  shortNames?: string[];
  /** Groups of resources it belongs to, such as `all`.
   * @proto 7
   * @list set */
  categories?: string[];
  /** Its subresources.
   * @proto 8
   * @list map
   * @listKey subresource */
  subresources?: APISubresourceDiscovery[];
}

/** In namespaces, or in the cluster as a whole.
 * @enum */
export type ResourceScope = 'Cluster' | 'Namespaced';

/** Whether what is shown is current or may be out of date.
 * @enum */
export type DiscoveryFreshness = 'Current' | 'Stale';

/** One subresource. */
export interface APISubresourceDiscovery {
  /** Its name alone, such as `status`.
   * @proto 1
   * @required
   * @always */
  subresource: string;
  /** The kind it answers with. Absent for streams and proxies.
   * @proto 2
   * @pointer */
  responseKind?: GroupVersionKind;
  /** Kinds it takes as input, where that is not `responseKind`.
   * @proto 3
   * @list map
   * @listKey group
   * @listKey version
   * @listKey kind */
  acceptedTypes?: GroupVersionKind[];
  /** What can be done with it.
   * @proto 4
   * @required
   * @always
   * @list set */
  verbs: string[];
}
