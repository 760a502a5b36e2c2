/**
 * @file networking/v1: network policies and HTTP routes.
 * @groupVersion networking.k8s.io/v1
 */
import type { Int32, IntOrString } from '../scalars.ts';
import type { LabelSelector, ListMeta, ObjectMeta, TypeMeta } from '../meta/v1.ts';
import type { Protocol, TypedLocalObjectReference } from '../core/v1.ts';

/** What traffic some Pods may receive and send.
 * @kind NetworkPolicy
 * @scope Namespaced */
export interface NetworkPolicy extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** The Pods and the traffic.
   * @proto 2
   * @always */
  spec?: NetworkPolicySpec;
}

/** A direction of traffic that a policy governs.
 * @enum */
export type PolicyType = 'Ingress' | 'Egress';

/** Pods, and what they may receive and send. Pods that no policy selects may do everything; permissions of several
 * policies add up. */
export interface NetworkPolicySpec {
  /** The Pods, in the policy's namespace. All if empty.
   * @proto 1
   * @required
   * @always */
  podSelector: LabelSelector;
  /** What may come in. Nothing if empty, once the policy governs ingress.
   * @proto 2
   * @list atomic */
  ingress?: NetworkPolicyIngressRule[];
  /** What may go out. Nothing if empty, once the policy governs egress.
   * @proto 3
   * @list atomic */
  egress?: NetworkPolicyEgressRule[];
  /** The directions governed. If absent, ingress always, and egress when there are egress rules.
   * @proto 4
   * @list atomic */
  policyTypes?: PolicyType[];
}

/** Traffic that may come in: from one of the peers to one of the ports. */
export interface NetworkPolicyIngressRule {
  /** Ports of the selected Pods. All if empty.
   * @proto 1
   * @list atomic */
  ports?: NetworkPolicyPort[];
  /** Where it comes from. Anywhere if empty.
   * @proto 2
   * @list atomic */
  from?: NetworkPolicyPeer[];
}

/** Traffic that may go out: to one of the ports at one of the peers. */
export interface NetworkPolicyEgressRule {
  /** Ports at the destination. All if empty.
   * @proto 1
   * @list atomic */
  ports?: NetworkPolicyPort[];
  /** Where it goes. Anywhere if empty.
   * @proto 2
   * @list atomic */
  to?: NetworkPolicyPeer[];
}

/** A port or range of ports. */
export interface NetworkPolicyPort {
  /** TCP, UDP or SCTP.
   * @proto 1
   * @pointer
   * @default "TCP" */
  protocol?: Protocol;
  /** Number or name of the port. All if absent.
   * @proto 2
   * @pointer */
  port?: IntOrString;
  /** With a numeric `port`: the last port of a range that starts there.
   * @proto 3
   * @pointer */
  endPort?: Int32;
}

/** A range of addresses with holes. */
export interface IPBlock {
  /** The range.
   * @proto 1
   * @required
   * @always */
  cidr: string;
  /** Ranges inside it that do not count.
   * @proto 2
   * @list atomic */
  except?: string[];
}

/** The other side: Pods by label and namespace, or addresses. */
export interface NetworkPolicyPeer {
  /** Pods by label: in the policy's namespace, or in those that `namespaceSelector` selects.
   * @proto 1
   * @pointer */
  podSelector?: LabelSelector;
  /** Namespaces by label. All their Pods unless `podSelector` narrows it.
   * @proto 2
   * @pointer */
  namespaceSelector?: LabelSelector;
  /** Addresses. Nothing else may be given with it.
   * @proto 3
   * @pointer */
  ipBlock?: IPBlock;
}

/** A list of NetworkPolicy objects, as LIST answers it.
 * @kind NetworkPolicyList */
export interface NetworkPolicyList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The NetworkPolicy objects on this page of the list.
   * @proto 2
   * @required
   * @always */
  items: NetworkPolicy[];
}

/** HTTP routes from outside to Services, by host and path. An ingress controller carries them out.
 * @kind Ingress
 * @scope Namespaced */
export interface Ingress extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** The routes.
   * @proto 2
   * @always */
  spec?: IngressSpec;
  /** Where they can be reached.
   * @proto 3
   * @always */
  status?: IngressStatus;
}

/** A list of Ingress objects, as LIST answers it.
 * @kind IngressList */
export interface IngressList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The Ingress objects on this page of the list.
   * @proto 2
   * @required
   * @always */
  items: Ingress[];
}

/** Routes from outside to Services. */
export interface IngressSpec {
  /** The IngressClass, and by it the controller, that this is for.
   * @proto 4
   * @pointer */
  ingressClassName?: string;
  /** Where requests go that no rule matches.
   * @proto 1
   * @pointer */
  defaultBackend?: IngressBackend;
  /** Certificates by host name.
   * @proto 2
   * @list atomic */
  tls?: IngressTLS[];
  /** Routes by host. All requests go to the default backend if there are none.
   * @proto 3
   * @list atomic */
  rules?: IngressRule[];
}

