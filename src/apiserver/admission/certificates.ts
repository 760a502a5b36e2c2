/**
 * Who may decide about certificate signing requests: besides writing the subresource, one must be allowed to `approve` or
 * `sign` for the signer that the request names. And nobody gets a certificate of the administrators' group so.
 */
import type { CertificateSigningRequest } from '../../api/certificates/v1.ts';
import { parseCertificateRequest, signers } from '../../client/certificateRequest.ts';
import { semanticEqual } from '../../machinery/equal.ts';
import { certificateSigningRequests } from '../../machinery/resources.ts';
import type { AdmissionPlugin, AdmissionRequest } from '../registration.ts';
import { refuse } from './refuse.ts';

export const certificateApproval: AdmissionPlugin = {
  name: 'CertificateApproval',
  handles: ({ operation, resource, subresource }) =>
    operation === 'UPDATE' && resource === certificateSigningRequests && subresource === 'approval',
  validate(request) {
    const { signerName } = (request.old as CertificateSigningRequest).spec;
    if (!may(request, 'approve', signerName))
      throw refuse(request, `user not permitted to approve requests with signerName ${JSON.stringify(signerName)}`);
  },
};

export const certificateSigning: AdmissionPlugin = {
  name: 'CertificateSigning',
  handles: ({ operation, resource, subresource }) =>
    operation === 'UPDATE' && resource === certificateSigningRequests && subresource === 'status',
  validate(request) {
    const [csr, old] = [request.object as CertificateSigningRequest, request.old as CertificateSigningRequest];
    if (semanticEqual(csr.status, old.status)) return;
    const { signerName } = old.spec;
    if (!may(request, 'sign', signerName))
      throw refuse(request, `user not permitted to sign requests with signerName ${JSON.stringify(signerName)}`);
  },
};

export const certificateSubjectRestriction: AdmissionPlugin = {
  name: 'CertificateSubjectRestriction',
  handles: ({ operation, resource, subresource }) =>
    operation === 'CREATE' && resource === certificateSigningRequests && !subresource,
  async validate(request) {
    const { spec } = request.object as CertificateSigningRequest;
    if (spec.signerName !== signers.client) return;
    // What cannot be read is refused when it is validated.
    const parsed = await parseCertificateRequest(spec.request).catch(() => undefined);
    if (parsed?.organizations.includes('system:masters'))
      throw refuse(request, `use of ${signers.client} signer with system:masters group is not allowed`);
  },
};

/** For the signer itself, or for all of its domain. */
function may({ context, resource }: AdmissionRequest, verb: string, signerName: string): boolean {
  const { authorizer } = context.services;
  const domain = `${signerName.split('/')[0]}/*`;
  return [signerName, domain].some(
    (name) =>
      authorizer.authorize(context.user, {
        verb,
        group: resource.group,
        version: '*',
        resource: 'signers',
        subresource: '',
        namespace: '',
        name,
      }).outcome === 'allow',
  );
}
