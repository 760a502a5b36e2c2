/**
 * One GET on a connection of its own, without node:http: a command that asks once and ends is a fifth quicker so, as that
 * module need not be loaded.
 *
 *  - Resolves with undefined when the answer is none that is read here; it may then be asked for in the usual way.
 *  - Rejects with ConnectionError when there is no whole answer, and with the signal's reason when that is aborted.
 */
import type * as netModule from 'node:net';
import type * as tlsModule from 'node:tls';
import { identityHeaders, tlsOptions, type ConnectionOptions } from './connection.ts';
import { broken, ConnectionError } from './connectionError.ts';

export interface SingleRequest {
  /** From the server's root, with its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly signal?: AbortSignal | undefined;
}

export interface SingleAnswer {
  readonly status: number;
  /** By names in lower case; several of a name joined by ', '. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

export async function singleExchange(
  connection: ConnectionOptions,
  request: SingleRequest,
): Promise<SingleAnswer | undefined> {
  const { signal } = request;
  const base = new URL(connection.server);
  signal?.throwIfAborted();
  const socket = open(connection, base);
  const giveUp = (): void => void socket.destroy();
  signal?.addEventListener('abort', giveUp);
  try {
    socket.write(headOf(connection, base, request), 'latin1');
    return answerOf(await readToEnd(socket));
  } catch (error) {
    throw signal?.aborted ? signal.reason : new ConnectionError(base.host, error);
  } finally {
    signal?.removeEventListener('abort', giveUp);
    socket.destroy();
  }
}

function open(connection: ConnectionOptions, base: URL): netModule.Socket | tlsModule.TLSSocket {
  const secure = base.protocol === 'https:';
  const host = base.hostname.replace(/^\[|\]$/g, '');
  const port = Number(base.port) || (secure ? 443 : 80);
  const net = process.getBuiltinModule('node:net');
  if (!secure) return net.connect({ host, port, noDelay: true });
  const { connect } = process.getBuiltinModule('node:tls');
  return connect({
    host,
    port,
    ALPNProtocols: ['http/1.1'],
    ...(net.isIP(host) === 0 && { servername: host }),
    ...tlsOptions(connection),
  });
}

function headOf(connection: ConnectionOptions, base: URL, { path, headers }: SingleRequest): string {
  const all = { host: base.host, ...identityHeaders(connection), ...headers, connection: 'close' };
  const lines = Object.entries(all).flatMap(([name, value]) => [value].flat().map((one) => `${name}: ${one}`));
  const prefix = base.pathname.replace(/\/$/, '');
  for (const line of [path, ...lines])
    if (/[\r\n]/.test(line)) throw new Error(`a header holds a line break: ${JSON.stringify(line)}`);
  return [`GET ${prefix}${path} HTTP/1.1`, ...lines, '', ''].join('\r\n');
}

function readToEnd(socket: netModule.Socket): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.once('end', () => resolve(Buffer.concat(chunks)));
    socket.once('error', reject);
    socket.once('close', () => reject(broken()));
  });
}

const headEnd = '\r\n\r\n';

/** Throws when it ends too early. */
function answerOf(bytes: Buffer): SingleAnswer | undefined {
  const end = bytes.indexOf(headEnd);
  if (end < 0) throw broken();
  const [statusLine = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const status = Number(/^HTTP\/1\.[01] (\d{3})(?: |$)/.exec(statusLine)?.[1]);
  if (!(status >= 200)) return undefined;
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  const rest = bytes.subarray(end + headEnd.length);
  const coding = headers.get('transfer-encoding');
  if (coding !== undefined) return coding === 'chunked' ? { status, headers, body: unchunk(rest) } : undefined;
  const length = headers.get('content-length');
  if (length === undefined) return { status, headers, body: rest };
  if (rest.length < Number(length)) throw broken();
  return { status, headers, body: rest.subarray(0, Number(length)) };
}

function unchunk(bytes: Buffer): Buffer {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at);
    const size = Number.parseInt(bytes.toString('latin1', at, Math.max(at, lineEnd)), 16);
    const start = lineEnd + 2;
    if (lineEnd < 0 || !(size >= 0) || start + size > bytes.length) throw broken();
    if (size === 0) return Buffer.concat(chunks);
    chunks.push(bytes.subarray(start, start + size));
    at = start + size + 2;
  }
}
