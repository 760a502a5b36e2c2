/** What distinguishes one cluster from another on the same machine; written once, by the first `peapod up`. */
import { readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { networkInterfaces, hostname } from 'node:os';
import { dirname } from 'node:path';
import { freeMachineNetwork } from './addresses.ts';
import { firstBlockOf, isWithin } from '../machinery/ip.ts';
import { commandOf, type Layout } from './layout.ts';
import { UserError } from './userError.ts';

export interface ClusterConfig {
  readonly nodeName: string;
  /** TCP port of the API server, on all addresses. */
  readonly apiPort: number;
  /** TCP port of the node agent's HTTPS server. */
  readonly agentPort: number;
  /** CIDR that the Pod addresses of the first node come from, as '10.244.0.0/24'. */
  readonly podCIDR: string;
  /** CIDR that every node's is taken from. Absent in clusters made before there were several nodes: clusterCIDROf(). */
  readonly clusterCIDR?: string;
  /** CIDR of the network between the nodes of this machine, a /24. Absent as above: machineNetworkOf(). */
  readonly machineNetwork?: string;
  /** CIDR that Service addresses come from. */
  readonly serviceCIDR: string;
  /** Name of the Linux bridge between the Pods of the node; at most 15 characters. */
  readonly bridge: string;
  readonly clusterDomain: string;
  /** Of a CRI runtime that the first node uses and that is not Peapod's, as 'unix:///run/…'. Absent: one of Peapod's own. */
  readonly containerRuntimeEndpoint?: string;
  /** Folder of the first node with manifests of static Pods. */
  readonly podManifestPath?: string;
}

/** Of a new cluster, where a person asks for nothing else. */
export const defaults = {
  apiPort: 6443,
  agentPort: 10250,
  podCIDR: '10.244.0.0/24',
  clusterCIDR: '10.244.0.0/16',
  serviceCIDR: '10.96.0.0/16',
  bridge: 'peapod0',
  clusterDomain: 'cluster.local',
} as const;

/** What the cluster of a directory is set to, or would be. Throws UserError where options contradict one another. */
export function settingsOf(layout: Layout, options: ClusterOptions): ClusterConfig {
  const stored = readConfig(layout);
  if (stored) return stored;
  const podCIDR = options.podCIDR ?? (options.clusterCIDR ? firstBlockOf(options.clusterCIDR) : defaults.podCIDR);
  const clusterCIDR = options.clusterCIDR ?? clusterCIDROf({ podCIDR });
  if (!isWithin(podCIDR, clusterCIDR)) {
    throw new UserError(
      `the first node's Pod addresses ${podCIDR} are not among the cluster's, ${clusterCIDR}`,
      'choose them from --cluster-cidr, or leave --pod-cidr out',
    );
  }
  const machineNetwork = freeMachineNetwork(layout.name);
  return { ...defaults, nodeName: hostname().toLowerCase(), machineNetwork, ...options, podCIDR, clusterCIDR };
}

/** The values that a person may give on the command line. */
export type ClusterOptions = Partial<
  Pick<
    ClusterConfig,
    | 'nodeName'
    | 'apiPort'
    | 'agentPort'
    | 'podCIDR'
    | 'clusterCIDR'
    | 'serviceCIDR'
    | 'bridge'
    | 'containerRuntimeEndpoint'
    | 'podManifestPath'
  >
>;

/** The stored configuration, or undefined when the directory holds no cluster. */
export function readConfig(layout: Layout): ClusterConfig | undefined {
  let text: string;
  try {
    text = readFileSync(layout.config, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  // A named seam: the file is ours, and every field of it was written by writeConfig().
  return JSON.parse(text) as ClusterConfig;
}

/** The stored configuration, or a new one that is stored. An option that contradicts what is stored is refused. */
export async function ensureConfig(layout: Layout, options: ClusterOptions): Promise<ClusterConfig> {
  const stored = readConfig(layout);
  if (stored) {
    for (const [name, value] of Object.entries(options)) {
      const there = { ...stored, clusterCIDR: clusterCIDROf(stored) }[name as keyof ClusterOptions];
      if (there !== value) {
        throw new UserError(
          `the cluster in ${layout.data} was made with ${name} ${there}, not ${value}`,
          `leave the flag out, or remove the cluster with '${commandOf(layout)} down --purge' first`,
        );
      }
    }
    if (stored.clusterCIDR && stored.machineNetwork) return stored;
    const clusterCIDR = clusterCIDROf(stored);
    return writeConfig(layout, { ...stored, clusterCIDR, machineNetwork: machineNetworkOf(layout, stored) });
  }
  return writeConfig(layout, settingsOf(layout, options));
}

async function writeConfig(layout: Layout, config: ClusterConfig): Promise<ClusterConfig> {
  await mkdir(dirname(layout.config), { recursive: true, mode: 0o700 });
  const temporary = `${layout.config}.new`;
  await writeFile(temporary, `${JSON.stringify(config, undefined, 2)}\n`);
  await rename(temporary, layout.config);
  return config;
}

/**
 * What the blocks of nodes are taken from: where a person chose the first node's block alone, and not from the default
 * range, there is room for that node only.
 */
export const clusterCIDROf = ({ podCIDR, clusterCIDR }: Pick<ClusterConfig, 'podCIDR' | 'clusterCIDR'>): string =>
  clusterCIDR ?? (isWithin(podCIDR, defaults.clusterCIDR) ? defaults.clusterCIDR : podCIDR);

/** The network between the nodes of this machine. */
export const machineNetworkOf = (layout: Layout, { machineNetwork }: Pick<ClusterConfig, 'machineNetwork'>): string =>
  machineNetwork ?? freeMachineNetwork(layout.name);

/** The machine's first address that is not loopback, IPv4; '127.0.0.1' on a machine without a network. */
export const machineAddress = (interfaces = networkInterfaces()): string =>
  machineAddresses(interfaces)[0] ?? '127.0.0.1';

/** Its addresses on links to others, IPv4; not those on links that programs make for what runs on the machine itself. */
export function machineAddresses(interfaces = networkInterfaces(), exceptLinks: readonly string[] = []): string[] {
  return Object.entries(interfaces)
    .filter(([name]) => !/^(lo|docker|br-|virbr|cni|veth|peapod)/.test(name) && !exceptLinks.includes(name))
    .flatMap(([, addresses]) => addresses ?? [])
    .flatMap(({ family, internal, address }) => (family === 'IPv4' && !internal ? [address] : []));
}
