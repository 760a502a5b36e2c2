/** Hostname and /etc/hosts of a Pod. Pure. */
import type { HostAlias } from '../../api/core/v1.ts';
import type { NodePod } from './identity.ts';

const longest = 63;

export interface HostNames {
  readonly hostname: string;
  /** Absent without a subdomain: `name.subdomain.namespace.svc.cluster.local` is `${hostname}.${domain}`. */
  readonly domain?: string;
}

export function hostNamesOf(pod: NodePod, clusterDomain: string): HostNames {
  const name = pod.spec.hostname || pod.metadata.name;
  const hostname = name.length <= longest ? name : name.slice(0, longest).replace(/[-.]+$/, '');
  const { subdomain } = pod.spec;
  return subdomain ? { hostname, domain: `${subdomain}.${pod.metadata.namespace}.svc.${clusterDomain}` } : { hostname };
}

/** What the kernel is told: the short name, or with setHostnameAsFQDN the full one, which must fit its 64 characters. */
export function kernelHostname(pod: NodePod, { hostname, domain }: HostNames): string {
  if (pod.spec.setHostnameAsFQDN !== true || domain === undefined) return hostname;
  const fqdn = `${hostname}.${domain}`;
  if (fqdn.length > 64) {
    throw new Error(
      `failed to construct FQDN from pod hostname and cluster domain, FQDN ${fqdn} is too long (64 characters is the max, ${fqdn.length} characters requested)`,
    );
  }
  return fqdn;
}

export function hostsFile(
  ips: readonly string[],
  { hostname, domain }: HostNames,
  aliases: readonly HostAlias[] = [],
): string {
  const fixed = [
    '# Kubernetes-managed hosts file.',
    '127.0.0.1\tlocalhost',
    '::1\tlocalhost ip6-localhost ip6-loopback',
    'fe00::0\tip6-localnet',
    'fe00::0\tip6-mcastprefix',
    'fe00::1\tip6-allnodes',
    'fe00::2\tip6-allrouters',
  ];
  const own = ips.map((ip) =>
    domain === undefined ? `${ip}\t${hostname}` : `${ip}\t${hostname}.${domain}\t${hostname}`,
  );
  return `${[...fixed, ...own].join('\n')}\n${aliasLines(aliases)}`;
}

/** For a Pod on the host's network: the host's own file, with the Pod's aliases. */
export const hostNetworkHostsFile = (hostFile: string, aliases: readonly HostAlias[] = []): string =>
  `# Kubernetes-managed hosts file (host network).\n${hostFile}${aliasLines(aliases)}`;

function aliasLines(aliases: readonly HostAlias[]): string {
  if (aliases.length === 0) return '';
  return `\n# Entries added by HostAliases.\n${aliases.map(({ ip, hostnames = [] }) => `${ip}\t${hostnames.join('\t')}\n`).join('')}`;
}
