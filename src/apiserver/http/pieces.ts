/**
 * Writes a long answer in pieces: the event loop is never held longer than a time slice, and a client that reads slowly
 * is waited for. What turns out short goes out in one write with its length.
 */
import { createGzip, constants, gzip } from 'node:zlib';
import { promisify } from 'node:util';
import type { Exchange, Headers, ResponseStream } from './exchange.ts';

const sliceMilliseconds = 5;
const pieceBytes = 256 * 1024;
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

/** `parts` are concatenated; they are made as they are needed. */
export async function sendPieces(
  exchange: Exchange,
  status: number,
  headers: Headers,
  parts: Iterator<Buffer | string>,
): Promise<void> {
  let closed = false;
  exchange.onClose(() => (closed = true));
  let stream: ResponseStream | undefined;
  let piece = Buffer.allocUnsafe(pieceBytes);
  let length = 0;
  let until = performance.now() + sliceMilliseconds;
  const flush = async (): Promise<void> => {
    stream ??= opened(exchange, status, headers);
    const full = stream.write(piece.subarray(0, length));
    piece = Buffer.allocUnsafe(pieceBytes);
    length = 0;
    const open = stream;
    if (!full && !open.ready)
      await new Promise<void>((resolve) => {
        open.onDrain(resolve);
        exchange.onClose(resolve);
      });
  };
  for (let next = parts.next(); !next.done; next = parts.next()) {
    const part = next.value;
    const size = typeof part === 'string' ? Buffer.byteLength(part) : part.length;
    if (length + size > piece.length) {
      if (length > 0) await flush();
      if (size > piece.length) piece = Buffer.allocUnsafe(size);
    }
    if (typeof part === 'string') piece.write(part, length);
    else piece.set(part, length);
    length += size;
    if (performance.now() > until) {
      await new Promise(setImmediate);
      until = performance.now() + sliceMilliseconds;
    }
    if (closed) {
      stream?.destroy();
      return;
    }
  }
  if (stream) stream.end(piece.subarray(0, length));
  else await sendBody(exchange, status, headers, piece.subarray(0, length));
}

function opened(exchange: Exchange, status: number, headers: Headers): ResponseStream {
  if (!acceptsGzip(exchange)) return exchange.stream(status, headers);
  const out = exchange.stream(status, { ...headers, 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding' });
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
