/** Certificates of a node that joined: asked for through the API, as anybody would, and asked for again before they end. */
import { X509Certificate, createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { signers } from '../client/certificateRequest.ts';
import type { Client } from '../client/client.ts';
import { createClient } from '../client/createClient.ts';
import { certificateSigningRequests, nodes } from '../machinery/resources.ts';
import { registerNode } from '../node/registration.ts';
import { apiServerAnswers } from './apiServerAnswers.ts';
import { newCertificateRequest, type KeyPair } from './certificates.ts';
import type { Layout } from './layout.ts';
import type { NodeConfig } from './nodeConfig.ts';
import { storedIdentity, type NodeIdentity } from './nodeIdentity.ts';
import { nodeTransport } from './nodeTransport.ts';
import { UserError } from './userError.ts';

const renewBefore = 30 * 24 * 60 * 60_000;
const patience = 60_000;

/** The node's client certificate, by whomever `client` is. */
export const obtainClientCertificate = (client: Client, nodeName: string): Promise<KeyPair> =>
  obtain(client, nodeName, signers.kubeletClient, []);

/**
 * The certificate of the agent's server. `client` is the node itself, which tells its address first: a serving certificate
 * is approved for addresses that the Node has.
 */
export async function obtainServingCertificate(client: Client, nodeName: string, address: string): Promise<KeyPair> {
  await registerNode({ client, nodeName });
  const addresses = [{ type: 'InternalIP', address }, { type: 'Hostname', address: nodeName }, { $patch: 'replace' }];
  await client
    .resource(nodes)
    .patch(nodeName, undefined, 'application/strategic-merge-patch+json', { status: { addresses } }, 'status');
  return obtain(client, nodeName, signers.kubeletServing, [nodeName, address]);
}

async function obtain(
  client: Client,
  nodeName: string,
  signerName: string,
  hosts: readonly string[],
): Promise<KeyPair> {
  const { key, request } = await newCertificateRequest({
    commonName: `system:node:${nodeName}`,
    organizations: ['system:nodes'],
    hosts,
  });
  const usage = signerName === signers.kubeletServing ? 'server auth' : 'client auth';
  const requests = client.resource(certificateSigningRequests);
  const { metadata } = await requests.create({
    metadata: { generateName: signerName === signers.kubeletServing ? 'csr-' : 'node-csr-' },
    spec: {
      request: Buffer.from(request).toString('base64'),
      signerName,
      usages: ['digital signature', usage],
    },
  });
  const parameters = { fieldSelector: `metadata.name=${metadata.name}` };
  for await (const event of requests.watch(undefined, parameters, AbortSignal.timeout(patience))) {
    if (event.type === 'BOOKMARK' || event.type === 'DELETED') continue;
    const { certificate, conditions = [] } = event.object.status ?? {};
    const refusal = conditions.find(({ type }) => type === 'Denied' || type === 'Failed');
    if (refusal) {
      throw new UserError(
        `the cluster gives no certificate for node ${nodeName}: ${refusal.type}, ${refusal.message ?? ''}`,
        `see the request: 'kubectl describe csr ${metadata.name}'`,
      );
    }
    if (certificate) return { cert: Buffer.from(certificate, 'base64').toString(), key };
  }
  throw new UserError(
    `nobody approved the request for a certificate of node ${nodeName} in time`,
    `approve it on the control plane, and try again: 'kubectl certificate approve ${metadata.name}'`,
  );
}

/** Each file is whole or absent; the certificate last, so that a pair counts as there only when both are. */
export async function storePair({ certificates }: Layout, name: string, pair: KeyPair): Promise<void> {
  await storeFile(certificates, `${name}.key`, pair.key);
  await storeFile(certificates, `${name}.crt`, pair.cert);
}

export async function storeFile(directory: string, file: string, text: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await writeFile(join(directory, `.${file}.new`), text, { mode: 0o600 });
  await rename(join(directory, `.${file}.new`), join(directory, file));
}

/** The identity of a node that joined, renewed where it is about to end, or where the node's address is another now. */
export async function currentIdentity(layout: Layout, config: NodeConfig, address: string): Promise<NodeIdentity> {
  const { nodeName } = config;
  const read = (file: string): string => readFileSync(join(layout.certificates, file), 'utf8');
  const needsClient = !isUsable(read('kubelet-client.crt'), read('kubelet-client.key'), []);
  const needsServer = !isUsable(read('kubelet.crt'), read('kubelet.key'), [nodeName, address]);
  if (needsClient || needsServer) {
    using transport = nodeTransport(config, storedIdentity(layout));
    await apiServerAnswers(transport);
    const client = createClient(transport);
    if (needsClient) await storePair(layout, 'kubelet-client', await obtainClientCertificate(client, nodeName));
    if (needsServer) await storePair(layout, 'kubelet', await obtainServingCertificate(client, nodeName, address));
  }
  return storedIdentity(layout);
}

function isUsable(cert: string, key: string, hosts: readonly string[]): boolean {
  const certificate = new X509Certificate(cert);
  return (
    certificate.checkPrivateKey(createPrivateKey(key)) &&
    certificate.validToDate.getTime() - Date.now() > renewBefore &&
    hosts.every((host) => (isIP(host) ? certificate.checkIP(host) : certificate.checkHost(host)) !== undefined)
  );
}
