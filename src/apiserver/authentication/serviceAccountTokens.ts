/**
 * Service-account tokens: JSON Web Tokens signed with ES256, bound to an audience, an expiry and optionally to a Pod,
 * Node or Secret, with the private claims that upstream writes (`kubernetes.io`).
 *
 * Guarantees: a token is valid only while its service account, with the same uid, and what it is bound to exist;
 * never past its expiry; and only for its audiences.
 */
import { createHash, createPrivateKey, createPublicKey, randomUUID } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import { serviceAccountUser, type UserInfo } from './userInfo.ts';

export interface BoundObject {
  readonly kind: 'Pod' | 'Node' | 'Secret';
  readonly name: string;
  readonly uid: string;
}

export interface TokenSpec {
  readonly namespace: string;
  readonly serviceAccount: { readonly name: string; readonly uid: string };
  /** The API server's own audiences when empty. */
  readonly audiences: readonly string[];
  readonly expirationSeconds: number;
  readonly bound?: BoundObject | undefined;
  /** The node of the bound Pod, written beside it. */
  readonly node?: { readonly name: string; readonly uid: string | undefined } | undefined;
}

export interface IssuedToken {
  readonly token: string;
  /** RFC 3339, seconds. */
  readonly expirationTimestamp: string;
  readonly audiences: readonly string[];
}

/** Looks whether an object of that uid is there: the liveness part of verification. */
export interface LiveObjects {
  uidOf(kind: 'ServiceAccount' | 'Pod' | 'Node' | 'Secret', namespace: string, name: string): string | undefined;
}

export interface ServiceAccountTokens {
  readonly issuer: string;
  /** What the API server accepts for itself; also the audience of tokens that ask for none. */
  readonly audiences: readonly string[];
  issue(spec: TokenSpec): Promise<IssuedToken>;
  /** undefined when the token is not one of ours, expired, revoked, or for another audience. */
  authenticate(
    token: string,
    audiences: readonly string[],
  ): Promise<{ user: UserInfo; audiences: readonly string[] } | undefined>;
  /** RFC 7517 key set, for /openid/v1/jwks. */
  jwks(): { keys: JsonWebKey[] };
}

interface Claims {
  readonly iss: string;
  readonly sub: string;
  readonly aud: readonly string[];
  readonly exp: number;
  readonly nbf: number;
  readonly iat: number;
  readonly jti: string;
  readonly 'kubernetes.io': {
    readonly namespace: string;
    readonly serviceaccount: Ref;
    readonly pod?: Ref;
    readonly secret?: Ref;
    readonly node?: Ref;
  };
}

interface Ref {
  readonly name: string;
  readonly uid?: string | undefined;
}

export interface TokenOptions {
  readonly issuer: string;
  readonly audiences: readonly string[];
  /** PEM, PKCS#8 EC P-256. */
  readonly signingKey: string;
  /** PEM, SPKI; further keys whose tokens are still accepted (rotation). */
  readonly acceptedKeys?: readonly string[];
  readonly live: LiveObjects;
}

