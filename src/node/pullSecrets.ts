/** Registry credentials from a Pod's imagePullSecrets. Pure. */
import type { Secret } from '../api/core/v1.ts';
import { parseImage } from './imageReference.ts';

export interface RegistryCredentials {
  readonly username: string;
  readonly password: string;
  readonly serverAddress?: string;
  readonly identityToken?: string;
}

interface Entry {
  readonly username?: unknown;
  readonly password?: unknown;
  readonly auth?: unknown;
  readonly identitytoken?: unknown;
}

/** The credentials that fit an image, most specific registry first. Secrets that cannot be read are passed over. */
export function credentialsFor(image: string, secrets: readonly Secret[]): RegistryCredentials[] {
  const { registry, repository } = parseImage(image);
  const target = `${registry}/${repository}`;
  return secrets
    .flatMap(entriesOf)
    .map(([key, entry]) => ({ prefix: normalise(key), key, entry }))
    .filter(({ prefix }) => matches(prefix, target))
    .sort((a, b) => b.prefix.length - a.prefix.length)
    .flatMap(({ key, entry }) => {
      const credentials = credentialsOf(entry);
      return credentials === undefined ? [] : [{ ...credentials, serverAddress: key }];
    });
}

function entriesOf(secret: Secret): [string, Entry][] {
  const current = secret.data?.['.dockerconfigjson'];
  const legacy = secret.data?.['.dockercfg'];
  try {
    if (current !== undefined)
      return Object.entries((JSON.parse(decode(current)) as { auths?: Record<string, Entry> }).auths ?? {});
    if (legacy !== undefined) return Object.entries(JSON.parse(decode(legacy)) as Record<string, Entry>);
  } catch {
    return [];
  }
  return [];
}

const decode = (base64: string): string => Buffer.from(base64, 'base64').toString('utf8');

/** `https://index.docker.io/v1/` and `docker.io` are the same registry. */
function normalise(key: string): string {
  const bare = key
    .replace(/^https?:\/\//, '')
    .replace(/\/v[12]\/?$/, '')
    .replace(/\/+$/, '');
  return bare.replace(/^(index\.docker\.io|registry-1\.docker\.io)(?=\/|$)/, 'docker.io');
}

/** Host parts may hold `*`, each for one label; a path is a prefix. */
function matches(prefix: string, target: string): boolean {
  const [host = '', ...path] = prefix.split('/');
  const [targetHost = '', ...targetPath] = target.split('/');
  const pattern = host
    .split('.')
    .map((l) => l.replace(/[\\^$+?()[\]{}|]/g, '\\$&').replaceAll('*', '[^.]*'))
    .join('\\.');
  if (!new RegExp(`^${pattern}$`).test(targetHost)) return false;
  return targetPath.join('/').startsWith(path.join('/'));
}

function credentialsOf(entry: Entry): RegistryCredentials | undefined {
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  let username = text(entry.username),
    password = text(entry.password);
  const identityToken = text(entry.identitytoken);
  if (text(entry.auth) !== '') {
    const pair = decode(text(entry.auth)).replace(/\0+$/, '');
    const colon = pair.indexOf(':');
    if (colon < 0) return undefined;
    [username, password] = [pair.slice(0, colon), pair.slice(colon + 1)];
  }
  if (username === '' && identityToken === '') return undefined;
  return { username, password, ...(identityToken && { identityToken }) };
}
