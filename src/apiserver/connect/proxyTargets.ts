/** Where the proxy subresources lead: `[scheme:]name[:port]` of a Pod, a Service or a node. */
import type { EndpointSlice } from '../../api/discovery/v1.ts';
import type { Pod, Service } from '../../api/core/v1.ts';
import type { Client } from '../../client/client.ts';
import { badRequest, serviceUnavailable } from '../../machinery/apiError.ts';
import { endpointSlices, services } from '../../machinery/resources.ts';
import type { ResourceCache } from '../watchCache/resourceCache.ts';
import { agentOf } from './agent.ts';
import type { AgentCredentials, Target } from './agent.ts';

interface Place {
  readonly scheme: string;
  readonly name: string;
  /** A number or a name; '' when none is given. */
  readonly port: string;
}

function placeOf(text: string, what: string): Place {
  const parts = text.split(':');
  const [first = '', second = '', third = ''] = parts;
  if (parts.length === 1) return { scheme: '', name: first, port: '' };
  if (parts.length === 2) return { scheme: '', name: first, port: second };
  if (parts.length === 3 && (first === 'http' || first === 'https' || first === ''))
    return { scheme: first, name: second, port: third };
  throw badRequest(`invalid ${what} request ${JSON.stringify(text)}`);
}

const reached = (host: string, port: number, scheme: string): Target => ({
  host,
  port,
  ...(scheme === 'https' && { tls: { credentials: undefined, verify: false } }),
});

export function podTarget(podNamed: (name: string) => Pod, text: string): Target {
  const { scheme, name, port } = placeOf(text, 'pod');
  const pod = podNamed(name);
  const ip = pod.status?.podIPs?.[0]?.ip ?? pod.status?.podIP;
  const number = port === '' ? pod.spec?.containers?.flatMap((c) => c.ports ?? [])[0]?.containerPort : Number(port);
  if (!ip) throw badRequest('address not allowed');
  if (port !== '' && !Number.isInteger(number)) throw badRequest(`invalid pod request ${JSON.stringify(text)}`);
  return reached(ip, number ?? 80, scheme);
}

/** One of the ready endpoints, at random. 503 when there is none. */
export async function serviceTarget(client: Client, namespace: string, text: string): Promise<Target> {
  const { scheme, name, port } = placeOf(text, 'service');
  const service: Service = await client.resource(services).get(name, namespace);
  const found = (service.spec?.ports ?? []).find((p) => port === '' || p.name === port || String(p.port) === port);
  if (!found || (port === '' && (service.spec?.ports ?? []).length > 1)) {
    throw serviceUnavailable(`no service port ${JSON.stringify(port)} found for service ${JSON.stringify(name)}`);
  }
  const slices = await client
    .resource(endpointSlices)
    .list(namespace, { labelSelector: `kubernetes.io/service-name=${name}` });
  const ready = slices.items.flatMap((slice: EndpointSlice) => {
    const number = (slice.ports ?? []).find((p) => (p.name ?? '') === (found.name ?? ''))?.port;
    if (number === undefined) return [];
    return (slice.endpoints ?? [])
      .filter((e) => e.conditions?.ready !== false)
      .flatMap((e) => (e.addresses ?? []).map((host) => ({ host, number })));
  });
  const chosen = ready[Math.floor(Math.random() * ready.length)];
  if (!chosen) throw serviceUnavailable(`no endpoints available for service ${JSON.stringify(text)}`);
  return reached(chosen.host, chosen.number, scheme);
}

/** The node's agent, unless another port is named. */
export function nodeTarget(nodes: ResourceCache, text: string, credentials: AgentCredentials | undefined): Target {
  const { scheme, name, port } = placeOf(text, 'node');
  const agent = agentOf(nodes, name, credentials);
  return port === '' || Number(port) === agent.port ? agent : reached(agent.host, Number(port), scheme);
}
