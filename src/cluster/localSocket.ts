/** The socket on which the API server takes commands of this machine. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ClusterCertificates } from './certificates.ts';
import type { Layout } from './layout.ts';

/** Named after the cluster's authority: a kubeconfig that was copied to another machine finds no other cluster there. */
export const localSocket = (layout: Layout, { ca }: Pick<ClusterCertificates, 'ca'>): string =>
  join(layout.run, `api-${createHash('sha256').update(ca).digest('hex').slice(0, 16)}.sock`);
