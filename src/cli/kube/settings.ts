/**
 * Which server, as whom, in which namespace: flags win over the kubeconfig's context; without any kubeconfig it is the
 * service account of the Pod that this runs in, else the administrator of the cluster of this machine.
 */
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import type { ConnectionOptions } from '../../client/connection.ts';
import { CommandError, messageOf, PlainError } from './errors.ts';
import type { GlobalFlags } from './globalFlags.ts';
import {
  fieldsOf,
  kubeconfigPaths,
  readKubeconfigFiles,
  text,
  type Fields,
  type Kubeconfig,
} from './kubeconfigFiles.ts';

export interface Settings {
  readonly connection: ConnectionOptions;
  readonly namespace: string;
  /** Whether the namespace was asked for by flag. */
  readonly namespaceGiven: boolean;
  /** Milliseconds for one request; 0 for no limit. */
  readonly requestTimeout: number;
}

const serviceAccountFolder = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Throws CommandError when what is named is not there. */
export async function readSettings(flags: GlobalFlags): Promise<Settings> {
  const requestTimeout = await timeoutOf(flags['request-timeout']);
  const config = await findKubeconfig(flags);
  const inPod = config === undefined || config.files.length === 0 ? inCluster(flags) : undefined;
  if (inPod) return { ...inPod, requestTimeout };

  const contextName = flags.context || (config?.currentContext ?? '');
  const context = pick(config, 'contexts', contextName);
  const cluster = pick(config, 'clusters', flags.cluster || text(context, 'cluster'));
  const user = pick(config, 'users', flags.user || text(context, 'user'));

  for (const unsupported of ['auth-provider', 'username']) {
    if (user[unsupported] !== undefined && !flags.token)
      throw new CommandError(
        `the kubeconfig's user authenticates by "${unsupported}"; peapod supports client certificates, tokens and programs (exec). Use --token, or kubectl`,
      );
  }
  if (text(cluster, 'proxy-url')) throw new CommandError('the kubeconfig has proxy-url, which peapod does not support');
  const insecure = flags['insecure-skip-tls-verify'] || cluster['insecure-skip-tls-verify'] === true;
  const token = flags.token || text(user, 'token');
  const tokenFile = text(user, 'tokenFile');
  const ca = insecure
    ? undefined
    : flags['certificate-authority']
      ? readMaterial('certificate-authority', flags['certificate-authority'])
      : material(cluster, 'certificate-authority');
  const server = serverOf(flags.server || text(cluster, 'server') || 'http://localhost:8080');
  const byProgram =
    user['exec'] !== undefined && !token
      ? (await import('./execCredential.ts')).execCredential(user['exec'], { server, ca, fields: cluster })
      : undefined;
  return {
    connection: {
      server,
      socketPath: localSocketOf(context, flags),
      ca,
      cert: flags['client-certificate']
        ? readMaterial('client-cert', flags['client-certificate'])
        : material(user, 'client-certificate'),
      key: flags['client-key'] ? readMaterial('client-key', flags['client-key']) : material(user, 'client-key'),
      token: token || (tokenFile ? readMaterial('token', tokenFile).trim() : undefined),
      tlsServerName: flags['tls-server-name'] || text(cluster, 'tls-server-name') || undefined,
      insecureSkipTlsVerify: insecure,
      userAgent: 'peapod',
      ...byProgram,
    },
    namespace: flags.namespace || text(context, 'namespace') || 'default',
    namespaceGiven: flags.namespace !== '',
    requestTimeout,
  };
}

/** Flags that name another server than the context's, or somebody else to be. */
const elsewhere = [
  'cluster',
  'user',
  'server',
  'token',
  'certificate-authority',
  'client-certificate',
  'client-key',
  'tls-server-name',
] as const;

/** Of a context that Peapod wrote, on the machine of its cluster, for who may open it; undefined otherwise. */
function localSocketOf(context: Fields, flags: GlobalFlags): string | undefined {
  if (elsewhere.some((name) => flags[name] !== '') || flags['insecure-skip-tls-verify']) return undefined;
  const extensions = Array.isArray(context['extensions']) ? context['extensions'].map(fieldsOf) : [];
  const own = extensions.find((each) => text(each, 'name') === 'peapod');
  const path = own ? text(fieldsOf(own['extension']), 'socket') : '';
  try {
    if (path === '') return undefined;
    accessSync(path, constants.W_OK);
    return path;
  } catch {
    return undefined;
  }
}

