/** What the EndpointSlices of a Service should say: endpoints in groups that offer the same ports. Pure. */
import type { Node, Pod, Service } from '../../api/core/v1.ts';
import type { Endpoint, EndpointPort } from '../../api/discovery/v1.ts';
import type { Stored } from '../../machinery/object.ts';
import { isPodReady } from '../../machinery/pod.ts';
import { addressOf, hasEndpoint, hostnameOf, isHeadless, targetPortOf } from './endpointPods.ts';

export const serviceNameLabel = 'kubernetes.io/service-name';
export const managedByLabel = 'endpointslice.kubernetes.io/managed-by';
export const managedBy = 'endpointslice-controller.k8s.io';
export const headlessLabel = 'service.kubernetes.io/headless';
const zoneLabel = 'topology.kubernetes.io/zone';

export interface EndpointGroup {
  readonly ports: EndpointPort[];
  /** By the UID of the Pod. */
  readonly endpoints: Map<string, Endpoint>;
}

export interface DesiredEndpoints {
  /** By portsKey(). */
  readonly groups: Map<string, EndpointGroup>;
  /** Pods were left out as their nodes are not known. */
  readonly missesNodes: boolean;
}

export function desiredEndpoints(
  service: Stored<Service>,
  pods: readonly Stored<Pod>[],
  nodeOf: (name: string) => Stored<Node> | undefined,
): DesiredEndpoints {
  const groups = new Map<string, EndpointGroup>();
  const publishesUnready = service.spec?.publishNotReadyAddresses === true;
  let missesNodes = false;
  for (const pod of pods) {
    if (!hasEndpoint(pod, true)) continue;
    const node = nodeOf(pod.spec?.nodeName ?? '');
    if (!node && !publishesUnready) {
      missesNodes = true;
      continue;
    }
    const ports = portsFor(pod, service);
    const key = portsKey(ports);
    let group = groups.get(key);
    if (!group) groups.set(key, (group = { ports, endpoints: new Map() }));
    group.endpoints.set(pod.metadata.uid, endpointOf(pod, service, node));
  }
  return { groups, missesNodes };
}

function endpointOf(pod: Stored<Pod>, service: Service, node: Node | undefined): Endpoint {
  const serving = isPodReady(pod);
  const terminating = pod.metadata.deletionTimestamp !== undefined;
  const ready = service.spec?.publishNotReadyAddresses === true || (serving && !terminating);
  const zone = node?.metadata?.labels?.[zoneLabel];
  const hostname = hostnameOf(pod, service);
  const { namespace = '', name, uid } = pod.metadata;
  return {
    addresses: [addressOf(pod) ?? ''],
    conditions: { ready, serving, terminating },
    ...(hostname !== undefined && { hostname }),
    targetRef: { kind: 'Pod', namespace, name, uid },
    ...(pod.spec?.nodeName && { nodeName: pod.spec.nodeName }),
    ...(zone && { zone }),
  };
}

function portsFor(pod: Pod, service: Service): EndpointPort[] {
  return (service.spec?.ports ?? []).flatMap((servicePort) => {
    const port = targetPortOf(pod, servicePort);
    const { name = '', protocol = 'TCP', appProtocol } = servicePort;
    return port === undefined ? [] : [{ name, protocol, port, ...(appProtocol !== undefined && { appProtocol }) }];
  });
}

/** The same for the same ports in any order. */
export const portsKey = (ports: readonly EndpointPort[] | undefined): string =>
  (ports ?? [])
    .map(({ name = '', protocol = 'TCP', port, appProtocol = '' }) => `${name}/${protocol}/${port}/${appProtocol}`)
    .sort()
    .join(',');

/** The Service's own labels, and those by which its slices are found. */
export function sliceLabels(service: Stored<Service>): Record<string, string> {
  const { [headlessLabel]: _, ...labels } = service.metadata.labels ?? {};
  return {
    ...labels,
    ...(isHeadless(service) && { [headlessLabel]: '' }),
    [serviceNameLabel]: service.metadata.name,
    [managedByLabel]: managedBy,
  };
}
