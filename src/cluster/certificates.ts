/**
 * The cluster's certificates: an authority of its own (ECDSA P-256) and the leaf certificates that it signs.
 *
 * Guarantees:
 *  - ensureCertificates() is idempotent: what is valid, matches the wanted names and has more than 30 days left stays.
 *  - A private key is readable by its owner only, and a file is either whole or absent (write, then rename).
 *  - The authority outlives every leaf; replacing a leaf never invalidates a kubeconfig that pins the authority.
 */
import { X509Certificate, createPrivateKey, createPublicKey, webcrypto } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import type { SigningRequest } from '../controllers/certificates/signer.ts';

export interface KeyPair {
  /** PEM. */
  readonly cert: string;
  /** PEM, PKCS #8. */
  readonly key: string;
}

export interface ClusterCertificates {
  /** PEM of the authority. */
  readonly ca: string;
  /** Serving certificate of the API server. */
  readonly apiServer: KeyPair;
  /** The API server's client certificate towards node agents. */
  readonly agentClient: KeyPair;
  /** Serving certificate of this machine's node agent. */
  readonly agentServer: KeyPair;
  /** The node agent's client certificate towards the API server: system:node:<name> in system:nodes. */
  readonly node: KeyPair;
  /** The client certificate of the service proxy and the DNS server: system:kube-proxy, who reads Services. */
  readonly proxy: KeyPair;
  /** The administrator, in system:masters. */
  readonly admin: KeyPair;
  /** Signs service-account tokens. */
  readonly serviceAccount: { readonly privateKey: string; readonly publicKey: string };
}

interface LeafRequest {
  readonly file: string;
  readonly commonName: string;
  readonly organizations?: readonly string[];
  /** Host names and addresses of a server; none makes a client certificate. */
  readonly hosts?: readonly string[];
}

const day = 24 * 60 * 60 * 1000;
const renewBefore = 30 * day;
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** Makes what is missing or runs out, and returns all of it. */
export async function ensureCertificates(
  directory: string,
  names: {
    readonly nodeName: string;
    readonly apiServerHosts: readonly string[];
    readonly nodeHosts: readonly string[];
  },
): Promise<ClusterCertificates> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const authority = await ensureAuthority(directory);
  const leaf = (request: LeafRequest) => ensureLeaf(directory, authority, request);
  return {
    ca: authority.cert,
    apiServer: await leaf({ file: 'apiserver', commonName: 'kube-apiserver', hosts: names.apiServerHosts }),
    agentClient: await leaf({
      file: 'apiserver-kubelet-client',
      commonName: 'kube-apiserver-kubelet-client',
      organizations: ['system:masters'],
    }),
    agentServer: await leaf({
      file: 'kubelet',
      commonName: `system:node:${names.nodeName}`,
      organizations: ['system:nodes'],
      hosts: names.nodeHosts,
    }),
    node: await leaf({
      file: 'kubelet-client',
      commonName: `system:node:${names.nodeName}`,
      organizations: ['system:nodes'],
    }),
    proxy: await leaf({ file: 'kube-proxy-client', commonName: 'system:kube-proxy' }),
    admin: await leaf({ file: 'admin', commonName: 'kubernetes-admin', organizations: ['system:masters'] }),
    serviceAccount: await ensureServiceAccountKey(directory),
  };
}

/** Signs a node's certificates with the authority of one folder, and puts them into another, with the authority's own. */
export async function signNode(
  authorityDirectory: string,
  directory: string,
  nodeName: string,
  hosts: readonly string[],
): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const authority = await ensureAuthority(authorityDirectory);
  const node = { commonName: `system:node:${nodeName}`, organizations: ['system:nodes'] };
  await ensureLeaf(directory, authority, { file: 'kubelet', ...node, hosts });
  await ensureLeaf(directory, authority, { file: 'kubelet-client', ...node });
  await write(directory, 'ca.crt', authority.cert, 0o644);
}

