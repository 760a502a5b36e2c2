/** Where the node agent of a node listens, and with what the API server shows itself there. */
import type { Node } from '../../api/core/v1.ts';
import { ApiError, notFound } from '../../machinery/apiError.ts';
import type { ResourceCache } from '../watchCache/resourceCache.ts';

/** PEM. */
export interface AgentCredentials {
  readonly cert: string;
  readonly key: string;
  /** Signs the agents' serving certificates. */
  readonly ca: string;
}

export interface Target {
  readonly host: string;
  readonly port: number;
  /** undefined: plain HTTP. `verify` false: any certificate will do. */
  readonly tls?: { readonly credentials: AgentCredentials | undefined; readonly verify: boolean };
}

const defaultPort = 10250;
/** The order in which upstream prefers addresses. */
const addressTypes = ['InternalIP', 'Hostname', 'InternalDNS', 'ExternalDNS', 'ExternalIP'];

export function agentOf(nodes: ResourceCache, name: string, credentials: AgentCredentials | undefined): Target {
  if (!credentials) throw new ApiError(503, 'ServiceUnavailable', 'this API server has no credentials for node agents');
  const node: Node | undefined = nodes.get(name)?.object;
  if (!node) throw notFound({ group: '', resource: 'nodes' }, name);
  const addresses = node.status?.addresses ?? [];
  const address = addressTypes.map((type) => addresses.find((a) => a.type === type)?.address).find((a) => a);
  if (!address)
    throw new ApiError(
      500,
      '',
      `no preferred addresses found; known addresses: [${addresses.map((a) => a.address).join(' ')}]`,
    );
  return {
    host: address,
    port: node.status?.daemonEndpoints?.kubeletEndpoint?.Port || defaultPort,
    tls: { credentials, verify: true },
  };
}
