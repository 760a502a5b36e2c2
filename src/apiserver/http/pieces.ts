/**
 * Writes a long answer in pieces: the event loop is never held longer than a time slice, and a client that reads slowly
 * is waited for. What turns out short goes out in one write with its length.
 */
import { createGzip, constants, gzip } from 'node:zlib';
import { promisify } from 'node:util';
import type { Stretch } from '../watchCache/cacheItem.ts';
import type { Exchange, Headers, ResponseStream } from './exchange.ts';

const sliceMilliseconds = 5;
const pieceBytes = 256 * 1024;
/** How many parts are written before the clock is looked at. */
const partsBetweenLooks = 16;
/** As upstream: smaller answers are not worth it. */
const gzipFrom = 128 * 1024;
const level = constants.Z_BEST_SPEED;
const compress = promisify(gzip);

const acceptsGzip = (exchange: Exchange): boolean => (exchange.headers['accept-encoding'] ?? '').includes('gzip');

/** A whole body that is there already. */
export function sendBody(
  exchange: Exchange,
  status: number,
  headers: Headers,
  body: Buffer | string,
): void | Promise<void> {
  if (body.length < gzipFrom || !acceptsGzip(exchange)) {
    exchange.send(status, headers, body);
    return undefined;
  }
  return compress(body, { level }).then((small) =>
    exchange.send(status, { ...headers, 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding' }, small),
  );
}

/** What a long answer is made of: text, or bytes that are there already. */
export type Part = string | Stretch;

const sizeOf = (part: Part): number => (typeof part === 'string' ? Buffer.byteLength(part) : part.end - part.start);

/** The buffer of a short answer, for the next one. */
let spare: Buffer | undefined;

/** `parts` are concatenated; they are made as they are needed. `headers` may tell their length. */
export async function sendPieces(
  exchange: Exchange,
  status: number,
  headers: Headers,
  parts: Iterator<Part>,
): Promise<void> {
  let closed = false;
  let wake = (): void => undefined;
  exchange.onClose(() => {
    closed = true;
    wake();
  });
  let stream: ResponseStream | undefined;
  let piece = spare ?? Buffer.allocUnsafe(pieceBytes);
  spare = undefined;
  let length = 0;
  let until = performance.now() + sliceMilliseconds;

  /** The piece is written over again once the connection has taken it. */
  const flush = async (bytes: Buffer): Promise<void> => {
    stream ??= opened(exchange, status, headers);
    const taken = stream.write(bytes);
    length = 0;
    if (taken || stream.ready) {
      piece = Buffer.allocUnsafe(pieceBytes);
      return;
    }
    const open = stream;
    await new Promise<void>((resolve) => {
      wake = resolve;
      open.onDrain(resolve);
    });
  };
  for (let next = parts.next(), count = 1; !next.done; next = parts.next(), count++) {
    const part = next.value;
    const size = sizeOf(part);
    if (length > 0 && length + size > pieceBytes) await flush(piece.subarray(0, length));
    if (size > pieceBytes) {
      await flush(typeof part === 'string' ? Buffer.from(part) : part.bytes.subarray(part.start, part.end));
    } else {
      if (typeof part === 'string') piece.write(part, length);
      else part.bytes.copy(piece, length, part.start, part.end);
      length += size;
    }
    if (count % partsBetweenLooks === 0 && performance.now() > until) {
      await new Promise(setImmediate);
      until = performance.now() + sliceMilliseconds;
    }
    if (closed) {
      stream?.destroy();
      return;
    }
  }
  if (stream) {
    stream.end(piece.subarray(0, length));
    return;
  }
  const body = Buffer.from(piece.subarray(0, length));
  spare = piece;
  await sendBody(exchange, status, headers, body);
}

function opened(exchange: Exchange, status: number, headers: Headers): ResponseStream {
  if (!acceptsGzip(exchange)) return exchange.stream(status, headers);
  const { 'Content-Length': _, ...others } = headers;
  const out = exchange.stream(status, { ...others, 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding' });
  const zip = createGzip({ level });
  zip.on('data', (chunk: Buffer) => {
    if (out.write(chunk) || out.ready) return;
    zip.pause();
    out.onDrain(() => zip.resume());
  });
  zip.on('end', () => out.end());
  exchange.onClose(() => zip.destroy());
  return {
    write: (chunk) => zip.write(chunk),
    get ready() {
      return !zip.writableNeedDrain;
    },
    onDrain: (listener) => void zip.once('drain', listener),
    cork: () => undefined,
    uncork: () => undefined,
    end: (chunk) => void zip.end(chunk),
    destroy: () => {
      zip.destroy();
      out.destroy();
    },
  };
}
