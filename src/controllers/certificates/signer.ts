/**
 * Signs what was approved, for the signers of Kubernetes itself (upstream's csrsigning controllers).
 *
 * Guarantees: nothing is signed that was not approved; what a signer does not allow fails with a condition that says why.
 */
import {
  kubeletClientComplaint,
  kubeletServingComplaint,
  parseCertificateRequest,
  signers,
  type CertificateRequest,
} from '../../client/certificateRequest.ts';
import { certificateSigningRequests } from '../../machinery/resources.ts';
import type { Controller } from '../controller.ts';
import { certificateController, hasCondition } from './controller.ts';

export interface SigningRequest {
  /** PEM, PKCS #10. */
  readonly request: string;
  readonly usages: readonly string[];
  /** Asked for; undefined: as long as is given. */
  readonly expirationSeconds: number | undefined;
}

/** Signs with the cluster's authority; resolves with PEM. */
export type SignCertificate = (request: SigningRequest) => Promise<string>;

const complaintOf: Readonly<
  Record<string, (request: CertificateRequest, usages: readonly string[]) => string | undefined>
> = {
  [signers.client]: (_, usages) => {
    const allowed = ['digital signature', 'key encipherment', 'client auth'];
    const bad = usages.find((usage) => !allowed.includes(usage));
    if (bad !== undefined) return `usage ${JSON.stringify(bad)} is not one of ${allowed.join(', ')}`;
    return usages.includes('client auth') ? undefined : 'usage "client auth" is missing';
  },
  [signers.kubeletClient]: kubeletClientComplaint,
  [signers.kubeletServing]: kubeletServingComplaint,
};

export const certificateSigner = (sign: SignCertificate): Controller =>
  certificateController('certificatesigningrequest-signing-controller', {
    concerns: (csr) =>
      hasCondition(csr, 'Approved') &&
      !hasCondition(csr, 'Failed') &&
      !csr.status?.certificate &&
      complaintOf[csr.spec.signerName] !== undefined,
    async reconcile({ client }, csr) {
      const { request, usages = [], expirationSeconds, signerName } = csr.spec;
      const resource = client.resource(certificateSigningRequests);
      const parsed = await parseCertificateRequest(request);
      const message = complaintOf[signerName]?.(parsed, usages);
      if (message !== undefined) {
        const conditions = [
          ...(csr.status?.conditions ?? []),
          { type: 'Failed', status: 'True', reason: 'SignerValidationFailure', message },
        ];
        await resource.updateStatus({ ...csr, status: { ...csr.status, conditions } });
        return;
      }
      const pem = await sign({ request: Buffer.from(request, 'base64').toString(), usages, expirationSeconds });
      const certificate = Buffer.from(pem).toString('base64');
      await resource.updateStatus({ ...csr, status: { ...csr.status, certificate } });
    },
  });
