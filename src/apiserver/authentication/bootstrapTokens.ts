/**
 * Bootstrap tokens as bearer tokens: system:bootstrap:<id> of system:bootstrappers and of the groups that the Secret names.
 *
 * Guarantees: a token is good only while its Secret says that it may be used so, never past its expiration, and is
 * compared in a time that does not tell how much of it was right.
 */
import { timingSafeEqual } from 'node:crypto';
import type { Secret } from '../../api/core/v1.ts';
import {
  bootstrapGroup,
  bootstrapSecretName,
  bootstrapTokenNamespace,
  bootstrapTokenType,
  hasEnded,
  isBootstrapGroup,
  parseBootstrapToken,
} from '../../machinery/bootstrapToken.ts';
import type { UserInfo } from './userInfo.ts';

/** undefined when the token is none of these, or no good. `secretOf` finds by 'namespace/name'. */
export function bootstrapTokenUser(
  text: string,
  secretOf: (key: string) => Secret | undefined,
  now = Date.now(),
): UserInfo | undefined {
  const token = parseBootstrapToken(text);
  if (!token) return undefined;
  const secret = secretOf(`${bootstrapTokenNamespace}/${bootstrapSecretName(token.id)}`);
  if (secret?.type !== bootstrapTokenType || secret.metadata?.deletionTimestamp) return undefined;
  const field = (name: string): string => Buffer.from(secret.data?.[name] ?? '', 'base64').toString();
  if (field('token-id') !== token.id || !equal(field('token-secret'), token.secret)) return undefined;
  if (hasEnded(field('expiration'), now) || field('usage-bootstrap-authentication') !== 'true') return undefined;
  const further = field('auth-extra-groups')
    .split(',')
    .map((group) => group.trim())
    .filter(Boolean);
  if (!further.every(isBootstrapGroup)) return undefined;
  return {
    name: `system:bootstrap:${token.id}`,
    groups: [...new Set([bootstrapGroup, ...further, 'system:authenticated'])],
  };
}

function equal(a: string, b: string): boolean {
  const [one, two] = [Buffer.from(a), Buffer.from(b)];
  return one.length === two.length && timingSafeEqual(one, two);
}
