/** The TLS port: HTTP/2, HTTP/1.1 and upgrades side by side, with client certificates asked for but not required. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createSecureServer } from 'node:http2';
import type { IncomingHttpHeaders, Http2SecureServer, ServerHttp2Session, ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { DEFAULT_CIPHERS } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import type { Exchange } from './exchange.ts';
import { Http1Exchange } from './http1Exchange.ts';
import { Http2Exchange } from './http2Exchange.ts';
import { UpgradeExchange } from './upgradeExchange.ts';

export interface ListenerOptions {
  /** PEM. */
  readonly cert: string;
  readonly key: string;
  readonly clientCA: string;
  readonly handle: (exchange: Exchange) => void;
}

const sessionMegabytes = 100;
const lastWordsMilliseconds = 2000;
/** As upstream: clients keep connections for later, and one that closes while they write costs them the request. */
const idleMilliseconds = 90_000;

export class Listener implements AsyncDisposable {
  readonly #server: Http2SecureServer;
  readonly #clientCA: string;
  readonly #sockets = new Set<TLSSocket>();
  readonly #sessions = new Set<ServerHttp2Session>();

  constructor({ cert, key, clientCA, handle }: ListenerOptions) {
    this.#clientCA = clientCA;
    this.#server = createSecureServer({
      cert,
      key,
      ca: clientCA,
      requestCert: true,
      rejectUnauthorized: false,
      allowHTTP1: true,
      minVersion: 'TLSv1.2',
      // Clients that name no signature algorithms, as BusyBox's wget in a Pod, take part with TLS 1.2's own default, SHA-1
      // (RFC 5246, 7.4.1.4.1), as with upstream; OpenSSL's level 1 refuses them. The ciphers stay the strong ones.
      ciphers: `${DEFAULT_CIPHERS}:@SECLEVEL=0`,
      maxSessionMemory: sessionMegabytes,
      http1Options: { keepAliveTimeout: idleMilliseconds },
      settings: { maxConcurrentStreams: 1000, initialWindowSize: 1 << 20 },
    });
    this.#server.on('secureConnection', (socket) => {
      socket.setNoDelay(true);
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    this.#server.on('session', (session) => {
      this.#sessions.add(session);
      session.once('close', () => this.#sessions.delete(session));
      session.on('error', () => undefined);
    });
    // A request listener brings the compatibility layer for HTTP/2 with it; HTTP/2 streams are served directly instead.
    this.#server.on('request', (request, response) => {
      handle(new Http1Exchange(request as unknown as IncomingMessage, response as unknown as ServerResponse));
    });
    this.#server.removeAllListeners('stream');
    this.#server.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
      stream.on('error', () => undefined);
      const { session } = stream;
      if (session) handle(new Http2Exchange(stream, session as ServerHttp2Session, headers));
    });
    this.#server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      socket.on('error', () => undefined);
      handle(new UpgradeExchange(request, socket as TLSSocket, head));
    });
    // Whoever does not speak TLS, or breaks off, is none of our errors.
    this.#server.on('tlsClientError', () => undefined);
    this.#server.on('sessionError', () => undefined);
    this.#server.on('clientError', (_error, socket: Duplex) => void socket.destroy());
  }

  listen(host: string, port: number): Promise<AddressInfo> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ host, port, backlog: 1024 }, () => {
        this.#server.off('error', reject);
        const address = this.#server.address();
        if (address === null || typeof address === 'string') reject(new Error(`not listening on a port: ${address}`));
        else resolve(address);
      });
    });
  }

  /** A renewed certificate, for connections from now on. */
  renew(cert: string, key: string): void {
    this.#server.setSecureContext({ cert, key, ca: this.#clientCA });
  }

  /** Lets what is being answered finish, then breaks off. */
  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const session of this.#sessions) session.close();
    for (const socket of this.#sockets) if (socket.alpnProtocol !== 'h2') socket.end();
    const timer = setTimeout(() => {
      for (const session of this.#sessions) session.destroy();
      for (const socket of this.#sockets) socket.destroy();
    }, lastWordsMilliseconds);
    await closed;
    clearTimeout(timer);
  }
}
