/** `peapod console`: the web console in a browser of this machine, signed in; or a token for signing in elsewhere. */
import { spawn } from 'node:child_process';
import type { ServiceAccount } from '../../api/core/v1.ts';
import type { TokenRequest } from '../../api/authentication/v1.ts';
import { adminClient, type AdminClient } from '../../cluster/adminClient.ts';
import { commandOf, type Layout } from '../../cluster/layout.ts';
import { UserError } from '../../cluster/userError.ts';
import { ApiError, isAlreadyExists, isNotFound } from '../../machinery/apiError.ts';
import { clusterRoleBindings, serviceAccounts } from '../../machinery/resources.ts';
import { json } from 'node:stream/consumers';
import type { Status } from '../../api/meta/v1.ts';
import { startConsoleProxy } from '../consoleProxy.ts';

export interface ConsoleFlags {
  readonly port?: number;
  /** commander's word for --no-browser. */
  readonly browser: boolean;
  readonly token?: true;
  readonly serviceAccount?: string;
}

const tokenSeconds = 3600;
/** The account behind `--token` when none is named: an administrator. */
const administrator = { namespace: 'kube-system', name: 'peapod-console' };

/** Serves until it is interrupted; with --token, prints one and returns. */
export async function openConsole(layout: Layout, flags: ConsoleFlags): Promise<void> {
  const client = adminClient(layout);
  using transport = client.transport;
  if (flags.token) {
    await printToken(client, flags.serviceAccount);
    return;
  }
  if (flags.serviceAccount !== undefined)
    throw new UserError('--service-account goes with --token', `run: ${commandOf(layout)} console --token`);
  await checkBuilt(client);
  await using proxy = await startConsoleProxy(transport, flags.port ?? 0);
  process.stdout.write(
    `The console is open at\n\n  ${proxy.url}\n\nThe address works once. Ctrl-C closes the console.\n`,
  );
  if (flags.browser) openBrowser(proxy.url);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

async function checkBuilt({ transport }: AdminClient): Promise<void> {
  const page = await transport.raw({ method: 'GET', path: '/console/' });
  page.resume();
  if (page.statusCode !== 200)
    throw new UserError(
      'the control plane has no console to serve',
      "build it with 'bin/install' in Peapod's folder there",
    );
}

async function printToken(client: AdminClient, account: string | undefined): Promise<void> {
  const [namespace, name, ...rest] = account?.split('/') ?? [administrator.namespace, administrator.name];
  if (!namespace || !name || rest.length > 0)
    throw new UserError(`--service-account must be NAMESPACE/NAME, found ${account}`, 'as in: default/default');
  if (account === undefined) await ensureAdministrator(client);
  const body: TokenRequest = {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: { audiences: [], expirationSeconds: tokenSeconds },
  };
  const answer = await client.transport.raw({
    method: 'POST',
    path: `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const code = answer.statusCode ?? 0;
  const made = await json(answer);
  if (code >= 400) {
    // A named seam: what the server answers with such a code is a Status.
    const error = ApiError.fromStatus(made as Status, code);
    if (!isNotFound(error)) throw error;
    throw new UserError(
      `there is no service account ${namespace}/${name}`,
      'see what there is with: kubectl get serviceaccounts -A',
    );
  }
  // A named seam: what the server answers to a TokenRequest is one.
  const { token = '', expirationTimestamp } = (made as TokenRequest).status ?? {};
  process.stdout.write(`${token}\n`);
  const { server } = client.transport.connection;
  process.stderr.write(`Good until ${String(expirationTimestamp)}. Sign in with it at ${server}/console/\n`);
}

async function ensureAdministrator(client: AdminClient): Promise<void> {
  const ifMissing = (error: unknown): void => {
    if (!isAlreadyExists(error)) throw error;
  };
  const account: ServiceAccount = { metadata: { ...administrator } };
  await client.resource(serviceAccounts).create(account).catch(ifMissing);
  await client
    .resource(clusterRoleBindings)
    .create({
      metadata: { name: administrator.name },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ kind: 'ServiceAccount', ...administrator }],
    })
    .catch(ifMissing);
}

/** Where there is a desktop; a machine without one just has the address printed. */
function openBrowser(url: string): void {
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return;
  const child = spawn('xdg-open', [url], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}
