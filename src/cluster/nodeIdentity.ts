/** With what a node shows itself: to the API server, and to those who call its agent. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClusterCertificates, KeyPair } from './certificates.ts';
import type { Layout } from './layout.ts';

export interface NodeIdentity {
  /** PEM of the cluster's authority. */
  readonly ca: string;
  /** system:node:<name> of system:nodes. */
  readonly client: KeyPair;
  /** Of the agent's HTTPS server. */
  readonly server: KeyPair;
  /** Who reads Services and NetworkPolicies. */
  readonly proxy: KeyPair;
}

/** Of the machine that has the control plane. */
export const firstNodeIdentity = ({ ca, node, agentServer, proxy }: ClusterCertificates): NodeIdentity => ({
  ca,
  client: node,
  server: agentServer,
  proxy,
});

/** Of any other node: what was signed for it. It reads Services as itself. */
export function storedIdentity({ certificates }: Layout): NodeIdentity {
  const read = (file: string): string => readFileSync(join(certificates, file), 'utf8');
  const client = { cert: read('kubelet-client.crt'), key: read('kubelet-client.key') };
  return {
    ca: read('ca.crt'),
    client,
    server: { cert: read('kubelet.crt'), key: read('kubelet.key') },
    proxy: client,
  };
}
