/** The node's connection to the API server, as itself. */
import { createHttpsTransport, type HttpsTransport } from '../client/httpsTransport.ts';
import type { NodeConfig } from './nodeConfig.ts';
import type { NodeIdentity } from './nodeIdentity.ts';

export const nodeTransport = (
  { server }: Pick<NodeConfig, 'server'>,
  { ca, client }: Pick<NodeIdentity, 'ca' | 'client'>,
  userAgent?: string,
): HttpsTransport => createHttpsTransport({ server, ca, ...client, ...(userAgent !== undefined && { userAgent }) });
