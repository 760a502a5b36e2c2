/** One HTTP request and its answer, the same for HTTP/1.1 and HTTP/2. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { TLSSocket } from 'node:tls';

export type Headers = Record<string, string | number | string[]>;

export interface Exchange {
  readonly method: string;
  /** Path and query, as sent. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** What stays the same for all requests of a connection: caches hang on it. */
  readonly connection: object;
  readonly socket: TLSSocket;
  /** The whole body. Throws BodyTooLarge beyond `limit` bytes. */
  readBody(limit: number): Promise<Buffer>;
  /** The body as it comes, for what is passed on. */
  readonly body: Readable;
  /** One answer in one write. */
  send(status: number, headers: Headers, body: Buffer | string): void;
  /** An answer in pieces. */
  stream(status: number, headers: Headers): ResponseStream;
  /** The client has gone, or the answer is complete. */
  onClose(listener: () => void): void;
}

export interface ResponseStream {
  /** False when the connection takes no more for now. */
  write(chunk: Buffer | string): boolean;
  readonly ready: boolean;
  /** Once, when it takes more again. */
  onDrain(listener: () => void): void;
  cork(): void;
  uncork(): void;
  end(chunk?: Buffer | string): void;
  /** Breaks the connection off: the answer cannot be completed. */
  destroy(): void;
}

export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

export async function collect(stream: AsyncIterable<unknown>, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const buffer = chunk as Buffer;
    size += buffer.length;
    if (size > limit) throw new BodyTooLarge();
    chunks.push(buffer);
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}
