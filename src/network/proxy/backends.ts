/** Which endpoints take the traffic of each port of a Service, as seen from one node. Pure. */
import type { Service } from '../../api/core/v1.ts';
import type { Endpoint, EndpointSlice } from '../../api/discovery/v1.ts';

/** 'address . port' as in nftables: '10.244.0.5 . 8080'. */
export type Backend = `${string} . ${number}`;

export type TransportProtocol = 'tcp' | 'udp' | 'sctp';

/** One port of a Service with every address under which it is reached. */
export interface ServicePortView {
  /** '<namespace>/<name>/<protocol>/<port>': names chains and sets. */
  readonly id: string;
  readonly protocol: TransportProtocol;
  readonly port: number;
  readonly clusterIP: string;
  /** Where they go to by default, from inside the cluster to the cluster's address, and from outside. */
  readonly all: readonly Backend[];
  readonly internal: readonly Backend[];
  readonly external: readonly Backend[];
  /** There is no endpoint at all, wherever: calls are refused rather than dropped. */
  readonly isEmpty: boolean;
  /** Traffic from outside keeps its source address and goes only to endpoints of this node. */
  readonly externalIsLocal: boolean;
  readonly externalIPs: readonly string[];
  readonly loadBalancerIPs: readonly string[];
  /** CIDRs that may use the load balancer's addresses; empty: everybody. */
  readonly sourceRanges: readonly string[];
  readonly nodePort: number | undefined;
  /** Seconds that a client stays with its endpoint; undefined: it need not. */
  readonly affinity: number | undefined;
  /** Addresses of the endpoints of this node. */
  readonly localAddresses: readonly string[];
}

/** Ports of this very machine that stand in the place of a Service's endpoints: protocol → port at 127.0.0.1. */
export type LocalService = Partial<Record<TransportProtocol, number>>;

export function servicePortViews(
  service: Service,
  slices: readonly EndpointSlice[],
  nodeName: string,
  local?: LocalService,
): ServicePortView[] {
  const { spec } = service;
  if (!isProxied(service) || !spec?.clusterIP) return [];
  const { namespace = '', name = '' } = service.metadata ?? {};
  const externalIsLocal = spec.externalTrafficPolicy === 'Local';
  return (spec.ports ?? []).map((port): ServicePortView => {
    const protocol = (port.protocol ?? 'TCP').toLowerCase() as TransportProtocol;
    const localPort = local?.[protocol];
    const endpoints =
      localPort === undefined ? endpointsOf(slices, port.name ?? '', port.protocol ?? 'TCP', nodeName) : [];
    const all = localPort === undefined ? chosen(endpoints) : [`127.0.0.1 . ${localPort}` as const];
    const onNode = localPort === undefined ? chosen(endpoints.filter(({ isLocal }) => isLocal)) : all;
    return {
      id: `${namespace}/${name}/${protocol}/${port.name || port.port}`,
      protocol,
      port: port.port,
      clusterIP: spec.clusterIP ?? '',
      all,
      internal: spec.internalTrafficPolicy === 'Local' ? onNode : all,
      external: externalIsLocal ? onNode : all,
      isEmpty: all.length === 0,
      externalIsLocal,
      externalIPs: (spec.externalIPs ?? []).filter(isIPv4),
      loadBalancerIPs:
        spec.type === 'LoadBalancer'
          ? (service.status?.loadBalancer?.ingress ?? []).flatMap(({ ip, ipMode }) =>
              ip && isIPv4(ip) && ipMode !== 'Proxy' ? [ip] : [],
            )
          : [],
      sourceRanges: (spec.loadBalancerSourceRanges ?? []).map((range) => range.trim()).filter(isIPv4),
      nodePort: spec.type === 'NodePort' || spec.type === 'LoadBalancer' ? port.nodePort || undefined : undefined,
      affinity:
        spec.sessionAffinity === 'ClientIP'
          ? (spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 10_800)
          : undefined,
      localAddresses: unique(endpoints.filter(({ isLocal }) => isLocal).map(({ address }) => address)),
    };
  });
}

/** Headless Services and aliases are DNS alone; one with the label is another proxy's. */
const isProxied = ({ spec, metadata }: Service): boolean =>
  spec?.type !== 'ExternalName' &&
  spec?.clusterIP !== 'None' &&
  metadata?.labels?.['service.kubernetes.io/service-proxy-name'] === undefined;

const isIPv4 = (text: string): boolean => !text.includes(':');

interface Candidate {
  readonly address: string;
  readonly backend: Backend;
  readonly isLocal: boolean;
  readonly ready: boolean;
  /** It passes its readiness check while it is being deleted. */
  readonly lastResort: boolean;
}

function endpointsOf(
  slices: readonly EndpointSlice[],
  portName: string,
  protocol: string,
  nodeName: string,
): Candidate[] {
  return slices.flatMap(({ addressType, ports, endpoints }) => {
    if (addressType !== 'IPv4') return [];
    const port = (ports ?? []).find(
      (each) => (each.name ?? '') === portName && (each.protocol ?? 'TCP') === protocol,
    )?.port;
    // The API server says null where there is none.
    return port === undefined ? [] : (endpoints ?? []).flatMap((endpoint) => candidate(endpoint, port, nodeName));
  });
}

function candidate({ addresses, conditions = {}, nodeName }: Endpoint, port: number, here: string): Candidate[] {
  const [address] = addresses;
  const { ready = true, terminating = false } = conditions;
  const serving = conditions.serving ?? ready;
  if (address === undefined) return [];
  return [
    { address, backend: `${address} . ${port}`, isLocal: nodeName === here, ready, lastResort: serving && terminating },
  ];
}

/** Those that are ready; when there is none, those that are ending and still serve. */
function chosen(candidates: readonly Candidate[]): Backend[] {
  const ready = candidates.filter((each) => each.ready);
  return unique(
    (ready.length > 0 ? ready : candidates.filter((each) => each.lastResort)).map(({ backend }) => backend),
  ).sort();
}

const unique = <T>(list: readonly T[]): T[] => [...new Set(list)];
