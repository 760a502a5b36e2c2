/** ConfigMaps and Secrets as `create` makes them. */
import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { isUtf8 } from 'node:buffer';
import type { ConfigMap, Secret } from '../../api/core/v1.ts';
import { readFileSync } from 'node:fs';
import { goQuote } from '../../machinery/goText.ts';
import { isConfigMapKey } from '../../machinery/names.ts';
import { goErrno, readConfigSources, type ConfigSources, type Entry } from './configSources.ts';

type Data = Record<string, string>;

export function configMap(name: string, sources: ConfigSources, appendHash = false): ConfigMap {
  const data: Data = {};
  const binaryData: Data = {};
  for (const { key, bytes } of readConfigSources(sources, 'files first')) {
    const complaints = isConfigMapKey(key);
    if (complaints.length > 0)
      throw new Error(`${goQuote(key)} is not a valid key name for a ConfigMap: ${complaints.join(',')}`);
    const taken = Object.hasOwn(data, key) ? 'Data' : Object.hasOwn(binaryData, key) ? 'BinaryData' : undefined;
    if (taken)
      throw new Error(
        `cannot add key ${goQuote(key)}, another key by that name already exists in ${taken} for ConfigMap ${goQuote(name)}`,
      );
    if (isUtf8(bytes)) data[key] = bytes.toString();
    else binaryData[key] = bytes.toString('base64');
  }
  const hashed = { ...(Object.keys(binaryData).length > 0 && { binaryData }), data, kind: 'ConfigMap', name };
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: appendHash ? `${name}-${hashOf(hashed)}` : name },
    ...(Object.keys(data).length > 0 && { data }),
    ...(Object.keys(binaryData).length > 0 && { binaryData }),
  };
}

export function genericSecret(name: string, type: string, sources: ConfigSources, appendHash = false): Secret {
  return secret(name, type, dataOf(readConfigSources(sources, 'literals first')), appendHash);
}

export interface RegistryLogin {
  readonly server: string;
  readonly username: string;
  readonly password: string;
  readonly email: string;
}

export function registrySecret(
  name: string,
  login: RegistryLogin,
  files: readonly string[],
  appendHash = false,
): Secret {
  const type = 'kubernetes.io/dockerconfigjson';
  const { server, username, password, email } = login;
  if (files.length > 0)
    return secret(
      name,
      type,
      dataOf(readConfigSources({ literals: [], files, envFiles: [] }, 'files first')),
      appendHash,
    );
  if (username === '' || password === '' || server === '')
    throw new Error(
      'either --from-file or the combination of --docker-username, --docker-password and --docker-server is required',
    );
  const auth = Buffer.from(`${username}:${password}`).toString('base64');
  const entry = { username, password, ...(email && { email }), auth };
  const config = goJson({ auths: { [server]: entry } });
  return secret(name, type, { '.dockerconfigjson': base64(config) }, appendHash);
}

/** Refuses a key that does not belong to the certificate. */
export function tlsSecret(name: string, certFile: string, keyFile: string, appendHash = false): Secret {
  if (keyFile === '' || certFile === '') throw new Error('key and cert must be specified');
  const [cert, key] = [readPem(certFile), readPem(keyFile)];
  checkPair(cert, key);
  const data = { 'tls.crt': cert.toString('base64'), 'tls.key': key.toString('base64') };
  return secret(name, 'kubernetes.io/tls', data, appendHash);
}

function readPem(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new Error(`open ${path}: ${goErrno(error)}`, { cause: error });
  }
}

function checkPair(cert: Buffer, key: Buffer): void {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(cert);
  } catch (error) {
    throw new Error('tls: failed to find any PEM data in certificate input', { cause: error });
  }
  let privateKey;
  try {
    privateKey = createPrivateKey(key);
  } catch (error) {
    throw new Error('tls: failed to find any PEM data in key input', { cause: error });
  }
  if (!certificate.checkPrivateKey(privateKey)) throw new Error('tls: private key does not match public key');
}

function dataOf(entries: readonly Entry[]): Data {
  const data: Data = {};
  for (const { key, bytes } of entries) {
    const complaints = isConfigMapKey(key);
    if (complaints.length > 0)
      throw new Error(`${goQuote(key)} is not valid key name for a Secret ${complaints.join(';')}`);
    if (Object.hasOwn(data, key)) throw new Error(`cannot add key ${key}, another key by that name already exists`);
    data[key] = bytes.toString('base64');
  }
  return data;
}

function secret(name: string, type: string, data: Data, appendHash: boolean): Secret {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: appendHash ? `${name}-${hashOf({ data, kind: 'Secret', name, type })}` : name },
    ...(type && { type }),
    ...(Object.keys(data).length > 0 && { data }),
  };
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** As Go's encoder writes it: what HTML would read as markup is escaped. */
const goJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Ten characters of a hash of the content, without vowels: what a name is followed by with --append-hash. */
function hashOf(content: Readonly<Record<string, unknown>>): string {
  const inOrder = (value: unknown): unknown =>
    typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([k, v]) => [k, inOrder(v)]),
        )
      : value;
  const hex = createHash('sha256')
    .update(goJson(inOrder(content)))
    .digest('hex');
  const replaced: Readonly<Record<string, string>> = { '0': 'g', '1': 'h', '3': 'k', a: 'm', e: 't' };
  return Array.from(hex.slice(0, 10), (c) => replaced[c] ?? c).join('');
}
