/**
 * @file rbac/v1: roles and the bindings that grant them.
 * @groupVersion rbac.authorization.k8s.io/v1
 */
import type { LabelSelector, ListMeta, ObjectMeta, TypeMeta } from '../meta/v1.ts';

/** Allows some verbs on some resources, or on some URLs. Rules only ever add; nothing denies. */
export interface PolicyRule {
  /** What may be done, such as `get` and `list`; `*` is everything.
   * @proto 1
   * @required
   * @always
   * @list atomic */
  verbs: string[];
  /** Groups of the resources; `""` is core, `*` all.
   * @proto 2
   * @list atomic */
  apiGroups?: string[];
  /** Plural names such as `pods`; subresources are written `pods/log`. `*` is everything; before a slash it is any
   * resource.
   * @proto 3
   * @list atomic */
  resources?: string[];
  /** Only objects with these names. All if empty. Cannot restrict create, as the name is not known then.
   * @proto 4
   * @list atomic */
  resourceNames?: string[];
  /** URL paths such as `/metrics` or `/healthz/*`. Only in a ClusterRole bound cluster-wide.
   * @proto 5
   * @list atomic */
  nonResourceURLs?: string[];
}

/** Who gets the role.
 * @struct atomic */
export interface Subject {
  /** `User`, `Group` or `ServiceAccount`.
   * @proto 1
   * @required
   * @always */
  kind: string;
  /** `rbac.authorization.k8s.io` for users and groups, empty for service accounts. Filled in from the kind.
   * @proto 2 */
  apiGroup?: string;
  /** Name of the user, the group or the service account.
   * @proto 3
   * @required
   * @always */
  name: string;
  /** Namespace of the service account; empty for the others.
   * @proto 4 */
  namespace?: string;
}

/** The role a binding grants.
 * @struct atomic */
export interface RoleRef {
  /** Group of the role, always `rbac.authorization.k8s.io`.
   * @proto 1
   * @required
   * @always
   * @default "rbac.authorization.k8s.io" */
  apiGroup: string;
  /** `Role` or `ClusterRole`.
   * @proto 2
   * @required
   * @always */
  kind: string;
  /** Name of the role.
   * @proto 3
   * @required
   * @always */
  name: string;
}

/** A set of rules for one namespace.
 * @kind Role
 * @scope Namespaced */
export interface Role extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** What it allows.
   * @proto 2
   * @always
   * @list atomic */
  rules?: PolicyRule[];
}

/** Grants a Role or a ClusterRole to subjects, within one namespace.
 * @kind RoleBinding
 * @scope Namespaced */
export interface RoleBinding extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** Who gets it.
   * @proto 2
   * @list atomic */
  subjects?: Subject[];
  /** The role they get. To change it, delete the binding and make a new one.
   * @proto 3
   * @required
   * @always
   * @immutable */
  roleRef: RoleRef;
}

/** A list of RoleBinding objects, as LIST answers it.
 * @kind RoleBindingList */
export interface RoleBindingList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The RoleBinding objects on this page of the list.
   * @proto 2
   * @required
   * @always */
  items: RoleBinding[];
}

/** A list of Role objects, as LIST answers it.
 * @kind RoleList */
export interface RoleList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The Role objects on this page of the list.
   * @proto 2
   * @required
   * @always */
  items: Role[];
}

/** A set of rules for all namespaces and for cluster-wide resources.
 * @kind ClusterRole
 * @scope Cluster */
export interface ClusterRole extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** What it allows. With `aggregationRule` a controller writes these.
   * @proto 2
   * @always
   * @list atomic */
  rules?: PolicyRule[];
  /** Gather the rules of other ClusterRoles into this one.
   * @proto 3
   * @pointer */
  aggregationRule?: AggregationRule;
}

/** Which ClusterRoles to gather. */
export interface AggregationRule {
  /** ClusterRoles whose labels match any of these are gathered.
   * @proto 1
   * @list atomic */
  clusterRoleSelectors?: LabelSelector[];
}

/** Grants a ClusterRole to subjects, in the whole cluster.
 * @kind ClusterRoleBinding
 * @scope Cluster */
export interface ClusterRoleBinding extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** Who gets it.
   * @proto 2
   * @list atomic */
  subjects?: Subject[];
  /** The ClusterRole they get. To change it, delete the binding and make a new one.
   * @proto 3
   * @required
   * @always
   * @immutable */
  roleRef: RoleRef;
}

/** A list of ClusterRoleBinding objects, as LIST answers it.
 * @kind ClusterRoleBindingList */
export interface ClusterRoleBindingList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The ClusterRoleBinding objects on this page of the list.
   * @proto 2
   * @required
   * @always */
  items: ClusterRoleBinding[];
}

/** A list of ClusterRole objects, as LIST answers it.
 * @kind ClusterRoleList */
export interface ClusterRoleList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The ClusterRole objects on this page of the list.
   * @proto 2
   * @required
   * @always */
  items: ClusterRole[];
}
