/**
 * @file coordination/v1: Lease, the small object behind leader election and node heartbeats.
 * @groupVersion coordination.k8s.io/v1
 */
import type { Int32, MicroTime } from '../scalars.ts';
import type { ListMeta, ObjectMeta, TypeMeta } from '../meta/v1.ts';

export type CoordinatedLeaseStrategy = string;

/** @kind Lease
 * @scope Namespaced */
export interface Lease extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 2
   * @always */
  spec?: LeaseSpec;
}

export interface LeaseSpec {
  /** @proto 1
   * @pointer */
  holderIdentity?: string;
  /** @proto 2
   * @pointer */
  leaseDurationSeconds?: Int32;
  /** @proto 3
   * @pointer */
  acquireTime?: MicroTime;
  /** @proto 4
   * @pointer */
  renewTime?: MicroTime;
  /** @proto 5
   * @pointer */
  leaseTransitions?: Int32;
  /** @proto 6
   * @pointer
   * @featureGate CoordinatedLeaderElection */
  strategy?: CoordinatedLeaseStrategy;
  /** @proto 7
   * @pointer
   * @featureGate CoordinatedLeaderElection */
  preferredHolder?: string;
}

/** A list of Lease objects, as LIST answers it.
 * @kind LeaseList */
export interface LeaseList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The Lease objects on this page of the list.
   * @proto 2
   * @required
   * @always */
  items: Lease[];
}
