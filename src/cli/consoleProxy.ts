/**
 * The console over plain HTTP on this machine's loopback address, signed in as the kubeconfig's user.
 *
 *  - Only the browser that opened the one-time address gets in: the address is spent on its first use, for a cookie that
 *    no script can read and that no other site's page can make the browser send.
 *  - Only requests for this very address are answered (another name that resolves to it is refused), and only those that
 *    no other origin's page has made.
 *  - Everything is passed on to the API server with the user's credentials, and with none that the browser sent.
 *  - A browser opens no more than six HTTP/1.1 connections to one host, so what goes on for long comes over a WebSocket:
 *    /stream?path=…&accept=… is a GET whose answer comes line by line, a message each.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, STATUS_CODES } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { WebSocketServer, type WebSocket } from 'ws';
import type { HttpsTransport } from '../client/httpsTransport.ts';
import { LineSplitter } from '../client/lineSplitter.ts';
import { ApiError } from '../machinery/apiError.ts';

export interface ConsoleProxy extends AsyncDisposable {
  /** Opens the console, once. */
  readonly url: string;
}

const notPassed = new Set([
  'authorization',
  'connection',
  'content-length',
  'cookie',
  'host',
  'keep-alive',
  'origin',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Port 0 takes a free one. */
export async function startConsoleProxy(transport: HttpsTransport, port: number): Promise<ConsoleProxy> {
  let ticket: string | undefined = secret();
  const session = secret();
  let host = '';
  let cookie = '';
  const server = createServer();
  const tunnels = new Set<Duplex>();
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 4096, perMessageDeflate: false });

  /** Why a request is not let in; undefined when it is. */
  const refusal = ({ headers }: IncomingMessage): string | undefined => {
    if (headers.host !== host) return `this console answers at ${host}, not at ${headers.host ?? 'no host'}`;
    if (headers.origin !== undefined && headers.origin !== `http://${host}`)
      return 'another page may not use this console';
    const given = cookieOf(headers, cookie);
    if (given === undefined || !same(given, session))
      return "open the address that 'peapod console' printed; it works once, so run it again for another browser";
    return undefined;
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', `http://${host}`);
    if (url.pathname === '/open' && headersAreOurs(request, host)) {
      if (ticket === undefined || !same(url.searchParams.get('ticket') ?? '', ticket)) {
        refuse(response, refusal(request) ?? 'this address has been used already');
        return;
      }
      ticket = undefined;
      response.writeHead(303, {
        Location: '/console/',
        'Set-Cookie': `${cookie}=${session}; Path=/; HttpOnly; SameSite=Strict`,
        'Cache-Control': 'no-store',
        'Referrer-Policy': 'no-referrer',
      });
      response.end();
      return;
    }
    const refused = refusal(request);
    if (refused !== undefined) {
      refuse(response, refused);
      return;
    }
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const method = request.method ?? 'GET';
    const body = method === 'GET' || method === 'HEAD' ? undefined : await buffer(request);
    const reply = await transport.raw({
      method,
      path: request.url ?? '/',
      headers: passedHeaders(request.headers),
      body,
      signal: gone.signal,
    });
    const { connection: _connection, 'transfer-encoding': _encoding, ...headers } = reply.headers;
    response.writeHead(reply.statusCode ?? 502, headers);
    // A watch or a log says nothing for a while: its head is sent at once.
    response.flushHeaders();
    reply.on('error', () => response.destroy());
    reply.pipe(response);
  };

  const upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    const refused = refusal(request) ?? (request.headers.origin === undefined ? 'an origin is missing' : undefined);
    if (refused !== undefined) {
      refuseUpgrade(socket, 403, refused);
      return;
    }
    const url = new URL(request.url ?? '/', `http://${host}`);
    if (url.pathname === '/stream') {
      sockets.handleUpgrade(request, socket, head, (webSocket) => void stream(transport, webSocket, url.searchParams));
      return;
    }
    try {
      const {
        response,
        socket: far,
        head: first,
      } = await transport.upgrade({
        method: 'GET',
        path: request.url ?? '/',
        headers: { ...passedHeaders(request.headers), connection: 'Upgrade', upgrade: request.headers.upgrade ?? '' },
      });
      const lines = [`HTTP/1.1 101 ${STATUS_CODES[101]}`];
      for (let i = 0; i + 1 < response.rawHeaders.length; i += 2)
        lines.push(`${response.rawHeaders[i]}: ${response.rawHeaders[i + 1]}`);
      socket.write(`${lines.join('\r\n')}\r\n\r\n`);
      socket.write(first);
      far.write(head);
      for (const [one, other] of [
        [socket, far],
        [far, socket],
      ] as const) {
        tunnels.add(one);
        one.once('close', () => {
          tunnels.delete(one);
          other.destroy();
        });
        one.on('error', () => other.destroy());
        one.pipe(other);
      }
    } catch (error) {
      refuseUpgrade(socket, error instanceof ApiError ? error.code : 502, messageOf(error));
    }
  };

  server.on('request', (request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else unreachable(response, error);
    });
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => undefined);
    upgrade(request, socket, head).catch(() => socket.destroy());
  });
  const address = await new Promise<AddressInfo>((resolve, reject) => {
    server.once('error', reject);
    // A named seam: a server that listens on a port has an address.
    server.listen(port, '127.0.0.1', () => resolve(server.address() as AddressInfo));
  });
  host = `127.0.0.1:${address.port}`;
  // Cookies are shared by all ports of a host: the name keeps two consoles apart.
  cookie = `peapod-console-${address.port}`;
  return {
    url: `http://${host}/open?ticket=${ticket}`,
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      for (const tunnel of tunnels) tunnel.destroy();
      for (const socket of sockets.clients) socket.terminate();
      await closed;
    },
  };
}

