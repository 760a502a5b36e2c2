/** The names and addresses that the cluster's certificates must be good for. */
import { ensureCertificates, type ClusterCertificates } from './certificates.ts';
import { machineAddress, type ClusterConfig } from './config.ts';
import type { Layout } from './layout.ts';
import { firstNodeAddress } from './nodeConfig.ts';
import { serviceAddress } from './serviceAddress.ts';

/** `address` is the machine's own. */
function certificateNames(config: ClusterConfig, address: string, nodeAddress = address) {
  const { nodeName, clusterDomain, serviceCIDR, machineNetwork } = config;
  return {
    nodeName,
    apiServerHosts: [
      'kubernetes',
      'kubernetes.default',
      'kubernetes.default.svc',
      `kubernetes.default.svc.${clusterDomain}`,
      'localhost',
      nodeName,
      '127.0.0.1',
      '::1',
      address,
      serviceAddress(serviceCIDR),
      // The first address of the network between the nodes of this machine: there the others find the API server.
      ...(machineNetwork ? [serviceAddress(machineNetwork)] : []),
    ],
    nodeHosts: [nodeName, nodeAddress],
  };
}

/** The certificates of a cluster's own machine, good for its names and addresses of today. */
export const clusterCertificates = (layout: Layout, config: ClusterConfig): Promise<ClusterCertificates> =>
  ensureCertificates(layout.certificates, certificateNames(config, machineAddress(), firstNodeAddress(layout, config)));
