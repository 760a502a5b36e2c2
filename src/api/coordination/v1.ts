/**
 * @file coordination/v1: Lease, the small object behind leader election and node heartbeats.
 * @groupVersion coordination.k8s.io/v1
 */
import type { Int32, MicroTime } from '../scalars.ts';
import type { ListMeta, ObjectMeta, TypeMeta } from '../meta/v1.ts';

/** How a leader is chosen among candidates, such as `OldestEmulationVersion`. */
export type CoordinatedLeaseStrategy = string;

/** A claim with an end, renewed by its holder: who leads, or that a node is alive.
 * @kind Lease
 * @scope Namespaced */
export interface Lease extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** Who holds it and until when.
   * @proto 2
   * @always */
  spec?: LeaseSpec;
}

/** Who holds a lease and since when. */
export interface LeaseSpec {
  /** The holder's name for itself. Empty if nobody holds it.
   * @proto 1
   * @pointer */
  holderIdentity?: string;
  /** Others may take the lease this many seconds after `renewTime`.
   * @proto 2
   * @pointer */
  leaseDurationSeconds?: Int32;
  /** When the present holder got it.
   * @proto 3
   * @pointer */
  acquireTime?: MicroTime;
  /** When the holder last said it is still there.
   * @proto 4
   * @pointer */
  renewTime?: MicroTime;
  /** How often the holder has changed.
   * @proto 5
   * @pointer */
  leaseTransitions?: Int32;
  /** How the leader is chosen. Only for coordinated elections.
   * @proto 6
   * @pointer
   * @featureGate CoordinatedLeaderElection */
  strategy?: CoordinatedLeaseStrategy;
  /** Who should take over; the present holder then steps down. Only with `strategy`.
   * @proto 7
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