export function serviceAccountTokens(options: TokenOptions): ServiceAccountTokens {
  const { issuer, audiences, live } = options;
  const signingKey = createPrivateKey(options.signingKey);
  const own = createPublicKey(signingKey);
  const keys = new Map<string, KeyObject>();
  for (const key of [own, ...(options.acceptedKeys ?? []).map((pem) => createPublicKey(pem))])
    keys.set(keyId(key), key);
  const verified = new Map<string, Claims>();

  return {
    issuer,
    audiences,
    async issue(spec) {
      const now = Math.floor(Date.now() / 1000);
      const aud = spec.audiences.length > 0 ? spec.audiences : audiences;
      const bound = spec.bound && { name: spec.bound.name, uid: spec.bound.uid };
      const claims: Claims = {
        aud,
        exp: now + spec.expirationSeconds,
        iat: now,
        iss: issuer,
        jti: randomUUID(),
        'kubernetes.io': {
          namespace: spec.namespace,
          ...(spec.bound?.kind === 'Node' && bound && { node: bound }),
          ...(spec.node && { node: spec.node }),
          ...(spec.bound?.kind === 'Pod' && bound && { pod: bound }),
          ...(spec.bound?.kind === 'Secret' && bound && { secret: bound }),
          serviceaccount: spec.serviceAccount,
        },
        nbf: now,
        sub: serviceAccountUser(spec.namespace, spec.serviceAccount.name).name,
      };
      const { CompactSign } = await jose();
      const signing = new CompactSign(Buffer.from(JSON.stringify(claims)));
      return {
        token: await signing.setProtectedHeader({ alg: 'ES256', kid: keyId(own) }).sign(signingKey),
        expirationTimestamp: new Date(claims.exp * 1000).toISOString().replace('.000Z', 'Z'),
        audiences: aud,
      };
    },
    async authenticate(token, wanted) {
      const claims = verified.get(token) ?? remember(token, await check(token));
      if (!claims) return undefined;
      const now = Date.now() / 1000;
      if (claims.exp <= now || claims.nbf > now + 10) {
        verified.delete(token);
        return undefined;
      }
      const matching = claims.aud.filter((a) => wanted.includes(a));
      if (matching.length === 0 || !alive(claims)) return undefined;
      return { user: userOf(claims), audiences: matching };
    },
    jwks: () => ({
      keys: [...keys].map(([kid, key]) => ({
        use: 'sig',
        kty: 'EC',
        kid,
        alg: 'ES256',
        ...key.export({ format: 'jwk' }),
      })),
    }),
  };

  /** Signature and issuer; what changes with time is checked at each use. */
  async function check(token: string): Promise<Claims | undefined> {
    const { compactVerify, errors } = await jose();
    try {
      const { payload } = await compactVerify(
        token,
        ({ kid = '' }) => keys.get(kid) ?? refuse(errors.JWKSNoMatchingKey),
        {
          algorithms: ['ES256'],
        },
      );
      // Signed by us, so it has the shape that issue() gave it.
      const claims = JSON.parse(Buffer.from(payload).toString()) as Claims;
      return claims.iss === issuer ? claims : undefined;
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }

  /** Verifying a signature costs 100 µs; the last ones are kept. */
  function remember(token: string, claims: Claims | undefined): Claims | undefined {
    if (!claims) return undefined;
    if (verified.size >= 4096) {
      const oldest = verified.keys().next();
      if (!oldest.done) verified.delete(oldest.value);
    }
    verified.set(token, claims);
    return claims;
  }

  function alive(claims: Claims): boolean {
    const { namespace, serviceaccount, pod, secret, node } = claims['kubernetes.io'];
    if (live.uidOf('ServiceAccount', namespace, serviceaccount.name) !== serviceaccount.uid) return false;
    if (pod && live.uidOf('Pod', namespace, pod.name) !== pod.uid) return false;
    if (secret && live.uidOf('Secret', namespace, secret.name) !== secret.uid) return false;
    if (node && !pod && live.uidOf('Node', '', node.name) !== node.uid) return false;
    return true;
  }
}

function userOf(claims: Claims): UserInfo {
  const { namespace, serviceaccount, pod, node } = claims['kubernetes.io'];
  return {
    ...serviceAccountUser(namespace, serviceaccount.name),
    ...(serviceaccount.uid !== undefined && { uid: serviceaccount.uid }),
    extra: {
      'authentication.kubernetes.io/credential-id': [`JTI=${claims.jti}`],
      ...(node && { 'authentication.kubernetes.io/node-name': [node.name] }),
      ...(node?.uid !== undefined && { 'authentication.kubernetes.io/node-uid': [node.uid] }),
      ...(pod && { 'authentication.kubernetes.io/pod-name': [pod.name] }),
      ...(pod?.uid !== undefined && { 'authentication.kubernetes.io/pod-uid': [pod.uid] }),
    },
  };
}

/** As upstream: the SHA-256 of the public key's DER form. */
const keyId = (key: KeyObject): string =>
  createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('base64url');

/** Loaded with the first token: the server starts without it. */
const jose = () => import('jose');

function refuse(Reason: new () => Error): never {
  throw new Reason();
}