const extendedUsageNames: Readonly<Record<string, 'clientAuth' | 'serverAuth'>> = {
  'client auth': 'clientAuth',
  'server auth': 'serverAuth',
};

/**
 * Signs a PKCS #10 request for the subject, the names and the key that it gives. Usages are those of the signers of
 * Kubernetes itself; whoever calls has checked what may be signed. Good for a year at most.
 */
export async function signCertificateRequest(
  directory: string,
  { request, usages, expirationSeconds }: SigningRequest,
): Promise<string> {
  const authority = await ensureAuthority(directory);
  const { x509 } = await issuer();
  const csr = new x509.Pkcs10CertificateRequest(request);
  const alternative = csr.extensions.find((each) => each instanceof x509.SubjectAlternativeNameExtension);
  const now = Date.now();
  const life = Math.min((expirationSeconds ?? Infinity) * 1000, 365 * day);
  const { digitalSignature, keyEncipherment } = x509.KeyUsageFlags;
  const bits = [
    ...(usages.includes('digital signature') ? [digitalSignature] : []),
    ...(usages.includes('key encipherment') ? [keyEncipherment] : []),
  ];
  const [one, two = one] = bits;
  const extended = usages.flatMap((usage) => extendedUsageNames[usage] ?? []);
  const authorityCertificate = new x509.X509Certificate(authority.cert);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: csr.subjectName,
    issuer: authorityCertificate.subjectName,
    // Clocks differ.
    notBefore: new Date(now - 5 * 60_000),
    notAfter: new Date(Math.min(now + life, authorityCertificate.notAfter.getTime())),
    signingAlgorithm: algorithm,
    publicKey: csr.publicKey,
    signingKey: await importPrivateKey(authority.key),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      ...(one === undefined || two === undefined ? [] : [new x509.KeyUsagesExtension(one | two, true)]),
      new x509.ExtendedKeyUsageExtension(extended.map((usage) => x509.ExtendedKeyUsage[usage])),
      await x509.AuthorityKeyIdentifierExtension.create(authorityCertificate, false),
      ...(alternative ? [alternative] : []),
    ],
  });
  return `${certificate.toString('pem')}\n`;
}

/** A new key, and the request for a certificate of it. */
export async function newCertificateRequest(request: {
  readonly commonName: string;
  readonly organizations: readonly string[];
  readonly hosts?: readonly string[];
}): Promise<{ readonly key: string; readonly request: string }> {
  const { x509, keys } = await issuer();
  const hosts = (request.hosts ?? []).map((value) => ({ type: isIP(value) ? 'ip' : 'dns', value }) as const);
  const csr = await x509.Pkcs10CertificateRequestGenerator.create({
    name: [...request.organizations.map((o) => ({ O: [o] })), { CN: [request.commonName] }],
    keys,
    signingAlgorithm: algorithm,
    extensions: hosts.length > 0 ? [new x509.SubjectAlternativeNameExtension(hosts)] : [],
  });
  return { key: await privateKeyPem(keys.privateKey), request: `${csr.toString('pem')}\n` };
}

async function ensureAuthority(directory: string): Promise<KeyPair> {
  const stored = readPair(directory, 'ca');
  if (stored) return stored;
  const { x509, keys } = await issuer();
  const now = Date.now();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: [{ CN: ['peapod-ca'] }],
    notBefore: new Date(now - day),
    notAfter: new Date(now + 10 * 365 * day),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign | x509.KeyUsageFlags.digitalSignature,
        true,
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return writePair(directory, 'ca', { cert: certificate.toString('pem'), key: await privateKeyPem(keys.privateKey) });
}

