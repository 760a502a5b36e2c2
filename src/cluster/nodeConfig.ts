/** What the node process of a machine, or of a network namespace of it, is set to. */
import { readFileSync, readdirSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { clusterCIDROf, machineAddress, machineNetworkOf, type ClusterConfig } from './config.ts';
import { furtherLayout, type Layout } from './layout.ts';
import { serviceAddress } from './serviceAddress.ts';

export interface NodeConfig {
  readonly nodeName: string;
  /** TCP port of the node agent's HTTPS server. */
  readonly agentPort: number;
  /** URL of the API server, as this node reaches it. */
  readonly server: string;
  /** Absent: what the control plane gives the node (`spec.podCIDR`). */
  readonly podCIDR?: string;
  readonly clusterCIDR: string;
  readonly serviceCIDR: string;
  readonly clusterDomain: string;
  readonly bridge: string;
  /** Of a runtime that is not Peapod's; absent: one of Peapod's own. */
  readonly containerRuntimeEndpoint?: string;
  /** Folder with manifests of static Pods. */
  readonly podManifestPath?: string;
  /** The node's address; absent: the one with which it reaches the API server. */
  readonly address?: string;
  /** Of further nodes of a machine. */
  readonly further?: {
    /** 2 for the first of them: its place in the network between them. */
    readonly number: number;
    /** The machine's own node, by way of which others reach this one. */
    readonly behind: string;
  };
}

/** The node that a cluster's machine is itself. */
export function firstNodeConfig(layout: Layout, config: ClusterConfig): NodeConfig {
  const {
    nodeName,
    agentPort,
    podCIDR,
    serviceCIDR,
    clusterDomain,
    bridge,
    containerRuntimeEndpoint,
    podManifestPath,
  } = config;
  return {
    nodeName,
    agentPort,
    podCIDR,
    serviceCIDR,
    clusterDomain,
    bridge,
    ...(containerRuntimeEndpoint && { containerRuntimeEndpoint }),
    ...(podManifestPath && { podManifestPath }),
    clusterCIDR: clusterCIDROf(config),
    server: `https://127.0.0.1:${config.apiPort}`,
    address: firstNodeAddress(layout, config),
  };
}

/** The first node's address: the machine's, or where it has none, the one under which its further nodes know it. */
export function firstNodeAddress(layout: Layout, config: ClusterConfig): string {
  const address = machineAddress();
  return address === '127.0.0.1' && furtherNodes(layout).length > 0
    ? serviceAddress(machineNetworkOf(layout, config))
    : address;
}

export interface FurtherNode {
  readonly layout: Layout;
  readonly config: NodeConfig;
  readonly number: number;
}

/** The further nodes of a cluster's machine, in the order in which they were added. */
export function furtherNodes(cluster: Layout): FurtherNode[] {
  return foldersOf(cluster.nodes)
    .flatMap((name) => {
      const config = readNodeConfig({ nodeConfig: join(cluster.nodes, name, 'node.json') });
      const number = config?.further?.number;
      return config && number !== undefined ? [{ layout: furtherLayout(cluster, name, number), config, number }] : [];
    })
    .sort((a, b) => a.number - b.number);
}

/** undefined when the directory holds no node that is configured so. */
export function readNodeConfig({ nodeConfig }: Pick<Layout, 'nodeConfig'>): NodeConfig | undefined {
  try {
    // A named seam: the file is ours, and every field of it was written by writeNodeConfig().
    return JSON.parse(readFileSync(nodeConfig, 'utf8')) as NodeConfig;
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

export async function writeNodeConfig(layout: Layout, config: NodeConfig): Promise<void> {
  await mkdir(layout.data, { recursive: true, mode: 0o700 });
  await writeFile(`${layout.nodeConfig}.new`, `${JSON.stringify(config, undefined, 2)}\n`);
  await rename(`${layout.nodeConfig}.new`, layout.nodeConfig);
}

function foldersOf(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => !name.startsWith('.'));
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}

const isAbsent = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
