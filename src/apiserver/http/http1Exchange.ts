/** An exchange over HTTP/1.1. */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import type { UserInfo } from '../authentication/userInfo.ts';
import { BodyTooLarge, collect } from './exchange.ts';
import type { Exchange, Headers, ResponseStream } from './exchange.ts';

/** Bytes and milliseconds for which the rest of a body that is too large is read. */
const mostDiscarded = 64 * 1024 * 1024;
const longestDiscarding = 10_000;

export class Http1Exchange implements Exchange {
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly user: UserInfo | undefined;

  constructor(request: IncomingMessage, response: ServerResponse, user?: UserInfo) {
    this.#request = request;
    this.#response = response;
    this.user = user;
  }

  get method(): string {
    return this.#request.method ?? 'GET';
  }

  get url(): string {
    return this.#request.url ?? '/';
  }

  get headers(): IncomingHttpHeaders {
    return this.#request.headers;
  }

  get connection(): object {
    return this.#request.socket;
  }

  get socket(): TLSSocket {
    // With TLS, but where the request says whose it is: then nobody looks at it.
    return this.#request.socket as TLSSocket;
  }

  get body(): Readable {
    return this.#request;
  }

  async readBody(limit: number): Promise<Buffer> {
    if (Number(this.headers['content-length'] ?? 0) > limit) {
      this.#giveUp();
      throw new BodyTooLarge();
    }
    try {
      return await collect(this.#request, limit);
    } catch (error) {
      if (error instanceof BodyTooLarge) this.#giveUp();
      throw error;
    }
  }

  /**
   * The rest of the body is thrown away. The connection is not closed before that, since a client that still writes
   * would find it broken and never read the answer; one that goes on for long is cut off.
   */
  #giveUp(): void {
    const request = this.#request;
    let left = mostDiscarded;
    const cut = (): void => void request.socket.destroy();
    const timer = setTimeout(cut, longestDiscarding);
    request.once('close', () => clearTimeout(timer));
    request.on('data', (chunk: Buffer) => {
      left -= chunk.length;
      if (left < 0) cut();
    });
    request.resume();
  }

  send(status: number, headers: Headers, body: Buffer | string): void {
    if (this.#response.headersSent || this.#response.destroyed) return;
    headers['Content-Length'] = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
    this.#response.writeHead(status, headers);
    this.#response.end(body);
  }

  stream(status: number, headers: Headers): ResponseStream {
    const response = this.#response;
    response.writeHead(status, headers);
    response.flushHeaders();
    return {
      write: (chunk) => response.write(chunk),
      get ready() {
        return !response.writableNeedDrain;
      },
      onDrain: (listener) => void response.once('drain', listener),
      cork: () => response.cork(),
      uncork: () => response.uncork(),
      end: (chunk) => void (chunk === undefined ? response.end() : response.end(chunk)),
      destroy: () => void response.destroy(),
    };
  }

  onClose(listener: () => void): void {
    this.#response.once('close', listener);
  }
}
