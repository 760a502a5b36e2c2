/**
 * @file rbac/v1: roles and the bindings that grant them.
 * @groupVersion rbac.authorization.k8s.io/v1
 */
import type { LabelSelector, ListMeta, ObjectMeta, TypeMeta } from '../meta/v1.ts';

export interface PolicyRule {
  /** @proto 1
   * @required
   * @always
   * @list atomic */
  verbs: string[];
  /** @proto 2
   * @list atomic */
  apiGroups?: string[];
  /** @proto 3
   * @list atomic */
  resources?: string[];
  /** @proto 4
   * @list atomic */
  resourceNames?: string[];
  /** @proto 5
   * @list atomic */
  nonResourceURLs?: string[];
}

export interface Subject {
  /** @proto 1
   * @required
   * @always */
  kind: string;
  /** @proto 2 */
  apiGroup?: string;
  /** @proto 3
   * @required
   * @always */
  name: string;
  /** @proto 4 */
  namespace?: string;
}

export interface RoleRef {
  /** @proto 1
   * @required
   * @always
   * @default "rbac.authorization.k8s.io" */
  apiGroup: string;
  /** @proto 2
   * @required
   * @always */
  kind: string;
  /** @proto 3
   * @required
   * @always */
  name: string;
}

/** @kind Role
 * @scope Namespaced */
export interface Role extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 2
   * @always
   * @list atomic */
  rules?: PolicyRule[];
}

/** @kind RoleBinding
 * @scope Namespaced */
export interface RoleBinding extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 2
   * @list atomic */
  subjects?: Subject[];
  /** @proto 3
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

/** @kind ClusterRole
 * @scope Cluster */
export interface ClusterRole extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 2
   * @always
   * @list atomic */
  rules?: PolicyRule[];
  /** @proto 3
   * @pointer */
  aggregationRule?: AggregationRule;
}

export interface AggregationRule {
  /** @proto 1
   * @list atomic */
  clusterRoleSelectors?: LabelSelector[];
}

/** @kind ClusterRoleBinding
 * @scope Cluster */
export interface ClusterRoleBinding extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 2
   * @list atomic */
  subjects?: Subject[];
  /** @proto 3
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
