/**
 * Passes a request on to another HTTP server and its answer back, byte for byte; an upgrade becomes a raw tunnel.
 *
 *  - Credentials of the client are never passed on.
 *  - What the other side refuses before a byte has flowed becomes a Status, as upstream words it.
 */
import { request as httpRequest } from 'node:http';
import type { ClientRequest, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import { ApiError, badRequest, internalError } from '../../machinery/apiError.ts';
import type { Exchange, Headers } from '../http/exchange.ts';
import { UpgradeExchange } from '../http/upgradeExchange.ts';
import type { Target } from './agent.ts';

export interface Forward {
  readonly exchange: Exchange;
  readonly headers: Headers;
  readonly target: Target;
  readonly method: string;
  /** Path and query at the target. */
  readonly path: string;
  /** Whether refusals of the target become a Status (agents) or are passed on as they are (proxies). */
  readonly refusals: 'status' | 'pass';
}

const dialMilliseconds = 10_000;
const refusalBytes = 64 * 1024;
const notPassed = /^(authorization|host|cookie|impersonate-.*|x-remote-.*|x-forwarded-.*|:.*|content-length)$/;
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Resolves when the exchange is over. Rejects with ApiError while nothing was answered yet. */
export async function forward(options: Forward): Promise<void> {
  const { exchange } = options;
  if (exchange instanceof UpgradeExchange) return tunnel(options, exchange);
  const outgoing = open(options, passedHeaders(exchange, false));
  exchange.onClose(() => outgoing.destroy());
  if (options.method === 'GET' || options.method === 'HEAD') outgoing.end();
  else exchange.body.pipe(outgoing);
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once('response', resolve);
    outgoing.once('error', (error) =>
      reject(new ApiError(502, 'ServiceUnavailable', `error trying to reach service: ${error.message}`)),
    );
  });
  const status = answer.statusCode ?? 502;
  if (options.refusals === 'status' && status >= 300) throw refusal(status, await text(answer));
  await pass(answer, exchange, options.headers, status);
}

function open({ target, path, method }: Forward, headers: OutgoingHttpHeaders): ClientRequest {
  const { host, port, tls } = target;
  const common = { host, port, path, method, headers, agent: false as const };
  const outgoing = tls
    ? httpsRequest({
        ...common,
        rejectUnauthorized: tls.verify,
        ...(tls.credentials && { cert: tls.credentials.cert, key: tls.credentials.key, ca: tls.credentials.ca }),
      })
    : httpRequest(common);
  const timer = setTimeout(
    () => outgoing.destroy(new Error(`dial tcp ${host}:${port}: i/o timeout`)),
    dialMilliseconds,
  );
  outgoing.once('socket', (socket) => {
    socket.once(tls ? 'secureConnect' : 'connect', () => clearTimeout(timer));
    socket.setNoDelay(true);
  });
  outgoing.once('close', () => clearTimeout(timer));
  return outgoing;
}

function passedHeaders({ headers }: Exchange, upgrade: boolean): OutgoingHttpHeaders {
  const passed: OutgoingHttpHeaders = {};
  for (const [name, value] of Object.entries(headers)) {
    if (
      value === undefined ||
      notPassed.test(name) ||
      (hopByHop.has(name) && !(upgrade && (name === 'connection' || name === 'upgrade')))
    )
      continue;
    passed[name] = value;
  }
  return passed;
}

function pass(answer: IncomingMessage, exchange: Exchange, headers: Headers, status: number): Promise<void> {
  for (const [name, value] of Object.entries(answer.headers)) {
    if (value !== undefined && !hopByHop.has(name)) headers[name] = value;
  }
  const out = exchange.stream(status, headers);
  return new Promise((resolve) => {
    answer.on('data', (chunk: Buffer) => {
      if (out.write(chunk) || out.ready) return;
      answer.pause();
      out.onDrain(() => answer.resume());
    });
    answer.once('end', () => {
      out.end();
      resolve();
    });
    answer.once('error', () => {
      out.destroy();
      resolve();
    });
    exchange.onClose(() => {
      answer.destroy();
      resolve();
    });
  });
}

async function tunnel(options: Forward, exchange: UpgradeExchange): Promise<void> {
  const outgoing = open(options, passedHeaders(exchange, true));
  exchange.onClose(() => outgoing.destroy());
  outgoing.end();
  const opened = await new Promise<{ answer: IncomingMessage; socket?: Duplex; head?: Buffer }>((resolve, reject) => {
    outgoing.once('upgrade', (answer, socket, head) => resolve({ answer, socket, head }));
    outgoing.once('response', (answer) => resolve({ answer }));
    outgoing.once('error', (error) => reject(new ApiError(500, '', `error dialing backend: ${error.message}`)));
  });
  const { answer, socket, head } = opened;
  if (!socket) {
    const body = await text(answer);
    throw refusal(answer.statusCode ?? 502, body);
  }
  const lines = [`HTTP/1.1 101 ${answer.statusMessage || 'Switching Protocols'}`];
  for (let i = 0; i + 1 < answer.rawHeaders.length; i += 2)
    lines.push(`${answer.rawHeaders[i]}: ${answer.rawHeaders[i + 1]}`);
  exchange.socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  if (head && head.length > 0) exchange.socket.write(head);
  if (exchange.head.length > 0) socket.write(exchange.head);
  await joined(exchange.socket, socket);
}

/** Both directions until both have ended, or one breaks off. */
function joined(client: Duplex, server: Duplex): Promise<void> {
  return new Promise((resolve) => {
    const over = (): void => {
      client.destroy();
      server.destroy();
      resolve();
    };
    client.once('error', over);
    server.once('error', over);
    client.once('close', over);
    server.once('close', () => {
      // What was read from the server before is still on its way to the client.
      client.end(over);
    });
    client.pipe(server);
    server.pipe(client);
  });
}

async function text(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size > refusalBytes) break;
  }
  return Buffer.concat(chunks).toString().slice(0, refusalBytes).trim();
}

function refusal(status: number, body: string): ApiError {
  switch (status) {
    case 400:
      return badRequest(body);
    case 404:
      return new ApiError(404, 'NotFound', body || 'the server could not find the requested resource', {});
    case 500:
      return internalError(body || 'unknown');
    default:
      return new ApiError(
        status >= 400 ? status : 502,
        status === 403 ? 'Forbidden' : '',
        body || `unexpected status ${status} of the node agent`,
      );
  }
}
