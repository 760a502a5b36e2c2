/** Reads a kubeconfig file (client-go's clientcmd/api/v1) into what the transport needs. */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { load } from 'js-yaml';
import type { ConnectionOptions } from './connection.ts';

/** A kubeconfig cannot be used; the message names the file and the field. */
export class KubeconfigError extends Error {
  override readonly name = 'KubeconfigError';
}

export interface KubeconfigSelection {
  /** Instead of current-context. */
  readonly context?: string | undefined;
  readonly cluster?: string | undefined;
  readonly user?: string | undefined;
}

export interface KubeconfigContext {
  readonly connection: ConnectionOptions;
  /** The context's namespace; 'default' when it names none. */
  readonly namespace: string;
  readonly context: string;
}

/** Throws KubeconfigError when the file cannot be read or does not say where the cluster is. */
export function readKubeconfig(file: string, selection: KubeconfigSelection = {}): KubeconfigContext {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new KubeconfigError(`cannot read the kubeconfig ${file}: ${messageOf(error)}`);
  }
  return parseKubeconfig(text, file, selection);
}

/** `file` names the text in errors, and its folder is where relative paths in it start. */
export function parseKubeconfig(text: string, file: string, selection: KubeconfigSelection = {}): KubeconfigContext {
  const fail = (problem: string): never => {
    throw new KubeconfigError(`kubeconfig ${file}: ${problem}`);
  };
  const root = ((): Fields => {
    try {
      return fieldsOf(load(text));
    } catch (error) {
      return fail(`not YAML: ${messageOf(error)}`);
    }
  })();
  const named = (list: string, item: string, name: string): Fields => {
    const entries = Array.isArray(root[list]) ? root[list] : [];
    const entry = entries.map(fieldsOf).find((e) => e['name'] === name);
    if (!entry) return fail(`${list} has no entry named "${name}"`);
    return fieldsOf(entry[item]);
  };
  const string = (fields: Fields, name: string): string | undefined => {
    const value = fields[name];
    if (value === undefined || value === null || value === '') return undefined;
    return typeof value === 'string' ? value : fail(`${name} must be a string, found ${JSON.stringify(value)}`);
  };
  /** Embedded base64 wins over a file beside it, as in client-go. */
  const material = (fields: Fields, name: string): string | undefined => {
    const data = string(fields, `${name}-data`);
    if (data !== undefined) return Buffer.from(data, 'base64').toString();
    const path = string(fields, name);
    return path === undefined ? undefined : readMaterial(name, path);
  };
  const readMaterial = (name: string, path: string): string => {
    try {
      return readFileSync(resolve(dirname(file), path), 'utf8');
    } catch (error) {
      return fail(`cannot read ${name} ${path}: ${messageOf(error)}`);
    }
  };

  const contextName = selection.context ?? string(root, 'current-context') ?? '';
  if (contextName === '' && selection.cluster === undefined) fail('current-context is not set');
  const context = contextName === '' ? {} : named('contexts', 'context', contextName);
  const cluster = named(
    'clusters',
    'cluster',
    selection.cluster ?? string(context, 'cluster') ?? fail(`context "${contextName}" names no cluster`),
  );
  const userName = selection.user ?? string(context, 'user');
  const user = userName === undefined ? {} : named('users', 'user', userName);

  for (const unsupported of ['exec', 'auth-provider', 'username', 'password']) {
    if (user[unsupported] !== undefined) {
      fail(`user "${userName}" authenticates by "${unsupported}"; only client certificates and tokens are supported`);
    }
  }
  if (cluster['proxy-url'] !== undefined) fail('proxy-url is not supported');
  const server = string(cluster, 'server') ?? fail('the cluster has no server');
  if (!URL.canParse(server)) fail(`server must be a URL, found "${server}"`);
  const cert = material(user, 'client-certificate');
  const key = material(user, 'client-key');
  if ((cert === undefined) !== (key === undefined))
    fail(`user "${userName}" needs client-certificate and client-key, found one of them`);
  const tokenFile = string(user, 'tokenFile');
  const token = tokenFile === undefined ? string(user, 'token') : () => readMaterial('tokenFile', tokenFile).trim();

  return {
    context: contextName,
    namespace: string(context, 'namespace') ?? 'default',
    connection: {
      server,
      cert,
      key,
      token,
      ca: material(cluster, 'certificate-authority'),
      tlsServerName: string(cluster, 'tls-server-name'),
      insecureSkipTlsVerify: cluster['insecure-skip-tls-verify'] === true,
      impersonateUser: string(user, 'as'),
    },
  };
}

type Fields = Record<string, unknown>;

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
