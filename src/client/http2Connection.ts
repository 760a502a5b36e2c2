/**
 * One HTTP/2 connection to a server, shared by all requests and watches; opened when it is needed, and again when it broke.
 * It does not keep the process alive while nothing is under way.
 */
import * as http2 from 'node:http2';
import * as tls from 'node:tls';
import type { ConnectionOptions } from './connection.ts';
import { identityHeaders, tlsOptions } from './connection.ts';
import { broken, ConnectionError } from './connectionError.ts';
import type { RawRequest } from './rawRequest.ts';

export interface Http2Answer {
  readonly status: number;
  readonly headers: http2.IncomingHttpHeaders;
  readonly body: http2.ClientHttp2Stream;
}

/** Enough that a long list is not slowed down by waiting for permission to go on. */
const windowSize = 4 * 1024 * 1024;
const keepAliveAfter = 30_000;

export class Http2Connection implements Disposable {
  readonly #options: ConnectionOptions;
  readonly #base: URL;
  readonly #prefix: string;
  #session: Promise<http2.ClientHttp2Session | undefined> | undefined;
  #disposed = false;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#base = new URL(options.server);
    this.#prefix = this.#base.pathname.replace(/\/$/, '');
  }

  /** Undefined when the server does not speak HTTP/2. Rejects with ConnectionError, or the reason of the signal. */
  async send(request: RawRequest): Promise<Http2Answer | undefined> {
    request.signal?.throwIfAborted();
    const session = await this.#open();
    if (!session) return undefined;
    return new Promise((resolve, reject) => {
      const fail = (error: unknown): void =>
        reject(request.signal?.aborted ? request.signal.reason : new ConnectionError(this.#base.host, error));
      try {
        hold(session);
        const stream = session.request(
          {
            ':method': request.method,
            ':path': this.#prefix + request.path,
            ...identityHeaders(this.#options),
            ...request.headers,
            ...(request.body !== undefined && { 'content-length': String(Buffer.byteLength(request.body)) }),
          },
          { endStream: request.body === undefined, ...(request.signal && { signal: request.signal }) },
        );
        stream.once('response', (headers) => resolve({ status: headers[':status'] ?? 0, headers, body: stream }));
        stream.on('error', fail);
        stream.once('close', () => {
          fail(broken());
          release(session);
        });
        if (request.body !== undefined) stream.end(request.body);
      } catch (error) {
        // The session ended between two turns: the next request opens another.
        release(session);
        this.#session = undefined;
        fail(error);
      }
    });
  }

  [Symbol.dispose](): void {
    this.#disposed = true;
    this.#session?.then(
      (session) => session?.destroy(),
      () => undefined,
    );
    this.#session = undefined;
  }

  #open(): Promise<http2.ClientHttp2Session | undefined> {
    if (this.#disposed) return Promise.reject(new ConnectionError(this.#base.host, new Error('this client is closed')));
    this.#session ??= this.#connect().catch((error) => {
      this.#session = undefined;
      throw new ConnectionError(this.#base.host, error);
    });
    return this.#session;
  }

  async #connect(): Promise<http2.ClientHttp2Session | undefined> {
    const socket = await this.#handshake();
    if (socket.alpnProtocol !== 'h2') {
      socket.destroy();
      return undefined;
    }
    const session = http2.connect(this.#base.origin, {
      createConnection: () => socket,
      settings: { enablePush: false, initialWindowSize: windowSize },
    });
    const mine = this.#session;
    const forget = (): void => {
      if (this.#session === mine) this.#session = undefined;
    };
    // What was under way hears of it by itself.
    session.on('error', forget);
    session.on('close', forget);
    session.on('goaway', forget);
    await new Promise<void>((resolve, reject) => {
      session.once('connect', () => resolve());
      session.once('error', reject);
      session.once('close', () => reject(broken()));
    });
    session.setLocalWindowSize(windowSize);
    session.unref();
    return session;
  }

  #handshake(): Promise<tls.TLSSocket> {
    const host = this.#base.hostname.replace(/^\[|\]$/g, '');
    return new Promise((resolve, reject) => {
      const socket = tls.connect({
        host,
        port: Number(this.#base.port || 443),
        ALPNProtocols: ['h2', 'http/1.1'],
        // A name, not an address, is what TLS lets one ask for.
        ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }),
        ...tlsOptions(this.#options),
      });
      socket.setNoDelay(true);
      socket.setKeepAlive(true, keepAliveAfter);
      socket.once('secureConnect', () => {
        socket.off('error', reject);
        resolve(socket);
      });
      socket.once('error', reject);
    });
  }
}

/** Whether the body came to its end, and not merely to an end. */
export const isWhole = (stream: http2.ClientHttp2Stream): boolean =>
  !stream.aborted && stream.rstCode === http2.constants.NGHTTP2_NO_ERROR;

/** Streams under way. */
const underWay = new WeakMap<http2.ClientHttp2Session, number>();

function hold(session: http2.ClientHttp2Session): void {
  underWay.set(session, (underWay.get(session) ?? 0) + 1);
  session.ref();
}

function release(session: http2.ClientHttp2Session): void {
  const streams = (underWay.get(session) ?? 1) - 1;
  underWay.set(session, streams);
  if (streams <= 0 && !session.destroyed) session.unref();
}
