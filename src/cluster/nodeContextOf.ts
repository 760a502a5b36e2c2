/** What a node process starts from, out of its data directory: of the machine with the control plane, or of another. */
import type { Logger } from '../machinery/log.ts';
import { machineBridgeOf } from '../network/machineNetwork.ts';
import { clusterCertificates } from './certificateNames.ts';
import { machineNetworkOf, readConfig } from './config.ts';
import type { Layout } from './layout.ts';
import { localAddressTowards } from './localAddress.ts';
import { firstNodeAddress, firstNodeConfig, furtherNodes, readNodeConfig } from './nodeConfig.ts';
import { currentIdentity } from './nodeCertificates.ts';
import type { NodeContext } from './nodeContext.ts';
import { firstNodeIdentity, storedIdentity } from './nodeIdentity.ts';

/** Throws when there is no node in the directory. */
export async function nodeContext(layout: Layout, log: Logger): Promise<NodeContext> {
  const cluster = readConfig(layout);
  if (cluster) {
    const identity = firstNodeIdentity(await clusterCertificates(layout, cluster));
    const config = firstNodeConfig(layout, cluster);
    const context = { layout, config, identity, address: firstNodeAddress(layout, cluster), log, parts: {} };
    if (furtherNodes(layout).length === 0) return context;
    const machineNetwork = { cidr: machineNetworkOf(layout, cluster), bridge: machineBridgeOf(cluster.bridge) };
    return { ...context, machineNetwork };
  }
  const config = readNodeConfig(layout);
  if (!config) throw new Error(`there is no node in ${layout.data}: ${layout.nodeConfig} is missing`);
  const address = config.address ?? (await localAddressTowards(config.server));
  const identity = config.further ? storedIdentity(layout) : await currentIdentity(layout, config, address);
  return { layout, config, identity, address, log, parts: {} };
}
