/** The administrator's client, from the kubeconfig that the cluster wrote. */
import type { Client } from '../client/client.ts';
import { createClient } from '../client/createClient.ts';
import { createHttpsTransport, type HttpsTransport } from '../client/httpsTransport.ts';
import { readKubeconfig } from '../client/kubeconfig.ts';
import type { Layout } from './layout.ts';

export interface AdminClient extends Client {
  readonly transport: HttpsTransport;
}

/** Throws KubeconfigError when there is no cluster in the directory. */
export function adminClient(layout: Layout): AdminClient {
  const transport = createHttpsTransport(readKubeconfig(layout.kubeconfig).connection);
  return { ...createClient(transport), transport };
}
