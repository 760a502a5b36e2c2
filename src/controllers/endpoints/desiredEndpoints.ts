/** What the Endpoints of a Service should say: addresses in subsets that offer the same ports. Pure. */
import type { EndpointAddress, EndpointPort, Endpoints, EndpointSubset, Pod, Service } from '../../api/core/v1.ts';
import type { Stored } from '../../machinery/object.ts';
import { isPodReady } from '../../machinery/pod.ts';
import { addressOf, hasEndpoint, hostnameOf, isHeadless, targetPortOf } from './endpointPods.ts';
import { headlessLabel } from './desiredSlices.ts';

/** More addresses than that are cut off, which an annotation tells. */
const addressesAtMost = 1000;
export const overCapacity = 'endpoints.kubernetes.io/over-capacity';
export const managedByLabel = 'endpoints.kubernetes.io/managed-by';

export function desiredEndpoints(
  service: Stored<Service>,
  pods: readonly Stored<Pod>[],
): Pick<Endpoints, 'subsets'> & { labels: Record<string, string>; cut: boolean } {
  const publishesUnready = service.spec?.publishNotReadyAddresses === true;
  const subsets = new Map<string, Required<EndpointSubset>>();
  const servicePorts = service.spec?.ports ?? [];
  for (const pod of pods) {
    if (!hasEndpoint(pod, publishesUnready)) continue;
    const ports = servicePorts.flatMap((each): EndpointPort[] => {
      const port = targetPortOf(pod, each);
      const { name, protocol = 'TCP', appProtocol } = each;
      return port === undefined
        ? []
        : [{ ...(name && { name }), port, protocol, ...(appProtocol !== undefined && { appProtocol }) }];
    });
    if (ports.length === 0 && !(isHeadless(service) && servicePorts.length === 0)) continue;
    const key = JSON.stringify(ports);
    let subset = subsets.get(key);
    if (!subset) subsets.set(key, (subset = { addresses: [], notReadyAddresses: [], ports }));
    (publishesUnready || isPodReady(pod) ? subset.addresses : subset.notReadyAddresses).push(
      endpointAddress(pod, service),
    );
  }
  const { [headlessLabel]: _, ...labels } = service.metadata.labels ?? {};
  const { kept, cut } = truncate(
    [...subsets.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, subset]) => subset),
  );
  return {
    subsets: kept,
    cut,
    labels: { ...labels, [managedByLabel]: 'endpoint-controller', ...(isHeadless(service) && { [headlessLabel]: '' }) },
  };
}

function endpointAddress(pod: Stored<Pod>, service: Service): EndpointAddress {
  const hostname = hostnameOf(pod, service);
  const { namespace = '', name, uid } = pod.metadata;
  return {
    ip: addressOf(pod) ?? '',
    ...(hostname !== undefined && { hostname }),
    ...(pod.spec?.nodeName && { nodeName: pod.spec.nodeName }),
    targetRef: { kind: 'Pod', namespace, name, uid },
  };
}

const byAddress = (a: EndpointAddress, b: EndpointAddress): number =>
  (a.ip === b.ip ? (a.targetRef?.uid ?? '') < (b.targetRef?.uid ?? '') : a.ip < b.ip) ? -1 : 1;

/** In order; when there are too many, those that are ready are kept before those that are not. */
function truncate(subsets: readonly Required<EndpointSubset>[]): { kept: EndpointSubset[]; cut: boolean } {
  let room = addressesAtMost;
  const take = (list: EndpointAddress[]): EndpointAddress[] => {
    const taken = list.sort(byAddress).slice(0, room);
    room -= taken.length;
    return taken;
  };
  const total = subsets.reduce(
    (sum, { addresses, notReadyAddresses }) => sum + addresses.length + notReadyAddresses.length,
    0,
  );
  const ready = subsets.map(({ addresses }) => take(addresses));
  const kept = subsets.map(({ notReadyAddresses, ports }, i): EndpointSubset => {
    const addresses = ready[i] ?? [];
    const unready = take(notReadyAddresses);
    return {
      ...(addresses.length > 0 && { addresses }),
      ...(unready.length > 0 && { notReadyAddresses: unready }),
      ports,
    };
  });
  return {
    kept: kept.filter(({ addresses, notReadyAddresses }) => addresses || notReadyAddresses),
    cut: total > addressesAtMost,
  };
}
