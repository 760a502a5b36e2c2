/**
 * The Kubernetes API over the network: requests and watches share one HTTP/2 connection, which takes half the processor time
 * of HTTP/1.1; a server that does not speak it is served over kept-alive HTTP/1.1 connections, as are raw() and upgrade().
 *
 *  - An answer that is an error becomes the ApiError that its Status tells of; no answer becomes a ConnectionError.
 *  - GET and LIST are tried again when the connection failed; writes are not, since they may have happened.
 *  - Every verb is tried again when the server asked for it (429 or 503 with Retry-After).
 *  - Aborting a request's signal rejects with the signal's reason; aborting a watch's signal ends it.
 */
import type * as httpModule from 'node:http';
import type * as httpsModule from 'node:https';
import type { Duplex, Readable } from 'node:stream';
import { ApiError } from '../machinery/apiError.ts';
import { Backoff, pause } from './backoff.ts';
import type { ConnectionOptions } from './connection.ts';
import { identityHeaders, tlsOptions } from './connection.ts';
import { broken, ConnectionError } from './connectionError.ts';
import { Gate } from './gate.ts';
import type { Http2Connection } from './http2Connection.ts';
import { LineSplitter } from './lineSplitter.ts';
import type { RawRequest } from './rawRequest.ts';
import { requestPath } from './requestPath.ts';
import { asStatus } from './status.ts';
import type { RawWatchEvent, Transport, TransportRequest, Verb } from './transport.ts';

/** A connection that the server has handed over (101 Switching Protocols). */
export interface UpgradedConnection {
  readonly response: httpModule.IncomingMessage;
  readonly socket: Duplex;
  /** Bytes that came right behind the answer. */
  readonly head: Buffer;
}

export interface HttpsTransport extends Transport, Disposable {
  readonly connection: ConnectionOptions;
  /** One exchange as it is: resolves with the answer whatever its status, its body unread. Rejects with ConnectionError. */
  raw(request: RawRequest): Promise<httpModule.IncomingMessage>;
  /** Asks for another protocol on the connection. Rejects with ApiError when the server declines. */
  upgrade(request: RawRequest): Promise<UpgradedConnection>;
}

/** Requests under way, watches aside: more would only wait in the server, or be turned away by it. */
const mostAtOnce = 64;
const maxTries = 5;
const maxRetriesAsked = 10;
/** After this long without a byte the kernel asks whether the server is still there. */
const keepAliveAfter = 30_000;

const methods: Readonly<Record<Verb, string>> = {
  get: 'GET',
  list: 'GET',
  watch: 'GET',
  create: 'POST',
  update: 'PUT',
  patch: 'PATCH',
  delete: 'DELETE',
  deletecollection: 'DELETE',
};

/** Throws TypeError when `server` is not a URL. */
export function createHttpsTransport(connection: ConnectionOptions): HttpsTransport {
  const { socketPath } = connection;
  const base = new URL(connection.server);
  const secure = base.protocol === 'https:' && socketPath === undefined;
  // Not by import: that would read all that node:http exports, among it a WebSocket, for which Node.js loads a client of 1 MB.
  const http = process.getBuiltinModule('node:http');
  const https = secure ? process.getBuiltinModule('node:https') : undefined;
  const prefix = base.pathname.replace(/\/$/, '');
  // Requests share a bounded number of connections; a stream holds its own for as long as it lasts.
  const makeAgent = (maxSockets: number): httpModule.Agent =>
    https
      ? new https.Agent({ keepAlive: true, maxSockets, scheduling: 'lifo', ...tlsOptions(connection) })
      : new http.Agent({ keepAlive: true, maxSockets, scheduling: 'lifo' });
  const requests = makeAgent(mostAtOnce);
  const streams = makeAgent(Infinity);

  const open = (request: RawRequest, agent: httpModule.Agent): httpModule.ClientRequest => {
    const headers: httpModule.OutgoingHttpHeaders = { ...identityHeaders(connection), ...request.headers };
    if (request.body !== undefined) headers['content-length'] = String(Buffer.byteLength(request.body));
    const options: httpsModule.RequestOptions = {
      protocol: secure ? 'https:' : 'http:',
      ...(socketPath !== undefined && { socketPath }),
      hostname: base.hostname.replace(/^\[|\]$/g, ''),
      port: base.port || (secure ? 443 : 80),
      method: request.method,
      path: prefix + request.path,
      headers,
      agent,
      ...(request.signal && { signal: request.signal }),
    };
    const outgoing = (https ?? http).request(options);
    outgoing.setNoDelay(true);
    outgoing.setSocketKeepAlive(true, keepAliveAfter);
    return outgoing;
  };

  const send = (request: RawRequest, agent: httpModule.Agent): Promise<httpModule.IncomingMessage> =>
    new Promise((resolve, reject) => {
      const outgoing = open(request, agent);
      outgoing.once('response', resolve);
      outgoing.on('error', (error) => reject(failure(base.host, error, request.signal)));
      outgoing.end(request.body);
    });

  // Loaded with the first request that shares a connection: one that never does (a command that asks once) starts quicker.
  let shared: Http2Connection | undefined;
  let speaksHttp2 = secure;
  let disposed = false;
  const exchange = async (request: RawRequest, agent: httpModule.Agent): Promise<Reply> => {
    if (speaksHttp2) {
      const { Http2Connection, isWhole } = await import('./http2Connection.ts');
      shared ??= new Http2Connection(connection);
      if (disposed) shared[Symbol.dispose]();
      const answer = await shared.send(request);
      if (answer) return { ...answer, isWhole: () => isWhole(answer.body) };
      speaksHttp2 = false;
    }
    const body = await send(request, agent);
    return { status: body.statusCode ?? 0, headers: body.headers, body, isWhole: () => body.complete };
  };

  const gate = new Gate(mostAtOnce);
  const once = (request: RawRequest): Promise<Answer> =>
    gate.run(async () => {
      const { status, headers, ...reply } = await exchange(request, requests);
      return { status, headers, body: await readAll(reply, base.host, request.signal) };
    });

  const retrying = async (request: RawRequest): Promise<Answer> => {
    const backoff = new Backoff({ initial: 50, max: 2_000 });
    let asked = 0;
    for (let tries = 1; ; tries += 1) {
      try {
        const answer = await once(request);
        const wait = retryAfter(answer);
        if (wait === undefined || (asked += 1) > maxRetriesAsked) return answer;
        await pause(wait, request.signal);
      } catch (error) {
        if (request.method !== 'GET' || tries >= maxTries || !(error instanceof ConnectionError) || !passing(error))
          throw error;
        await pause(backoff.next(), request.signal);
      }
      request.signal?.throwIfAborted();
    }
  };

  return {
    connection,
    raw: (request) => send(request, streams),

    async request(request) {
      const answer = await retrying(rawOf(request));
      const value = parse(answer.body);
      if (answer.status >= 400) throw errorOf(answer.status, value, answer.body);
      return value;
    },

    async *watch(request) {
      const { signal } = request;
      if (signal?.aborted) return;
      try {
        const { status, ...reply } = await exchange(rawOf(request), streams);
        if (status >= 400) {
          const body = await readAll(reply, base.host, signal);
          throw errorOf(status, parse(body), body);
        }
        yield* events(reply.body, base.host, signal);
      } catch (error) {
        if (!signal?.aborted) throw error;
      }
    },

    upgrade: (request) =>
      new Promise((resolve, reject) => {
        const outgoing = open(request, streams);
        outgoing.once('upgrade', (response, socket, head) => resolve({ response, socket, head }));
        outgoing.once('response', (response) => {
          const status = response.statusCode ?? 0;
          readAll({ body: response, isWhole: () => response.complete }, base.host, request.signal).then(
            (body) => reject(errorOf(status, parse(body), body)),
            reject,
          );
        });
        outgoing.on('error', (error) => reject(failure(base.host, error, request.signal)));
        outgoing.end(request.body);
      }),

    [Symbol.dispose]() {
      disposed = true;
      shared?.[Symbol.dispose]();
      requests.destroy();
      streams.destroy();
    },
  };
}

