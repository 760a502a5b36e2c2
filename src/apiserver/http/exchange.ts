/** One HTTP request and its answer, the same for HTTP/1.1 and HTTP/2. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import type { UserInfo } from '../authentication/userInfo.ts';

export type Headers = Record<string, string | number | string[]>;

export interface Exchange {
  readonly method: string;
  /** Path and query, as sent. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** What stays the same for all requests of a connection: caches hang on it. */
  readonly connection: object;
  readonly socket: TLSSocket;
  /** Who it is by the way that the request came; absent where a certificate or a token tells. */
  readonly user?: UserInfo | undefined;
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

/** The client broke off before it had said everything: nobody is left to answer. */
export class ClientGone extends Error {
  override readonly name = 'ClientGone';
}

/** The whole of a stream. Rejects with BodyTooLarge when it is longer than `limit`, and stops reading. */
export function collect(stream: Readable, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const onData = (chunk: Buffer): void => {
      size += chunk.length;
      chunks.push(chunk);
      if (size <= limit) return;
      stream.off('data', onData);
      stream.pause();
      reject(new BodyTooLarge());
    };
    stream.on('data', onData);
    let ended = false;
    stream.once('end', () => {
      ended = true;
      resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
    });
    stream.once('error', reject);
    stream.once('close', () => {
      if (!ended) reject(new ClientGone());
    });
  });
}