/** Headers of impersonation, when it is asked for. */
export function impersonation(flags: GlobalFlags): Record<string, string | string[]> {
  return {
    ...(flags.as && { 'impersonate-user': flags.as }),
    ...(flags['as-group'].length > 0 && { 'impersonate-group': [...flags['as-group']] }),
    ...(flags['as-uid'] && { 'impersonate-uid': flags['as-uid'] }),
  };
}

/** Undefined when there is none at all. */
async function findKubeconfig(flags: GlobalFlags): Promise<Kubeconfig | undefined> {
  const explicit = flags.kubeconfig !== '' || Boolean(process.env.KUBECONFIG);
  if (flags['data-dir'] === '' || explicit) {
    const found = await readKubeconfigFiles(kubeconfigPaths(flags.kubeconfig), flags.kubeconfig !== '');
    if (explicit || found.files.length > 0 || flags.server !== '') return found;
    if (process.env.KUBERNETES_SERVICE_HOST && existsSync(`${serviceAccountFolder}/token`)) return undefined;
  }
  const { defaultDataDirectory, layoutOf } = await import('../../cluster/layout.ts');
  const { kubeconfig } = layoutOf(flags['data-dir'] || process.env.PEAPOD_DATA_DIR || defaultDataDirectory);
  if (flags['data-dir'] !== '' && !existsSync(kubeconfig))
    throw new CommandError(
      `there is no cluster in ${flags['data-dir']}; start it with: peapod --data-dir ${flags['data-dir']} up`,
    );
  return readKubeconfigFiles([kubeconfig], false);
}

function inCluster(flags: GlobalFlags): Omit<Settings, 'requestTimeout'> | undefined {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port = '443' } = process.env;
  if (!host || !existsSync(`${serviceAccountFolder}/token`)) return undefined;
  return {
    connection: {
      server: flags.server || `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
      ca: readMaterial('ca.crt', `${serviceAccountFolder}/ca.crt`),
      token: flags.token || (() => readMaterial('token', `${serviceAccountFolder}/token`).trim()),
      userAgent: 'peapod',
    },
    namespace: flags.namespace || readMaterial('namespace', `${serviceAccountFolder}/namespace`).trim() || 'default',
    namespaceGiven: flags.namespace !== '',
  };
}

function pick(config: Kubeconfig | undefined, list: 'contexts' | 'clusters' | 'users', name: string): Fields {
  if (name === '') return {};
  const found = config?.[list].get(name);
  if (found) return fieldsOf(found);
  if (list === 'contexts')
    throw new PlainError(`Error in configuration: context was not found for specified context: ${name}`);
  throw new CommandError(
    list === 'clusters' ? `no server found for cluster "${name}"` : `auth info "${name}" does not exist`,
  );
}

function material(fields: Fields, name: string): string | undefined {
  const data = text(fields, `${name}-data`);
  if (data) return Buffer.from(data, 'base64').toString();
  const path = text(fields, name);
  return path === '' ? undefined : readMaterial(name, path);
}

function readMaterial(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new CommandError(`unable to read ${name} ${path}: ${messageOf(error)}`);
  }
}

const serverOf = (server: string): string => (server.includes('://') ? server : `http://${server}`);

async function timeoutOf(given: string): Promise<number> {
  if (/^\d+$/.test(given)) return Number(given) * 1000;
  const { parseDuration } = await import('../../machinery/duration.ts');
  const milliseconds = parseDuration(given);
  if (milliseconds === undefined)
    throw new CommandError(
      `Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)`,
    );
  return milliseconds;
}

/** The kubeconfig that requests would go by; an empty one when there is none. */
export async function effectiveKubeconfig(flags: GlobalFlags): Promise<Kubeconfig> {
  return (await findKubeconfig(flags)) ?? (await readKubeconfigFiles([], false));
}
