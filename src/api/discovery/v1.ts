/**
 * @file discovery/v1: EndpointSlice, the addresses behind a Service.
 * @groupVersion discovery.k8s.io/v1
 */
import type { Int32 } from '../scalars.ts';
import type { ListMeta, ObjectMeta, TypeMeta } from '../meta/v1.ts';
import type { ObjectReference, Protocol } from '../core/v1.ts';

/** Some of the addresses behind a Service. Large Services have several slices.
 * @kind EndpointSlice
 * @scope Namespaced */
export interface EndpointSlice extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** Kind of all addresses in the slice. Cannot change.
   * @proto 4
   * @required
   * @always
   * @immutable */
  addressType: AddressType;
  /** The backends, at most 1000.
   * @proto 2
   * @required
   * @always
   * @list atomic */
  endpoints: Endpoint[];
  /** Ports that every endpoint offers, at most 100.
   * @proto 3
   * @always
   * @list atomic */
  ports?: EndpointPort[];
}

/** IPv4 addresses, IPv6 addresses, or DNS names.
 * @enum */
export type AddressType = 'IPv4' | 'IPv6' | 'FQDN';

/** One backend, mostly a Pod. */
export interface Endpoint {
  /** Its addresses, which stand for the same backend. Proxies use the first.
   * @proto 1
   * @required
   * @always
   * @list set */
  addresses: string[];
  /** Whether it should get traffic.
   * @proto 2
   * @always */
  conditions?: EndpointConditions;
  /** Host name that DNS publishes for it below the Service's name.
   * @proto 3
   * @pointer */
  hostname?: string;
  /** The object behind the addresses, mostly a Pod.
   * @proto 4
   * @pointer */
  targetRef?: ObjectReference;
  /** Topology labels from the beta API. Read only; see `nodeName` and `zone`.
   * @proto 5
   * @deprecated */
  deprecatedTopology?: Record<string, string>;
  /** The node it runs on.
   * @proto 6
   * @pointer */
  nodeName?: string;
  /** The zone it runs in.
   * @proto 7
   * @pointer */
  zone?: string;
  /** From where it is best used.
   * @proto 8
   * @pointer */
  hints?: EndpointHints;
}

/** Whether an endpoint should get traffic. */
export interface EndpointConditions {
  /** Takes new connections. Absent counts as true. False while terminating, unless the Service publishes unready
   * addresses.
   * @proto 1
   * @pointer */
  ready?: boolean;
  /** Like `ready`, but still true while a terminating Pod passes its readiness check. Absent counts as `ready`.
   * @proto 2
   * @pointer */
  serving?: boolean;
  /** Its Pod is being deleted. Absent counts as false.
   * @proto 3
   * @pointer */
  terminating?: boolean;
}

/** Who had best use an endpoint. */
export interface EndpointHints {
  /** Clients in these zones. At most 8.
   * @proto 1
   * @list atomic */
  forZones?: ForZone[];
  /** Clients on these nodes. At most 8.
   * @proto 2
   * @list atomic */
  forNodes?: ForNode[];
}

/** A zone that should use the endpoint. */
export interface ForZone {
  /** Name of the zone.
   * @proto 1
   * @required
   * @always */
  name: string;
}

/** A node that should use the endpoint. */
export interface ForNode {
  /** Name of the node.
   * @proto 1
   * @required
   * @always */
  name: string;
}

/** A port that all endpoints of the slice offer.
 * @struct atomic */
export interface EndpointPort {
  /** Name of the Service port it serves. Unique in the slice; empty for a single port.
   * @proto 1
   * @pointer
   * @default "" */
  name?: string;
  /** Transport protocol.
   * @proto 2
   * @pointer
   * @default "TCP" */
  protocol?: Protocol;
  /** Port number. In slices made by hand, absent means all ports.
   * @proto 3
   * @pointer */
  port?: Int32;
  /** Application protocol as a hint, such as `kubernetes.io/h2c` or `https`.
   * @proto 4
   * @pointer */
  appProtocol?: string;
}

/** A list of EndpointSlice objects, as LIST answers it.
 * @kind EndpointSliceList */
export interface EndpointSliceList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The EndpointSlice objects on this page of the list.
   * @proto 2
   * @required
   * @always */
  items: EndpointSlice[];
}