/** An answer whose body has yet to come. */
interface Reply {
  readonly status: number;
  readonly headers: httpModule.IncomingHttpHeaders;
  readonly body: Readable;
  /** To be asked when the body has ended: whether it ended where it should. */
  isWhole(): boolean;
}

interface Answer {
  readonly status: number;
  readonly headers: httpModule.IncomingHttpHeaders;
  readonly body: string;
}

function rawOf(request: TransportRequest): RawRequest {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (request.body !== undefined) headers['content-type'] = request.patchType ?? 'application/json';
  return {
    method: methods[request.verb],
    path: requestPath(request),
    headers,
    signal: request.signal,
    body: request.body === undefined ? undefined : JSON.stringify(request.body),
  };
}

async function readAll(
  { body, isWhole: whole }: Pick<Reply, 'body' | 'isWhole'>,
  host: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  try {
    const bytes = await collect(body);
    if (!whole()) throw broken();
    return bytes.toString();
  } catch (error) {
    throw failure(host, error, signal);
  }
}

/**
 * By its events: an HTTP/2 stream may be closed on both sides before its last bytes are read, and an async iterator
 * takes that for a premature end.
 */
function collect(body: Readable): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    body.on('data', (chunk: Buffer) => chunks.push(chunk));
    body.once('end', () => resolve(Buffer.concat(chunks)));
    body.once('error', reject);
    body.once('close', () => reject(broken()));
    if (body.destroyed) reject(body.errored ?? broken());
  });
}

async function* events(
  response: Readable,
  host: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<RawWatchEvent> {
  const lines = new LineSplitter();
  try {
    for await (const chunk of response) {
      // A named seam: the server sends WatchEvents, one a line.
      for (const line of lines.push(chunk)) yield JSON.parse(line) as RawWatchEvent;
    }
  } catch (error) {
    throw error instanceof SyntaxError ? error : failure(host, error, signal);
  } finally {
    response.destroy();
  }
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function errorOf(status: number, value: unknown, body: string): ApiError {
  const told = asStatus(value);
  if (told) return ApiError.fromStatus(told, status);
  return new ApiError(
    status,
    reasons[status] ?? '',
    body.trim() === '' ? `the server answered ${status} without a message` : body.trim(),
  );
}

const reasons: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  406: 'NotAcceptable',
  409: 'Conflict',
  410: 'Gone',
  413: 'RequestEntityTooLarge',
  415: 'UnsupportedMediaType',
  422: 'Invalid',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
  504: 'Timeout',
};

function failure(host: string, error: unknown, signal: AbortSignal | undefined): unknown {
  return signal?.aborted ? signal.reason : new ConnectionError(host, error);
}

/** Whether the same request may well succeed a moment later. */
function passing(error: ConnectionError): boolean {
  return /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EAI_AGAIN|ERR_HTTP2_.*|ERR_STREAM_PREMATURE_CLOSE)$/.test(
    error.causeCode,
  );
}

function retryAfter(answer: Answer): number | undefined {
  if (answer.status !== 429 && answer.status < 500) return undefined;
  const seconds = Number(answer.headers['retry-after']);
  return Number.isFinite(seconds) && seconds >= 0 && answer.headers['retry-after'] !== undefined
    ? seconds * 1000
    : undefined;
}
