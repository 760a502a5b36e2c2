/** The administrator's client, from the kubeconfig that the cluster wrote. */
import { readFileSync } from 'node:fs';
import type { Client } from '../client/client.ts';
import { createClient } from '../client/createClient.ts';
import { createHttpsTransport, type HttpsTransport } from '../client/httpsTransport.ts';
import { parseKubeconfig } from '../client/kubeconfig.ts';
import { commandOf, type Layout } from './layout.ts';
import { UserError } from './userError.ts';

export interface AdminClient extends Client {
  readonly transport: HttpsTransport;
}

/** Throws UserError when there is no cluster, or when the caller may not administer it. */
export function adminClient(layout: Layout): AdminClient {
  const transport = createHttpsTransport(parseKubeconfig(adminKubeconfig(layout), layout.kubeconfig).connection);
  return { ...createClient(transport), transport };
}

/** The text of the administrator's kubeconfig. Throws UserError as adminClient() does. */
export function adminKubeconfig(layout: Layout): string {
  try {
    return readFileSync(layout.kubeconfig, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES')
      throw new UserError(`${layout.kubeconfig} is readable by its owner only`, 'run this as root');
    if (code === 'ENOENT')
      throw new UserError(`there is no cluster in ${layout.data}`, `start one with '${commandOf(layout)} up'`);
    throw error;
  }
}
