/** The names and addresses that the cluster's certificates must be good for. */
import type { ClusterConfig } from './config.ts';
import { serviceAddress } from './serviceAddress.ts';

/** `address` is the machine's own. */
export function certificateNames({ nodeName, clusterDomain, serviceCIDR }: ClusterConfig, address: string) {
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
    ],
    nodeHosts: [nodeName, address],
  };
}
