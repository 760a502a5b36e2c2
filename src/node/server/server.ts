/**
 * The agent's HTTPS server, which the API server calls for logs, exec, attach and port-forward. Callers prove who they
 * are by a client certificate of the cluster's authority; nodes and other components are not served.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import type { Logger } from '../../machinery/log.ts';
import type { PodCgroups } from '../pod/cgroups.ts';
import type { PodManager } from '../podManager.ts';
import { isCriError } from '../runtime/cri/client.ts';
import type { CriClient } from '../runtime/cri/client.ts';
import { serveContainerLogs } from './containerLogs.ts';
import { HttpError } from './httpError.ts';
import { metricsText } from './metrics.ts';
import { resourceMetricsText } from '../stats/resourceMetrics.ts';
import { takeSample } from '../stats/sample.ts';
import { CpuRates } from '../stats/cpuRates.ts';
import { statsSummary } from '../stats/summary.ts';
import { joinStream } from './streaming.ts';
import type { StreamPath } from './streaming.ts';

export interface ServerCredentials {
  /** PEM. */
  readonly cert: string;
  readonly key: string;
  /** PEM certificates that sign the certificates of callers. */
  readonly clientCA: string;
  /** Common names that may call, beside members of system:masters. */
  readonly callers?: readonly string[] | undefined;
}

export interface AgentServerOptions {
  readonly manager: PodManager;
  readonly cri: CriClient;
  readonly cgroups: PodCgroups;
  readonly log: Logger;
  readonly nodeName: string;
  /** A path on the file system of volumes and logs. */
  readonly dataDirectory: string;
  readonly credentials: ServerCredentials;
  readonly port: number;
  readonly listenAddress?: string | undefined;
}

export interface AgentServer extends AsyncDisposable {
  readonly port: number;
}

const defaultCallers = ['kube-apiserver-kubelet-client', 'system:apiserver', 'kube-apiserver'];

export async function startAgentServer(options: AgentServerOptions): Promise<AgentServer> {
  const { credentials, log } = options;
  const rates = new CpuRates();
  const server = createServer({
    cert: credentials.cert,
    key: credentials.key,
    ca: credentials.clientCA,
    requestCert: true,
    rejectUnauthorized: false,
    minVersion: 'TLSv1.2',
    ALPNProtocols: ['http/1.1'],
  });
  const sockets = new Set<Duplex>();
  server.on('secureConnection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('request', (request, response) => {
    serve(options, rates, request, response).catch((error: unknown) => {
      const { status, message } = asHttpError(error);
      if (status >= 500) log.warn({ url: request.url, error }, 'a request to the node failed');
      if (response.headersSent) response.destroy();
      else response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(message);
    });
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    upgrade(options, request, socket, head).catch((error: unknown) => {
      const { status, message } = asHttpError(error);
      const body = Buffer.from(message);
      socket.end(
        `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${message}`,
      );
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(
      { port: options.port, ...(options.listenAddress !== undefined && { host: options.listenAddress }) },
      () => {
        server.off('error', reject);
        resolve();
      },
    );
  });
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Throws unless the caller has shown the API server's certificate. */
function authorize(request: IncomingMessage, callers: readonly string[] = defaultCallers): void {
  const { socket } = request;
  if (!(socket instanceof TLSSocket) || !socket.authorized) throw new HttpError(401, 'Unauthorized');
  const { CN, O } = socket.getPeerCertificate().subject;
  const name = [CN].flat()[0] ?? '';
  if (!callers.includes(name) && ![O].flat().includes('system:masters'))
    throw new HttpError(403, `Forbidden (user=${name}, resource=nodes, subresource=proxy)`);
}

async function serve(
  options: AgentServerOptions,
  rates: CpuRates,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { manager } = options;
  const { pathname, searchParams } = new URL(request.url ?? '/', 'https://node');
  const parts = pathname.split('/').slice(1).map(decodeURIComponent);
  if (pathname === '/healthz' || pathname === '/healthz/ping') {
    response.end('ok');
    return;
  }
  authorize(request, options.credentials.callers);
  if (request.method !== 'GET') throw new HttpError(405, 'Method Not Allowed');
  const [first, namespace = '', pod = '', container = ''] = parts;
  if (first === 'containerLogs' && parts.length === 4) {
    await serveContainerLogs(manager, { namespace, pod, container }, searchParams, response);
  } else if (pathname === '/metrics') {
    metrics(response, metricsText(manager));
  } else if (pathname === '/metrics/resource') {
    metrics(response, resourceMetricsText(await takeSample(options)));
  } else if (pathname === '/pods' || pathname === '/pods/') {
    json(response, { kind: 'PodList', apiVersion: 'v1', metadata: {}, items: manager.pods() });
  } else if (pathname === '/stats/summary') {
    json(response, await statsSummary(options, rates));
  } else if (first === 'exec' || first === 'attach' || first === 'portForward') {
    throw new HttpError(400, 'Upgrade request required');
  } else {
    throw new HttpError(404, '404 page not found');
  }
}

const metrics = (response: ServerResponse, text: string): void => {
  response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(text);
};

const json = (response: ServerResponse, value: object): void => {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
};

async function upgrade(
  options: AgentServerOptions,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'https://node');
  authorize(request, options.credentials.callers);
  const path = streamPath(pathname.split('/').slice(1).map(decodeURIComponent));
  if (path === undefined) throw new HttpError(404, '404 page not found');
  await joinStream(options.manager, options.cri, path, searchParams, { request, socket, head });
}

/** `/exec/{namespace}/{pod}/{container}`, `/attach/…` alike, `/portForward/{namespace}/{pod}`; kubelet also takes a UID in between. */
function streamPath(parts: readonly string[]): StreamPath | undefined {
  const [verb, namespace = '', pod = '', ...rest] = parts;
  if (verb === 'portForward') return rest.length <= 1 ? { verb, namespace, pod, container: '' } : undefined;
  if ((verb !== 'exec' && verb !== 'attach') || rest.length < 1 || rest.length > 2) return undefined;
  return { verb, namespace, pod, container: rest.at(-1) ?? '' };
}

function asHttpError(error: unknown): { status: number; message: string } {
  if (error instanceof HttpError) return error;
  if (isCriError(error)) return { status: 500, message: error.message };
  return { status: 500, message: error instanceof Error ? error.message : String(error) };
}