/** A certificate and the hosts it is for. */
export interface IngressTLS {
  /** Host names in the certificate.
   * @proto 1
   * @list atomic */
  hosts?: string[];
  /** The Secret with certificate and key.
   * @proto 2 */
  secretName?: string;
}

/** What the ingress controller reports. */
export interface IngressStatus {
  /** Where it takes traffic.
   * @proto 1
   * @always */
  loadBalancer?: IngressLoadBalancerStatus;
}

/** Where an Ingress takes traffic. */
export interface IngressLoadBalancerStatus {
  /** Its entry points.
   * @proto 1
   * @list atomic */
  ingress?: IngressLoadBalancerIngress[];
}

/** One entry point, by address or by name. */
export interface IngressLoadBalancerIngress {
  /** Address of the entry point.
   * @proto 1 */
  ip?: string;
  /** DNS name of the entry point.
   * @proto 2 */
  hostname?: string;
  /** How each port fared.
   * @proto 4
   * @list atomic */
  ports?: IngressPortStatus[];
}

/** A port of an entry point. */
export interface IngressPortStatus {
  /** Its number.
   * @proto 1
   * @required
   * @always */
  port: Int32;
  /** Its protocol.
   * @proto 2
   * @required
   * @always */
  protocol: Protocol;
  /** Why it does not work, as a CamelCase word or a domain-prefixed one.
   * @proto 3
   * @pointer */
  error?: string;
}

/** The routes of one host.
 * @inline IngressRuleValue 2 */
export interface IngressRule extends IngressRuleValue {
  /** The host name, exact or with `*.` in front of it. All hosts if empty.
   * @proto 1 */
  host?: string;
}

/** What a rule does with its host's requests. */
export interface IngressRuleValue {
  /** Routes by path.
   * @proto 1
   * @pointer */
  http?: HTTPIngressRuleValue;
}

/** Routes of HTTP requests by path. */
export interface HTTPIngressRuleValue {
  /** The paths and their backends.
   * @proto 1
   * @required
   * @always
   * @list atomic */
  paths: HTTPIngressPath[];
}

/** How a path is compared: as it is, by its elements, or as the controller likes.
 * @enum */
export type PathType = 'Exact' | 'Prefix' | 'ImplementationSpecific';

/** A path and where its requests go. */
export interface HTTPIngressPath {
  /** The path, from `/` on.
   * @proto 1 */
  path?: string;
  /** How it is compared: `Exact`, `Prefix` or `ImplementationSpecific`.
   * @proto 3
   * @required
   * @always
   * @pointer */
  pathType: PathType;
  /** Where requests go.
   * @proto 2
   * @required
   * @always */
  backend: IngressBackend;
}

/** Where requests go: a Service, or an object that the controller understands. */
export interface IngressBackend {
  /** A Service in the same namespace.
   * @proto 4
   * @pointer */
  service?: IngressServiceBackend;
  /** Another object in the same namespace.
   * @proto 3
   * @pointer */
  resource?: TypedLocalObjectReference;
}

/** A port of a Service. */
export interface IngressServiceBackend {
  /** The Service.
   * @proto 1
   * @required
   * @always */
  name: string;
  /** Its port. Name or number.
   * @proto 2
   * @always */
  port?: ServiceBackendPort;
}

/** A Service's port by name or number, not both. */
export interface ServiceBackendPort {
  /** Name of the port.
   * @proto 1 */
  name?: string;
  /** Number of the port.
   * @proto 2 */
  number?: Int32;
}

/** A class of Ingresses and the controller that carries them out.
 * @kind IngressClass
 * @scope Cluster */
export interface IngressClass extends TypeMeta {
  /** Name, namespace, labels and the other bookkeeping that every object carries.
   * @proto 1
   * @always */
  metadata?: ObjectMeta;
  /** The controller and its settings.
   * @proto 2
   * @always */
  spec?: IngressClassSpec;
}

/** An ingress controller and its settings. */
export interface IngressClassSpec {
  /** The controller, as a domain-prefixed path of at most 250 characters. Never changes.
   * @proto 1 */
  controller?: string;
  /** An object with further settings.
   * @proto 2
   * @pointer */
  parameters?: IngressClassParametersReference;
}

/** An object with settings of an ingress class. */
export interface IngressClassParametersReference {
  /** Its API group; the core group if empty.
   * @proto 1
   * @pointer */
  apiGroup?: string;
  /** Its kind.
   * @proto 2
   * @required
   * @always */
  kind: string;
  /** Its name.
   * @proto 3
   * @required
   * @always */
  name: string;
  /** Whether it lives in a namespace (`Namespace`) or not (`Cluster`).
   * @proto 4
   * @always
   * @pointer
   * @default "Cluster" */
  scope?: string;
  /** Its namespace, when the scope is `Namespace`.
   * @proto 5
   * @pointer */
  namespace?: string;
}

/** A list of IngressClass objects, as LIST answers it.
 * @kind IngressClassList */
export interface IngressClassList extends TypeMeta {
  /** Resource version and paging state of this list.
   * @proto 1
   * @always */
  metadata?: ListMeta;
  /** The IngressClass objects on this page of the list.
   * @proto 2
   * @required
   * @always */
  items: IngressClass[];
}
