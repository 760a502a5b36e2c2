/** The Service that `expose` and `run --expose` make of another object. */
import type { PodSpec, Service, ServicePort } from '../../api/core/v1.ts';
import { intOrStringOf } from './intOrString.ts';
import { parsePort } from './pod.ts';
import { parsePlainLabels } from './plainLabels.ts';

export interface ExposeOptions {
  /** 'a=b,c=d'. */
  readonly selector: string;
  /** 'a=b,c=d'; '' for none. */
  readonly labels: string;
  readonly ports: readonly string[];
  /** '' for that of each port. */
  readonly protocol: string;
  /** What protocols a port is used with. */
  readonly protocols: ReadonlyMap<string, readonly string[]>;
  /** '' for the port itself. */
  readonly targetPort: string;
  readonly type: string;
  readonly externalIP: string;
  readonly loadBalancerIP: string;
  readonly sessionAffinity: string;
  readonly clusterIP: string;
}

/** Throws Error in kubectl's words. */
export function exposedService(name: string, options: ExposeOptions): Service {
  const { selector, labels, type, targetPort, sessionAffinity, externalIP, loadBalancerIP, clusterIP } = options;
  if (selector === '') throw new Error('selector must be specified');
  if (name === '') throw new Error('name must be specified');
  if (sessionAffinity !== '' && sessionAffinity !== 'None' && sessionAffinity !== 'ClientIP')
    throw new Error(`unknown session affinity: ${sessionAffinity}`);
  const ports = portsOf(options).map((port) => ({
    ...port,
    targetPort: targetPort === '' ? port.port : intOrStringOf(targetPort),
  }));
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, ...(labels && { labels: parsePlainLabels(labels) }) },
    spec: {
      ...(ports.length > 0 && { ports }),
      selector: parsePlainLabels(selector),
      ...(clusterIP && { clusterIP }),
      // A named seam: the server refuses what is no type.
      ...(type && { type: type as 'ClusterIP' }),
      ...(externalIP && { externalIPs: [externalIP] }),
      ...(sessionAffinity && { sessionAffinity }),
      ...(type === 'LoadBalancer' && loadBalancerIP && { loadBalancerIP }),
    },
  };
}

function portsOf({ ports, protocol, protocols }: ExposeOptions): ServicePort[] {
  return ports.flatMap((text, i) => {
    const port = parsePort(text);
    const several = ports.length > 1 ? `port-${i + 1}` : '';
    const own = protocol === '' ? (protocols.get(text) ?? []) : [];
    if (own.length > 1)
      return own.map(
        (each): ServicePort => ({
          name: `port-${i + 1}-${each.toLowerCase()}`,
          port,
          protocol: each as 'TCP',
        }),
      );
    // A named seam: the server refuses what is no protocol.
    const of = (protocol || own[0] || 'TCP') as 'TCP';
    return [{ ...(several && { name: several }), port, protocol: of }];
  });
}

/** Ports of containers, each once, and the protocols that each is used with. */
export function portsOfPod(spec: PodSpec | undefined): Map<string, string[]> {
  return collect((spec?.containers ?? []).flatMap((c) => (c.ports ?? []).map((p) => [p.containerPort, p.protocol])));
}

export const portsOfService = (service: Service): Map<string, string[]> =>
  collect((service.spec?.ports ?? []).map((p) => [p.port, p.protocol]));

function collect(pairs: readonly (readonly [number, string | undefined])[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [port, protocol] of pairs) {
    const of = found.get(String(port)) ?? [];
    const name = protocol || 'TCP';
    if (!of.includes(name)) of.push(name);
    found.set(String(port), of);
  }
  return found;
}
