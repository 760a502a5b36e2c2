/** The resolv.conf of a Pod, by its dnsPolicy and dnsConfig (API: PodSpec.dnsPolicy). Pure. */
import type { PodDNSConfig } from '../../api/core/v1.ts';
import type { NodePod } from './identity.ts';

export interface DnsSettings {
  readonly servers: readonly string[];
  readonly searches: readonly string[];
  readonly options: readonly string[];
}

export interface ClusterDns {
  /** Addresses of the cluster's DNS; empty when it has none. */
  readonly servers: readonly string[];
  /** 'cluster.local' */
  readonly domain: string;
}

/** Reads resolv.conf(5). */
export function parseResolvConf(text: string): DnsSettings {
  const servers: string[] = [],
    options: string[] = [];
  let searches: string[] = [];
  for (const line of text.split('\n')) {
    const [keyword, ...values] = line
      .replace(/[#;].*$/, '')
      .trim()
      .split(/\s+/);
    if (keyword === 'nameserver' && values[0] !== undefined) servers.push(values[0]);
    else if (keyword === 'search') searches = values.map((v) => (v === '.' ? v : v.replace(/\.$/, '')));
    else if (keyword === 'options') options.push(...values);
  }
  return { servers, searches, options };
}

/** `fallback` is true when the Pod wanted the cluster's DNS and the cluster has none. */
export function podDns(
  pod: NodePod,
  host: DnsSettings,
  cluster: ClusterDns,
): { settings: DnsSettings; fallback: boolean } {
  const { dnsPolicy = 'ClusterFirst', hostNetwork, dnsConfig } = pod.spec;
  const wantsCluster =
    dnsPolicy === 'ClusterFirstWithHostNet' || (dnsPolicy === 'ClusterFirst' && hostNetwork !== true);
  const fallback = wantsCluster && cluster.servers.length === 0;
  const base =
    dnsPolicy === 'None'
      ? { servers: [], searches: [], options: [] }
      : wantsCluster && !fallback
        ? clusterSettings(pod.metadata.namespace, host, cluster)
        : host;
  return { settings: merged(base, dnsConfig), fallback };
}

function clusterSettings(namespace: string, host: DnsSettings, { servers, domain }: ClusterDns): DnsSettings {
  const own = [`${namespace}.svc.${domain}`, `svc.${domain}`, domain];
  return { servers, searches: unique([...own, ...host.searches]), options: ['ndots:5'] };
}

const unique = (list: readonly string[]): string[] => [...new Set(list)];

function merged(base: DnsSettings, config: PodDNSConfig | undefined): DnsSettings {
  if (config === undefined) return base;
  const options = new Map(base.options.map((o) => [o.split(':')[0] ?? o, o]));
  for (const { name = '', value } of config.options ?? [])
    options.set(name, value === undefined || value === '' ? name : `${name}:${value}`);
  return {
    servers: unique([...base.servers, ...(config.nameservers ?? [])]).slice(0, 3),
    searches: unique([...base.searches, ...(config.searches ?? [])]),
    options: [...options.values()],
  };
}
