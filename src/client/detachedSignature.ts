/** JSON Web Signatures without their content (RFC 7515, appendix F), by HMAC with SHA-256: how cluster-info is signed. */
import { createHmac, timingSafeEqual } from 'node:crypto';

const encode = (text: string): string => Buffer.from(text).toString('base64url');

/** '<header>..<signature>' */
export function signDetached(content: string, keyId: string, key: string): string {
  const header = encode(JSON.stringify({ alg: 'HS256', kid: keyId }));
  const signature = createHmac('sha256', key)
    .update(`${header}.${encode(content)}`)
    .digest('base64url');
  return `${header}..${signature}`;
}

/** Whether it is this content that was signed, with this key, whoever wrote the header. */
export function verifyDetached(signature: string, content: string, key: string): boolean {
  const [header = '', between, mac = ''] = signature.split('.');
  if (between !== '') return false;
  const wanted = createHmac('sha256', key)
    .update(`${header}.${encode(content)}`)
    .digest();
  const given = Buffer.from(mac, 'base64url');
  return given.length === wanted.length && timingSafeEqual(given, wanted) && isHmac(header);
}

function isHmac(header: string): boolean {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(header, 'base64url').toString());
    return typeof parsed === 'object' && parsed !== null && 'alg' in parsed && parsed.alg === 'HS256';
  } catch {
    return false;
  }
}
