/**
 * The API server alone, over a store in a directory, with certificates beside it: for trying kubectl and measuring.
 *
 *   bin/node tools/devServer.ts [directory] [port]
 *
 * Writes <directory>/kubeconfig for the administrator. Ctrl-C ends it.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { admissionPlugins } from '../src/apiserver/admission/index.ts';
import { bootstrapPolicy } from '../src/apiserver/authorization/bootstrapPolicy.ts';
import { registrations } from '../src/apiserver/resources/index.ts';
import { startApiServer } from '../src/apiserver/server.ts';
import { ensureCertificates } from '../src/cluster/certificates.ts';
import { consoleDirectory } from '../src/cluster/layout.ts';
import type { Logger } from '../src/machinery/log.ts';
import { openLmdbStore } from '../src/store/lmdbStore.ts';

const directory = process.argv[2] ?? '/tmp/peapod-dev';
const port = Number(process.argv[3] ?? 0);
mkdirSync(directory, { recursive: true });

const line =
  (level: string) =>
  (fields: object, message: string): void => {
    process.stderr.write(`${new Date().toISOString()} ${level} ${message} ${JSON.stringify(fields, errorText)}\n`);
  };
const errorText = (_key: string, value: unknown): unknown => (value instanceof Error ? value.stack : value);
const log: Logger = {
  debug: () => undefined,
  info: line('info'),
  warn: line('warn'),
  error: line('error'),
  child: () => log,
};

const certificates = await ensureCertificates(join(directory, 'pki'), {
  nodeName: 'dev',
  apiServerHosts: ['127.0.0.1', 'localhost', 'kubernetes', 'kubernetes.default.svc'],
  nodeHosts: ['127.0.0.1', 'dev'],
});
const store = await openLmdbStore(join(directory, 'store'));
const server = await startApiServer({
  store,
  registrations: registrations(),
  admission: admissionPlugins(),
  policy: bootstrapPolicy,
  log,
  certificates: {
    servingCert: certificates.apiServer.cert,
    servingKey: certificates.apiServer.key,
    clientCA: certificates.ca,
    serviceAccountKey: certificates.serviceAccount.privateKey,
  },
  agentClient: { ...certificates.agentClient, ca: certificates.ca },
  listen: { host: '127.0.0.1', port },
  consoleDirectory,
});

const base64 = (text: string): string => Buffer.from(text).toString('base64');
writeFileSync(
  join(directory, 'kubeconfig'),
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'dev',
    clusters: [{ name: 'dev', cluster: { server: server.url, 'certificate-authority-data': base64(certificates.ca) } }],
    users: [
      {
        name: 'dev',
        user: {
          'client-certificate-data': base64(certificates.admin.cert),
          'client-key-data': base64(certificates.admin.key),
        },
      },
    ],
    contexts: [{ name: 'dev', context: { cluster: 'dev', user: 'dev' } }],
  }),
  { mode: 0o600 },
);
process.stdout.write(`export KUBECONFIG=${join(directory, 'kubeconfig')}\n`);

const stop = async (): Promise<void> => {
  await server[Symbol.asyncDispose]();
  await store[Symbol.asyncDispose]();
  process.exit(0);
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
