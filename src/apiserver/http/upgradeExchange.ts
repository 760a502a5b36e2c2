/** A request that wants to become another protocol: answered in plain HTTP/1.1 when it may not, else its socket is taken. */
import { STATUS_CODES } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import type { Exchange, Headers, ResponseStream } from './exchange.ts';

export class UpgradeExchange implements Exchange {
  readonly request: IncomingMessage;
  readonly socket: TLSSocket;
  /** What the client has already sent behind its request. */
  readonly head: Buffer;

  constructor(request: IncomingMessage, socket: TLSSocket, head: Buffer) {
    this.request = request;
    this.socket = socket;
    this.head = head;
  }

  get method(): string {
    return this.request.method ?? 'GET';
  }

  get url(): string {
    return this.request.url ?? '/';
  }

  get headers(): IncomingHttpHeaders {
    return this.request.headers;
  }

  get connection(): object {
    return this.socket;
  }

  get body(): Readable {
    return Readable.from([]);
  }

  readBody(): Promise<Buffer> {
    return Promise.resolve(this.head);
  }

  send(status: number, headers: Headers, body: Buffer | string): void {
    if (!this.socket.writable) return;
    headers['Content-Length'] = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
    headers['Connection'] = 'close';
    const lines = Object.entries(headers).flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((one) => `${name}: ${one}\r\n`),
    );
    this.socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n`);
    this.socket.end(body);
  }

  stream(status: number, headers: Headers): ResponseStream {
    // Watches and long answers are not served on an upgraded connection.
    void headers;
    throw new Error(`an upgrade request cannot be answered in pieces (${status})`);
  }

  onClose(listener: () => void): void {
    this.socket.once('close', listener);
  }
}
