/**
 * Users of a kubeconfig who authenticate by a program (client.authentication.k8s.io/v1 and v1beta1): it is run, and prints
 * an ExecCredential with a token or a client certificate. Throws PlainError in client-go's words.
 */
import { spawnSync } from 'node:child_process';
import type { ConnectionOptions } from '../../client/connection.ts';
import { PlainError } from './errors.ts';
import { listAt, objectAt, textAt, valueAt } from './json.ts';

type Credential = Pick<ConnectionOptions, 'token' | 'cert' | 'key'>;

const versions = ['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1'];

/** @param exec The user's `exec`. @param cluster What the kubeconfig says of the cluster, with its authority's PEM. */
export function execCredential(
  exec: unknown,
  cluster: { server: string; ca?: string | undefined; fields: unknown },
): Credential {
  const command = textAt(exec, 'command');
  const apiVersion = textAt(exec, 'apiVersion');
  if (!versions.includes(apiVersion))
    throw new PlainError(`error: exec plugin: invalid apiVersion ${JSON.stringify(apiVersion)}`);
  const mode = textAt(exec, 'interactiveMode');
  const interactive = mode !== 'Never' && process.stdin.isTTY;
  if (mode === 'Always' && !interactive)
    throw failed('exec plugin cannot support interactive mode: standard input is not a terminal');
  const info = {
    kind: 'ExecCredential',
    apiVersion,
    spec: {
      ...(valueAt(exec, 'provideClusterInfo') === true && { cluster: clusterInfo(cluster) }),
      interactive,
    },
  };
  const added = listAt(exec, 'env').map((one) => [textAt(one, 'name'), textAt(one, 'value')] as const);
  const { error, status, signal, stdout } = spawnSync(
    command,
    listAt(exec, 'args').map((arg) => String(arg)),
    {
      env: { ...process.env, ...Object.fromEntries(added), KUBERNETES_EXEC_INFO: JSON.stringify(info) },
      stdio: [interactive ? 'inherit' : 'ignore', 'pipe', 'inherit'],
      encoding: 'utf8',
      maxBuffer: 16 << 20,
    },
  );
  if (error && 'code' in error && error.code === 'ENOENT') throw failed(`exec: executable ${command} not found`, exec);
  if (error) throw failed(`exec: ${error.message}`);
  if (status !== 0) throw failed(`exec: executable ${command} failed with exit code ${status ?? signal ?? ''}`);
  return credentialIn(stdout, apiVersion);
}

function credentialIn(text: string, apiVersion: string): Credential {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw failed(`decoding stdout: couldn't get version/kind; json parse error: ${JSON.stringify(text.slice(0, 80))}`);
  }
  const found = textAt(answer, 'apiVersion');
  if (textAt(answer, 'kind') !== 'ExecCredential' || found !== apiVersion)
    throw failed(
      `exec plugin is configured to use API version ${apiVersion}, plugin returned version ${found || '(none)'}`,
    );
  const status = objectAt(answer, 'status');
  const [token, cert, key] = ['token', 'clientCertificateData', 'clientKeyData'].map((name) => textAt(status, name));
  if (!token && !cert && !key) throw failed("exec plugin didn't return a token or cert/key pair");
  if (Boolean(cert) !== Boolean(key)) throw failed('exec plugin returned only certificate or key, not both');
  return { ...(token && { token }), ...(cert && { cert, key }) };
}

function clusterInfo({ server, ca, fields }: { server: string; ca?: string | undefined; fields: unknown }): unknown {
  const name = textAt(fields, 'tls-server-name');
  return {
    server,
    ...(name && { 'tls-server-name': name }),
    ...(valueAt(fields, 'insecure-skip-tls-verify') === true && { 'insecure-skip-tls-verify': true }),
    ...(ca && { 'certificate-authority-data': Buffer.from(ca).toString('base64') }),
    config: null,
  };
}

function failed(what: string, exec?: unknown): PlainError {
  const hint = textAt(exec, 'installHint');
  const missing = `

It looks like you are trying to use a client-go credential plugin that is not installed.

To learn more about this feature, consult the documentation available at:
      https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins`;
  const more = exec === undefined ? '' : `${missing}${hint ? `\n\n${hint}` : ''}`;
  return new PlainError(`Unable to connect to the server: getting credentials: ${what}${more}`);
}
