/** What the components of the node process start from, and what they lend to those that require them. */
import type { InformerFactory } from '../client/informer.ts';
import type { Logger } from '../machinery/log.ts';
import type { ServiceWatch } from '../network/serviceWatch.ts';
import type { Layout } from './layout.ts';
import type { NodeConfig } from './nodeConfig.ts';
import type { NodeIdentity } from './nodeIdentity.ts';

export interface NodeContext {
  readonly layout: Layout;
  readonly config: NodeConfig;
  readonly identity: NodeIdentity;
  /** The node's own. */
  readonly address: string;
  /** Of a machine with further nodes: their network, for which this node is the way out. */
  readonly machineNetwork?: { readonly cidr: string; readonly bridge: string };
  readonly log: Logger;
  readonly parts: {
    /** Of what the network of the node is made from. */
    networkInformers?: InformerFactory;
    serviceWatch?: ServiceWatch;
    /** Where the DNS server listens at 127.0.0.1, UDP and TCP. */
    dnsPort?: number;
  };
}
