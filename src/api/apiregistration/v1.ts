/**
 * @file apiregistration.k8s.io/v1: which API versions there are, and who serves them.
 * @groupVersion apiregistration.k8s.io/v1
 */
import type { Base64, Int32, Time } from '../scalars.ts';
import type { ListMeta, ObjectMeta, TypeMeta } from '../meta/v1.ts';

/** A Service that serves an API version. */
export interface ServiceReference {
  /** Its namespace.
   * @proto 1 */
  namespace?: string;
  /** Its name.
   * @proto 2 */
  name?: string;
  /** Its port. 443 if absent.
   * @proto 3
   * @pointer */
  port?: Int32;
}

/** Which API version, and where it is served. */
export interface APIServiceSpec {
  /** The Service that serves it; absent when the API server does so itself.
   * @proto 1
   * @pointer */
  service?: ServiceReference;
  /** The API group; empty for core.
   * @proto 2 */
  group?: string;
  /** The version.
   * @proto 3 */
  version?: string;
  /** Whether the Service's certificate goes unchecked.
   * @proto 4 */
  insecureSkipTLSVerify?: boolean;
  /** PEM certificates by which the Service's certificate is checked.
   * @proto 5 */
  caBundle?: Base64;
  /** Clients prefer groups with a higher number.
   * @proto 7
   * @required
   * @always */
  groupPriorityMinimum: Int32;
  /** Orders the versions of a group, highest first.
   * @proto 8
   * @required
   * @always */
  versionPriority: Int32;
}

/** One aspect of an API version's state. */
export interface APIServiceCondition {
  /** `Available`.
   * @proto 1
   * @required
   * @always */
  type: string;
  /** `True`, `False` or `Unknown`.
   * @proto 2
   * @required
   * @always */
  status: string;
  /** When the status last changed.
   * @proto 3
   * @always */
  lastTransitionTime?: Time;
  /** One word for machines.
   * @proto 4 */
  reason?: string;
  /** A sentence for people.
   * @proto 5 */
  message?: string;
}

/** Whether an API version can be used. */
export interface APIServiceStatus {
  /** `Available`.
   * @proto 1
   * @list map
   * @listKey type
   * @patchStrategy merge
   * @patchMergeKey type */
  conditions?: APIServiceCondition[];
}

/** One version of one API group.
 * @kind APIService
 * @scope Cluster */
export interface APIService extends TypeMeta {
  /** Name (`version.group`), labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** Which version, and where.
   * @proto 2
   * @always */
  spec?: APIServiceSpec;
  /** Whether it can be used.
   * @proto 3
   * @always */
  status?: APIServiceStatus;
}

/** A list of APIService objects, as LIST answers it.
 * @kind APIServiceList */
export interface APIServiceList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The APIService objects.
   * @proto 2
   * @required
   * @always */
  items: APIService[];
}
