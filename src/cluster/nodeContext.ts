/** What the components of the node process start from, and what they lend to those that require them. */
import type { InformerFactory } from '../client/informer.ts';
import type { Logger } from '../machinery/log.ts';
import type { ServiceWatch } from '../network/serviceWatch.ts';
import type { ClusterCertificates } from './certificates.ts';
import type { ClusterConfig } from './config.ts';
import type { Layout } from './layout.ts';

export interface NodeContext {
  readonly layout: Layout;
  readonly config: ClusterConfig;
  readonly certificates: ClusterCertificates;
  readonly log: Logger;
  readonly parts: {
    /** Of what the network of the node is made from. */
    networkInformers?: InformerFactory;
    serviceWatch?: ServiceWatch;
    /** Where the DNS server listens at 127.0.0.1, UDP and TCP. */
    dnsPort?: number;
  };
}