async function ensureLeaf(directory: string, authority: KeyPair, request: LeafRequest): Promise<KeyPair> {
  const stored = readPair(directory, request.file);
  if (stored && isUsable(stored, authority.cert, request)) return stored;
  const { x509, keys } = await issuer();
  const now = Date.now();
  const purpose = request.hosts ? [x509.ExtendedKeyUsage.serverAuth] : [x509.ExtendedKeyUsage.clientAuth];
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: [...(request.organizations ?? []).map((o) => ({ O: [o] })), { CN: [request.commonName] }],
    issuer: new x509.X509Certificate(authority.cert).subjectName,
    notBefore: new Date(now - day),
    notAfter: new Date(now + 365 * day),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: await importPrivateKey(authority.key),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyEncipherment, true),
      new x509.ExtendedKeyUsageExtension(purpose),
      await x509.AuthorityKeyIdentifierExtension.create(new x509.X509Certificate(authority.cert), false),
      ...(request.hosts
        ? [
            new x509.SubjectAlternativeNameExtension(
              request.hosts.map((value) => ({ type: isIP(value) ? 'ip' : 'dns', value }) as const),
            ),
          ]
        : []),
    ],
  });
  return writePair(directory, request.file, {
    cert: certificate.toString('pem'),
    key: await privateKeyPem(keys.privateKey),
  });
}

/** Signed by this authority, long enough to live, and good for every host that is asked for. */
function isUsable(pair: KeyPair, ca: string, request: LeafRequest): boolean {
  const certificate = new X509Certificate(pair.cert);
  // A crash between the two writes of writePair() leaves a new key beside an old certificate.
  if (!certificate.checkPrivateKey(createPrivateKey(pair.key))) return false;
  if (!certificate.verify(new X509Certificate(ca).publicKey)) return false;
  if (certificate.validToDate.getTime() - Date.now() < renewBefore) return false;
  return (request.hosts ?? []).every((host) =>
    isIP(host) ? certificate.checkIP(host) !== undefined : certificate.checkHost(host) !== undefined,
  );
}

async function ensureServiceAccountKey(directory: string): Promise<ClusterCertificates['serviceAccount']> {
  const stored = read(directory, 'sa.key');
  if (stored)
    return {
      privateKey: stored,
      publicKey: createPublicKey(stored).export({ type: 'spki', format: 'pem' }).toString(),
    };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const privateKey = await privateKeyPem(keys.privateKey);
  const publicKey = pem('PUBLIC KEY', await webcrypto.subtle.exportKey('spki', keys.publicKey));
  await write(directory, 'sa.key', privateKey, 0o600);
  return { privateKey, publicKey };
}

/** Loaded only when something is to be signed: the library costs start-up time that a second start need not pay. */
async function issuer() {
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  return { x509, keys: await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']) };
}

function importPrivateKey(key: string) {
  const der = createPrivateKey(key).export({ type: 'pkcs8', format: 'der' });
  return webcrypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign']);
}

async function privateKeyPem(key: webcrypto.CryptoKey): Promise<string> {
  return pem('PRIVATE KEY', await webcrypto.subtle.exportKey('pkcs8', key));
}

function pem(label: string, der: ArrayBuffer): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

/** 16 random bytes with the top bit clear, as hex (RFC 5280, 4.1.2.2: positive, unique). */
function serialNumber(): string {
  const bytes = webcrypto.getRandomValues(new Uint8Array(16));
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x01;
  return Buffer.from(bytes).toString('hex');
}

function readPair(directory: string, name: string): KeyPair | undefined {
  const cert = read(directory, `${name}.crt`);
  const key = read(directory, `${name}.key`);
  return cert && key ? { cert, key } : undefined;
}

async function writePair(directory: string, name: string, pair: KeyPair): Promise<KeyPair> {
  const cert = pair.cert.endsWith('\n') ? pair.cert : `${pair.cert}\n`;
  // The certificate last: a pair counts as there only when both are, and they must belong together.
  await write(directory, `${name}.key`, pair.key, 0o600);
  await write(directory, `${name}.crt`, cert, 0o644);
  return { cert, key: pair.key };
}

function read(directory: string, file: string): string | undefined {
  try {
    return readFileSync(join(directory, file), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function write(directory: string, file: string, text: string, mode: number): Promise<void> {
  const temporary = join(directory, `.${file}.new`);
  await writeFile(temporary, text, { mode });
  await rename(temporary, join(directory, file));
}
