/** What distinguishes one cluster from another on the same machine; written once, by the first `peapod up`. */
import { readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { networkInterfaces, hostname } from 'node:os';
import { dirname } from 'node:path';
import { commandOf, type Layout } from './layout.ts';
import { UserError } from './userError.ts';

export interface ClusterConfig {
  readonly nodeName: string;
  /** TCP port of the API server, on all addresses. */
  readonly apiPort: number;
  /** TCP port of the node agent's HTTPS server. */
  readonly agentPort: number;
  /** CIDR that Pod addresses come from, as '10.244.0.0/24'. */
  readonly podCIDR: string;
  /** CIDR that Service addresses come from. */
  readonly serviceCIDR: string;
  /** Name of the Linux bridge between the Pods of the node; at most 15 characters. */
  readonly bridge: string;
  readonly clusterDomain: string;
}

/** Of a new cluster, where a person asks for nothing else. */
export const defaults = {
  apiPort: 6443,
  agentPort: 10250,
  podCIDR: '10.244.0.0/24',
  serviceCIDR: '10.96.0.0/16',
  bridge: 'peapod0',
  clusterDomain: 'cluster.local',
} as const;

/** What the cluster of a directory is set to, or would be. */
export const settingsOf = (layout: Layout, options: ClusterOptions): ClusterConfig =>
  readConfig(layout) ?? { ...defaults, nodeName: hostname().toLowerCase(), ...options };

/** The values that a person may give on the command line. */
export type ClusterOptions = Partial<
  Pick<ClusterConfig, 'nodeName' | 'apiPort' | 'agentPort' | 'podCIDR' | 'serviceCIDR' | 'bridge'>
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
      const there = stored[name as keyof ClusterOptions];
      if (there !== value) {
        throw new UserError(
          `the cluster in ${layout.data} was made with ${name} ${there}, not ${value}`,
          `leave the flag out, or remove the cluster with '${commandOf(layout)} down --purge' first`,
        );
      }
    }
    return stored;
  }
  const config = settingsOf(layout, options);
  await mkdir(dirname(layout.config), { recursive: true, mode: 0o700 });
  const temporary = `${layout.config}.new`;
  await writeFile(temporary, `${JSON.stringify(config, undefined, 2)}\n`);
  await rename(temporary, layout.config);
  return config;
}

/** The machine's first address that is not loopback, IPv4; '127.0.0.1' on a machine without a network. */
export function machineAddress(interfaces = networkInterfaces()): string {
  for (const [name, addresses] of Object.entries(interfaces)) {
    if (/^(lo|docker|br-|virbr|cni|veth|peapod)/.test(name)) continue;
    const found = addresses?.find((a) => a.family === 'IPv4' && !a.internal);
    if (found) return found.address;
  }
  return '127.0.0.1';
}
