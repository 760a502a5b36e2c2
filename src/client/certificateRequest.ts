/** PKCS #10: what a certificate signing request asks for. The library is loaded with the first one. */
import type { Base64 } from '../api/scalars.ts';

export interface CertificateRequest {
  readonly commonName: string;
  readonly organizations: readonly string[];
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  readonly emailAddresses: readonly string[];
  readonly uris: readonly string[];
}

/**
 * Reads the PEM block behind `request` (a CertificateSigningRequest's). Throws an Error in upstream's words when there is
 * none, when it cannot be read, or when it is not signed with the key that it names.
 */
export async function parseCertificateRequest(request: Base64): Promise<CertificateRequest> {
  const pem = Buffer.from(request, 'base64').toString();
  if (!pem.includes('-----BEGIN CERTIFICATE REQUEST-----'))
    throw new Error('PEM block type must be CERTIFICATE REQUEST');
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  const parsed = new x509.Pkcs10CertificateRequest(pem);
  if (!(await parsed.verify())) throw new Error('x509: the signature of the request is not that of its key');
  const alternative = parsed.extensions.find((each) => each instanceof x509.SubjectAlternativeNameExtension);
  const items = alternative?.names.items ?? [];
  const named = (type: string): string[] => items.flatMap((name) => (name.type === type ? [name.value] : []));
  return {
    commonName: parsed.subjectName.getField('CN').at(-1) ?? '',
    organizations: parsed.subjectName.getField('O'),
    dnsNames: named('dns'),
    ipAddresses: named('ip'),
    emailAddresses: named('email'),
    uris: named('url'),
  };
}

export const signers = {
  client: 'kubernetes.io/kube-apiserver-client',
  kubeletClient: 'kubernetes.io/kube-apiserver-client-kubelet',
  kubeletServing: 'kubernetes.io/kubelet-serving',
} as const;

const nodePrefix = 'system:node:';
const clientUsages = ['digital signature', 'key encipherment', 'client auth'];
const servingUsages = ['digital signature', 'key encipherment', 'server auth'];

/** Why a request is not one of a node agent for its client certificate; undefined when it is. */
export function kubeletClientComplaint(request: CertificateRequest, usages: readonly string[]): string | undefined {
  return (
    organizationComplaint(request) ??
    (request.dnsNames.length > 0 ? 'DNS subjectAltNames are not allowed' : undefined) ??
    (request.emailAddresses.length > 0 ? 'Email subjectAltNames are not allowed' : undefined) ??
    (request.ipAddresses.length > 0 ? 'IP subjectAltNames are not allowed' : undefined) ??
    (request.uris.length > 0 ? 'URI subjectAltNames are not allowed' : undefined) ??
    nameComplaint(request) ??
    usagesComplaint(usages, clientUsages)
  );
}

/** Why a request is not one of a node agent for its serving certificate; undefined when it is. */
export function kubeletServingComplaint(request: CertificateRequest, usages: readonly string[]): string | undefined {
  return (
    organizationComplaint(request) ??
    (request.dnsNames.length + request.ipAddresses.length === 0 ? 'DNS or IP subjectAltName is required' : undefined) ??
    (request.emailAddresses.length > 0 ? 'Email subjectAltNames are not allowed' : undefined) ??
    (request.uris.length > 0 ? 'URI subjectAltNames are not allowed' : undefined) ??
    usagesComplaint(usages, servingUsages) ??
    nameComplaint(request)
  );
}

const organizationComplaint = ({ organizations }: CertificateRequest): string | undefined =>
  organizations.length === 1 && organizations[0] === 'system:nodes'
    ? undefined
    : 'subject organization is not system:nodes';

const nameComplaint = ({ commonName }: CertificateRequest): string | undefined =>
  commonName.startsWith(nodePrefix) ? undefined : 'subject common name does not begin with system:node: ';

/** Key encipherment is for RSA keys; others may leave it out. */
function usagesComplaint(usages: readonly string[], needed: readonly string[]): string | undefined {
  const missing = needed.filter((usage) => usage !== 'key encipherment' && !usages.includes(usage));
  const further = usages.filter((usage) => !needed.includes(usage));
  return missing.length + further.length === 0 ? undefined : `usages did not match [${[...needed].sort().join(' ')}]`;
}
