/** An API server for tests: real store, real TLS, on a free loopback port; gone when disposed. */
import { Agent, request as httpsRequest } from 'node:https';
import { silent } from '../../machinery/log.ts';
import type { Logger } from '../../machinery/log.ts';
import { openTestStore } from '../../store/openTestStore.ts';
import type { TestStore } from '../../store/openTestStore.ts';
import { startApiServer } from '../server.ts';
import type { ApiServer, ApiServerOptions } from '../server.ts';
import { testCertificates } from './testCertificates.ts';
import type { TestCertificates, TestPair } from './testCertificates.ts';

export interface TestAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The text parsed; undefined when it is no JSON. */
  readonly body: Record<string, unknown> | undefined;
}

export interface TestServer extends AsyncDisposable {
  readonly api: ApiServer;
  readonly store: TestStore;
  readonly certificates: TestCertificates;
  /** As system:masters unless a pair is given, or `anonymous`. */
  request(method: string, path: string, body?: unknown, options?: RequestOptions): Promise<TestAnswer>;
  /** Stops the server and starts another one over the same store. */
  restart(): Promise<ApiServer>;
}

export interface RequestOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly as?: TestPair | 'anonymous';
  readonly signal?: AbortSignal;
}

let shared: Promise<{ certificates: TestCertificates; admin: TestPair }> | undefined;

/** Certificates are made once a process: they cost more than the server. */
function sharedCertificates() {
  return (shared ??= (async () => {
    const certificates = await testCertificates();
    return { certificates, admin: await certificates.client('admin', 'system:masters') };
  })());
}

export async function startTestServer(
  options: Pick<ApiServerOptions, 'registrations'> & Partial<ApiServerOptions> & { log?: Logger },
): Promise<TestServer> {
  const { certificates, admin } = await sharedCertificates();
  const store = await openTestStore();
  const start = (): Promise<ApiServer> =>
    startApiServer({
      admission: [],
      log: silent,
      listen: { host: '127.0.0.1', port: 0 },
      certificates: {
        servingCert: certificates.server.cert,
        servingKey: certificates.server.key,
        clientCA: certificates.ca,
        serviceAccountKey: certificates.serviceAccountKey,
      },
      ...options,
      store: store.store,
    });
  let api = await start();
  return {
    get api() {
      return api;
    },
    store,
    certificates,
    request: (method, path, body, requestOptions = {}) =>
      send(api, certificates, admin, method, path, body, requestOptions),
    async restart() {
      await api[Symbol.asyncDispose]();
      await store.reopen();
      return (api = await start());
    },
    async [Symbol.asyncDispose]() {
      await api[Symbol.asyncDispose]();
      await store[Symbol.asyncDispose]();
    },
  };
}

function send(
  api: ApiServer,
  certificates: TestCertificates,
  admin: TestPair,
  method: string,
  path: string,
  body: unknown,
  { headers, as, signal }: RequestOptions,
): Promise<TestAnswer> {
  const pair = as === 'anonymous' ? undefined : (as ?? admin);
  const agent = new Agent({ ca: certificates.ca, ...(pair && { cert: pair.cert, key: pair.key }), keepAlive: false });
  const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const outgoing = httpsRequest(
      `${api.url}${path}`,
      {
        method,
        agent,
        headers: {
          ...(text !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
          ...headers,
        },
        ...(signal && { signal }),
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () => {
          const all = Buffer.concat(chunks).toString();
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text: all, body: parsed(all) });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(text);
  });
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
