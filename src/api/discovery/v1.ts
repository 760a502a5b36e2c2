/**
 * @file discovery/v1: EndpointSlice, the addresses behind a Service.
 * @groupVersion discovery.k8s.io/v1
 */
import type { Int32 } from '../scalars.ts';
import type { ListMeta, ObjectMeta, TypeMeta } from '../meta/v1.ts';
import type { ObjectReference, Protocol } from '../core/v1.ts';

/** @kind EndpointSlice
 * @scope Namespaced */
export interface EndpointSlice extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** @proto 4
   * @required
   * @always
   * @immutable */
  addressType: AddressType;
  /** @proto 2
   * @required
   * @always
   * @list atomic */
  endpoints: Endpoint[];
  /** @proto 3
   * @always
   * @list atomic */
  ports?: EndpointPort[];
}

/** @enum */
export type AddressType = 'IPv4' | 'IPv6' | 'FQDN';

export interface Endpoint {
  /** @proto 1
   * @required
   * @always
   * @list set */
  addresses: string[];
  /** @proto 2
   * @always */
  conditions?: EndpointConditions;
  /** @proto 3
   * @pointer */
  hostname?: string;
  /** @proto 4
   * @pointer */
  targetRef?: ObjectReference;
  /** @proto 5
   * @deprecated */
  deprecatedTopology?: Record<string, string>;
  /** @proto 6
   * @pointer */
  nodeName?: string;
  /** @proto 7
   * @pointer */
  zone?: string;
  /** @proto 8
   * @pointer */
  hints?: EndpointHints;
}

export interface EndpointConditions {
  /** @proto 1
   * @pointer */
  ready?: boolean;
  /** @proto 2
   * @pointer */
  serving?: boolean;
  /** @proto 3
   * @pointer */
  terminating?: boolean;
}

export interface EndpointHints {
  /** @proto 1
   * @list atomic */
  forZones?: ForZone[];
  /** @proto 2
   * @list atomic */
  forNodes?: ForNode[];
}

export interface ForZone {
  /** @proto 1
   * @required
   * @always */
  name: string;
}

export interface ForNode {
  /** @proto 1
   * @required
   * @always */
  name: string;
}

export interface EndpointPort {
  /** @proto 1
   * @pointer
   * @default "" */
  name?: string;
  /** @proto 2
   * @pointer
   * @default "TCP" */
  protocol?: Protocol;
  /** @proto 3
   * @pointer */
  port?: Int32;
  /** @proto 4
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
