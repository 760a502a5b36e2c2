/** An exchange over HTTP/2, on the stream itself: the compatibility layer costs a third more a request. */
import type { IncomingHttpHeaders } from 'node:http';
import { constants } from 'node:http2';
import type { ServerHttp2Session, ServerHttp2Stream } from 'node:http2';
import type { Readable } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { collect } from './exchange.ts';
import type { Exchange, Headers, ResponseStream } from './exchange.ts';

export class Http2Exchange implements Exchange {
  readonly #stream: ServerHttp2Stream;
  readonly #session: ServerHttp2Session;
  readonly headers: IncomingHttpHeaders;
  readonly method: string;
  readonly url: string;

  constructor(stream: ServerHttp2Stream, session: ServerHttp2Session, headers: IncomingHttpHeaders) {
    this.#stream = stream;
    this.#session = session;
    this.headers = headers;
    this.method = String(headers[':method'] ?? 'GET');
    this.url = String(headers[':path'] ?? '/');
  }

  get connection(): object {
    return this.#session;
  }

  get socket(): TLSSocket {
    // The server only listens with TLS.
    return this.#session.socket as TLSSocket;
  }

  get body(): Readable {
    return this.#stream;
  }

  readBody(limit: number): Promise<Buffer> {
    return collect(this.#stream, limit);
  }

  send(status: number, headers: Headers, body: Buffer | string): void {
    const stream = this.#stream;
    if (stream.headersSent || stream.destroyed || stream.closed) return;
    headers[':status'] = status;
    headers['Content-Length'] = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
    if (this.method === 'HEAD') {
      stream.respond(headers, { endStream: true });
      return;
    }
    stream.respond(headers);
    stream.end(body);
    this.#dropUnreadBody();
  }

  /** A body that nobody reads must not hold the stream open. */
  #dropUnreadBody(): void {
    const stream = this.#stream;
    if (stream.readableEnded || stream.endAfterHeaders) return;
    stream.resume();
  }

  stream(status: number, headers: Headers): ResponseStream {
    const stream = this.#stream;
    if (!stream.destroyed && !stream.closed) {
      headers[':status'] = status;
      stream.respond(headers);
    }
    const alive = (): boolean => !stream.destroyed && !stream.writableEnded;
    return {
      write: (chunk) => alive() && stream.write(chunk),
      get ready() {
        return !stream.writableNeedDrain;
      },
      onDrain: (listener) => void stream.once('drain', listener),
      cork: () => stream.cork(),
      uncork: () => stream.uncork(),
      end: (chunk) => {
        if (alive()) stream.end(chunk);
      },
      destroy: () => stream.close(constants.NGHTTP2_INTERNAL_ERROR),
    };
  }

  onClose(listener: () => void): void {
    this.#stream.once('close', listener);
  }
}