/** Bytes on their way to the browser from which on the answer is held back. */
const highWater = 1024 * 1024;
/** Close codes from here on are HTTP statuses: 4403 for 403. */
const statusCodes = 4000;

/** Ends with the answer (1000), or with the status of a refusal, whose body is the one message. Never rejects. */
async function stream(transport: HttpsTransport, webSocket: WebSocket, query: URLSearchParams): Promise<void> {
  const gone = new AbortController();
  webSocket.once('close', () => gone.abort());
  webSocket.on('error', () => webSocket.terminate());
  try {
    const path = query.get('path') ?? '';
    const accept = query.get('accept') ?? '*/*';
    if (!path.startsWith('/')) throw new Error(`path must begin with a slash, found '${path}'`);
    const reply = await transport.raw({ method: 'GET', path, headers: { accept }, signal: gone.signal });
    const status = reply.statusCode ?? 502;
    const lines = new LineSplitter();
    if (status >= 400) {
      webSocket.send((await buffer(reply)).toString());
    } else {
      for await (const chunk of reply) {
        for (const line of lines.push(chunk as Buffer)) {
          const sent = new Promise((resolve) => webSocket.send(line, resolve));
          if (webSocket.bufferedAmount >= highWater) await sent;
        }
      }
    }
    webSocket.close(status >= 400 ? statusCodes + status : 1000);
  } catch {
    webSocket.close(statusCodes + 502);
  }
}

const secret = (): string => randomBytes(32).toString('base64url');

const same = (given: string, wanted: string): boolean =>
  given.length === wanted.length && timingSafeEqual(Buffer.from(given), Buffer.from(wanted));

const headersAreOurs = ({ headers }: IncomingMessage, host: string): boolean =>
  headers.host === host && headers.origin === undefined;

function cookieOf({ cookie = '' }: IncomingHttpHeaders, name: string): string | undefined {
  const found = cookie.split(';').find((pair) => pair.trim().startsWith(`${name}=`));
  return found?.trim().slice(name.length + 1);
}

function passedHeaders(headers: IncomingHttpHeaders): Record<string, string | string[]> {
  const passed: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (
      value !== undefined &&
      !notPassed.has(name) &&
      !name.startsWith('impersonate-') &&
      !name.startsWith('x-remote-')
    )
      passed[name] = value;
  }
  return passed;
}

function refuse(response: ServerResponse, why: string): void {
  response.writeHead(403, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(`${why}\n`);
}

/** As a Status, so that the console tells it like any other failure. */
function unreachable(response: ServerResponse, error: unknown): void {
  const message = `the API server cannot be reached: ${messageOf(error)}`;
  response.writeHead(502, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', message, code: 502 }));
}

function refuseUpgrade(socket: Duplex, status: number, why: string): void {
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(why)}\r\n\r\n${why}`,
  );
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
