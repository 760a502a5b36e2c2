/**
 * Further nodes of a cluster's machine: each in a network namespace with an address of its own in the machine's network,
 * with everything else of its own too. What is noted below the cluster's folder is what there is.
 */
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseCidr, sizeOf, nodePrefixLength } from '../machinery/ip.ts';
import { ensurePodTable } from '../network/masquerade.ts';
import { ensureMachineNetwork, ensureNodeNamespace, machineBridgeOf } from '../network/machineNetwork.ts';
import { signNode } from './certificates.ts';
import { clusterCIDROf, machineNetworkOf, type ClusterConfig } from './config.ts';
import { furtherLayout, type Layout } from './layout.ts';
import { furtherNodes, writeNodeConfig, type FurtherNode, type NodeConfig } from './nodeConfig.ts';
import { claimed, claimOf } from './otherClusters.ts';
import { upMarker } from './process/keep.ts';
import { serviceAddress } from './serviceAddress.ts';
import { UserError } from './userError.ts';

/** Addresses of the machine's network that nodes can have: of its 256, not the first, the machine's, nor the last. */
const mostNodes = 253;

/**
 * Notes those that are missing for the machine to be `count` nodes, and returns them. Throws UserError when there are more
 * already, or when there is no room for so many.
 */
export async function planFurtherNodes(
  layout: Layout,
  config: ClusterConfig,
  count: number | undefined,
): Promise<FurtherNode[]> {
  const there = furtherNodes(layout);
  if (count === undefined || count === there.length + 1) return [];
  if (count < there.length + 1) {
    throw new UserError(
      `the cluster in ${layout.data} has ${there.length + 1} nodes on this machine, and no fewer can be asked for`,
      "leave --nodes out; to take a node out of service: 'kubectl drain NODE --ignore-daemonsets'",
    );
  }
  checkRoom(config, count);
  const numbers = Array.from({ length: count - 1 }, (_, i) => i + 2);
  const missing = numbers.filter((number) => !there.some((node) => node.number === number));
  for (const number of missing) await note(layout, furtherConfig(layout, config, number), number);
  return furtherNodes(layout).filter((node) => missing.includes(node.number));
}

function checkRoom(config: ClusterConfig, count: number): void {
  const clusterCIDR = clusterCIDROf(config);
  const block = parseCidr(clusterCIDR);
  const room = block ? sizeOf(block) >> BigInt(32 - nodePrefixLength(block)) : 0n;
  if (BigInt(count) > room) {
    throw new UserError(
      `the Pod addresses ${clusterCIDR} are enough for ${room} node${room === 1n ? '' : 's'}, not for ${count}`,
      'make the cluster with a larger range, as --cluster-cidr 10.244.0.0/16',
    );
  }
  if (count > mostNodes)
    throw new UserError(`${count} nodes are too many`, `one machine can be at most ${mostNodes}: use 'peapod join'`);
}

function furtherConfig(layout: Layout, config: ClusterConfig, number: number): NodeConfig {
  const network = machineNetworkOf(layout, config);
  const { agentPort, apiPort, serviceCIDR, clusterDomain, bridge, nodeName } = config;
  return {
    agentPort,
    serviceCIDR,
    clusterDomain,
    bridge,
    nodeName: `${nodeName}-${number}`,
    server: `https://${serviceAddress(network)}:${apiPort}`,
    clusterCIDR: clusterCIDROf(config),
    address: serviceAddress(network, number),
    further: { number, behind: nodeName },
  };
}

/** The folder appears with all that makes it a node: whoever watches for folders finds it complete. */
async function note(cluster: Layout, config: NodeConfig, number: number): Promise<void> {
  const layout = furtherLayout(cluster, config.nodeName, number);
  const making = join(cluster.nodes, `.${config.nodeName}.new`);
  await rm(making, { recursive: true, force: true });
  await mkdir(making, { recursive: true, mode: 0o700 });
  await writeNodeConfig({ ...layout, data: making, nodeConfig: join(making, 'node.json') }, config);
  await rename(making, layout.data);
}

/** The network between the nodes, their namespaces and certificates: all that their processes need to find. */
export async function prepareFurtherNodes(
  cluster: Layout,
  config: ClusterConfig,
  nodes: readonly FurtherNode[],
): Promise<void> {
  if (nodes.length === 0) return;
  const block = machineNetworkOf(cluster, config);
  const network = {
    podBridge: config.bridge,
    gateway: serviceAddress(block),
    prefixLength: parseCidr(block)?.prefixLength ?? 24,
  };
  await ensureMachineNetwork(network);
  for (const { layout, config: node, number } of nodes) {
    const { namespace = '' } = layout;
    await ensureNodeNamespace({ ...network, namespace, number, address: node.address ?? '' });
    await signNode(cluster.certificates, layout.certificates, node.nodeName, [node.nodeName, node.address ?? '']);
    await mkdir(layout.run, { recursive: true, mode: 0o700 });
    await writeFile(upMarker(layout), claimOf(layout, claimed(config, true)));
  }
}

/** The first node of a running cluster becomes the way out for those that were added. */
export async function letNodesOut(layout: Layout, config: ClusterConfig): Promise<void> {
  await ensurePodTable({
    table: layout.name,
    bridge: config.bridge,
    podCIDR: config.podCIDR,
    clusterCIDRs: [clusterCIDROf(config)],
    machineNetwork: { cidr: machineNetworkOf(layout, config), bridge: machineBridgeOf(config.bridge) },
  });
}
