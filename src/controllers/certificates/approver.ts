/**
 * Approves the requests of nodes for their own certificates (upstream's csrapproving controller), and no others.
 *
 * Guarantees:
 *  - A first client certificate goes to who may create certificatesigningrequests/nodeclient, a further one to the node
 *    itself, if it may create …/selfnodeclient.
 *  - A serving certificate goes to a node for its own name and for addresses that its Node object has, and for nothing else.
 */
import type { CertificateSigningRequest } from '../../api/certificates/v1.ts';
import {
  kubeletClientComplaint,
  kubeletServingComplaint,
  parseCertificateRequest,
  signers,
  type CertificateRequest,
} from '../../client/certificateRequest.ts';
import type { Client } from '../../client/client.ts';
import { isNotFound } from '../../machinery/apiError.ts';
import type { Stored } from '../../machinery/object.ts';
import { certificateSigningRequests, nodes, subjectAccessReviews } from '../../machinery/resources.ts';
import type { Controller } from '../controller.ts';
import { certificateController, isDecided } from './controller.ts';

export const certificateApprover: Controller = certificateController('certificatesigningrequest-approving-controller', {
  concerns: (csr) => !isDecided(csr) && !csr.status?.certificate,
  async reconcile({ client }, csr) {
    const parsed = await parseCertificateRequest(csr.spec.request).catch(() => undefined);
    const message = parsed && (await approval(client, csr, parsed));
    if (message === undefined) return;
    const conditions = [
      ...(csr.status?.conditions ?? []),
      { type: 'Approved', status: 'True', reason: 'AutoApproved', message },
    ];
    // By resourceVersion: a list of conditions is replaced as a whole.
    const { name, resourceVersion } = csr.metadata;
    const change = { metadata: { resourceVersion }, status: { conditions } };
    await client
      .resource(certificateSigningRequests)
      .patch(name, undefined, 'application/merge-patch+json', change, 'approval');
  },
});

/** Why it is approved; undefined: that is for somebody else to decide. */
async function approval(
  client: Client,
  csr: Stored<CertificateSigningRequest>,
  request: CertificateRequest,
): Promise<string | undefined> {
  const { signerName, usages = [], username = '' } = csr.spec;
  const isOwn = request.commonName === username;
  if (signerName === signers.kubeletClient && kubeletClientComplaint(request, usages) === undefined) {
    if (isOwn && (await may(client, csr, 'selfnodeclient')))
      return 'Auto approving self kubelet client certificate after SubjectAccessReview.';
    if (await may(client, csr, 'nodeclient'))
      return 'Auto approving kubelet client certificate after SubjectAccessReview.';
  }
  if (signerName === signers.kubeletServing && isOwn && kubeletServingComplaint(request, usages) === undefined) {
    if (await isAddressed(client, request))
      return 'Auto approving kubelet serving certificate for addresses of its Node.';
  }
  return undefined;
}

async function may(client: Client, { spec }: CertificateSigningRequest, subresource: string): Promise<boolean> {
  const { username: user = '', uid, groups = [], extra } = spec;
  const { status } = await client.resource(subjectAccessReviews).create({
    metadata: {},
    spec: {
      user,
      groups: [...groups],
      ...(uid !== undefined && { uid }),
      ...(extra && { extra }),
      resourceAttributes: {
        group: 'certificates.k8s.io',
        resource: 'certificatesigningrequests',
        verb: 'create',
        version: '*',
        subresource,
      },
    },
  });
  return status?.allowed === true;
}

async function isAddressed(
  client: Client,
  { commonName, dnsNames, ipAddresses }: CertificateRequest,
): Promise<boolean> {
  const name = commonName.slice('system:node:'.length);
  try {
    const { status } = await client.resource(nodes).get(name);
    const known = new Set((status?.addresses ?? []).map(({ address }) => address).concat(name));
    return [...dnsNames, ...ipAddresses].every((each) => known.has(each));
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}
