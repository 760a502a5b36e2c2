/**
 * Whose signature on a server's certificate counts, without reading those that do not.
 *
 * Before its first TLS context Node.js reads every authority that it knows of, also when the server's own is given: 8 ms of
 * a command that takes 45. Run with --use-openssl-ca (as bin/peapod does) it takes the machine's instead, which may be an
 * empty file at that moment; what has no authority of its own is then judged by all of them, read here.
 */
import { readFileSync } from 'node:fs';
import type * as tlsModule from 'node:tls';

const leftToUs = process.execArgv.includes('--use-openssl-ca');

/** Undefined where Node.js is to make it by itself. */
export function quickContext(
  options: Pick<tlsModule.SecureContextOptions, 'ca' | 'cert' | 'key'>,
): tlsModule.SecureContext | undefined {
  if (!leftToUs) return undefined;
  const tls = process.getBuiltinModule('node:tls');
  const ca = options.ca ?? allAuthorities();
  const { SSL_CERT_FILE: file } = process.env;
  process.env.SSL_CERT_FILE = '/dev/null';
  try {
    return tls.createSecureContext({ ...options, ca });
  } finally {
    if (file === undefined) delete process.env.SSL_CERT_FILE;
    else process.env.SSL_CERT_FILE = file;
  }
}

/** To be called before something that makes connections by itself (fetch): it shall know all authorities. */
export function trustAllAuthorities(): void {
  if (leftToUs) process.getBuiltinModule('node:tls').setDefaultCACertificates(allAuthorities());
}

/** Node.js's own, the machine's, and those of NODE_EXTRA_CA_CERTS. */
function allAuthorities(): string[] {
  const { rootCertificates, getCACertificates } = process.getBuiltinModule('node:tls');
  return [...rootCertificates, ...getCACertificates('system'), ...extra()];
}

function extra(): string[] {
  const { NODE_EXTRA_CA_CERTS: file } = process.env;
  try {
    return file ? [readFileSync(file, 'utf8')] : [];
  } catch {
    // As Node.js: a file that is not there adds nothing.
    return [];
  }
}
