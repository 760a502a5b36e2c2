/** Which Pods stand behind a Service, and under which port numbers and host names. Pure. */
import type { Pod, Service, ServicePort } from '../../api/core/v1.ts';
import { isPodReady, isPodTerminal } from '../../machinery/pod.ts';

/** It has an address and is not over. One that is being deleted counts only with `terminatingToo`. */
export function hasEndpoint(pod: Pod, terminatingToo: boolean): boolean {
  if (isPodTerminal(pod) || !addressOf(pod)) return false;
  return terminatingToo || !pod.metadata?.deletionTimestamp;
}

export const addressOf = (pod: Pod): string | undefined =>
  pod.status?.podIP || pod.status?.podIPs?.[0]?.ip || undefined;

/** The number of the port in this Pod; undefined when it has none of that name. */
export function targetPortOf(pod: Pod, { targetPort, port, protocol = 'TCP' }: ServicePort): number | undefined {
  if (typeof targetPort === 'number') return targetPort || port;
  if (!targetPort) return port;
  const sidecars = (pod.spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  for (const container of [...(pod.spec?.containers ?? []), ...sidecars]) {
    for (const each of container.ports ?? []) {
      if (each.name === targetPort && (each.protocol ?? 'TCP') === protocol) return each.containerPort;
    }
  }
  return undefined;
}

/** The name that DNS publishes for the Pod below the Service's: only where the Pod's subdomain is the Service. */
export function hostnameOf(pod: Pod, service: Service): string | undefined {
  const { hostname, subdomain } = pod.spec ?? {};
  return hostname && subdomain === service.metadata?.name ? hostname : undefined;
}

export const isHeadless = ({ spec }: Service): boolean => spec?.clusterIP === 'None';

/** Somebody else keeps the endpoints of a Service without a selector; a name for another host has none. */
export const selectsPods = ({ spec }: Service): boolean =>
  spec?.type !== 'ExternalName' && Object.keys(spec?.selector ?? {}).length > 0;

/** Whether two states of a Pod can differ in any Service's endpoints, its labels aside. */
export function sameEndpoint(a: Pod, b: Pod): boolean {
  return (
    addressOf(a) === addressOf(b) &&
    isPodReady(a) === isPodReady(b) &&
    isPodTerminal(a) === isPodTerminal(b) &&
    !a.metadata?.deletionTimestamp === !b.metadata?.deletionTimestamp &&
    a.spec?.nodeName === b.spec?.nodeName
  );
}
