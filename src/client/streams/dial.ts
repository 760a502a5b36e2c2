/** A WebSocket to the API server under one subprotocol, as the same user as every other request. */
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { WebSocket } from 'ws';
import type { Status } from '../../api/meta/v1.ts';
import { ApiError } from '../../machinery/apiError.ts';
import type { ConnectionOptions } from '../connection.ts';
import { identityHeaders, tlsOptions } from '../connection.ts';
import { ConnectionError } from '../connectionError.ts';
import { asStatus } from '../status.ts';

/** How to reach the server, and what else every request says (whom it impersonates). */
export interface StreamConnection extends ConnectionOptions {
  readonly headers?: Readonly<Record<string, string | string[]>>;
}

/** Larger messages than any server sends end the connection. */
const longestMessage = 16 * 1024 * 1024;

/**
 * Rejects with ApiError when the server declines, ConnectionError when it cannot be reached.
 * @param path from the server's root: '/api/v1/namespaces/default/pods/web/exec?command=ls&stdout=true'
 */
export async function dialWebSocket(
  connection: StreamConnection,
  path: string,
  protocol: string,
  signal?: AbortSignal,
): Promise<WebSocket> {
  const { WebSocket: Socket } = await import('ws');
  const base = new URL(connection.server);
  const scheme = base.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new Socket(`${scheme}//${base.host}${base.pathname.replace(/\/$/, '')}${path}`, [], {
    headers: { ...identityHeaders(connection), ...connection.headers, 'sec-websocket-protocol': protocol },
    maxPayload: longestMessage,
    perMessageDeflate: false,
    ...tlsOptions(connection),
  });
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      socket.terminate();
      reject(signal?.reason instanceof Error ? signal.reason : new Error('aborted'));
    };
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort, { once: true });
    // The library itself refuses `SPDY/3.1+portforward.k8s.io`, which RFC 6455 would not call a name: it is agreed on here.
    let agreed = '';
    socket.once('upgrade', ({ headers }) => {
      agreed = headers['sec-websocket-protocol'] ?? '';
      delete headers['sec-websocket-protocol'];
    });
    socket.once('unexpected-response', (_request, response) => {
      declined(response).then(reject, reject);
    });
    // Stays: an error after the handshake is told by 'close' as well.
    socket.on('error', (error) => reject(new ConnectionError(base.host, error)));
    socket.once('open', () => {
      signal?.removeEventListener('abort', abort);
      if (agreed === protocol) {
        resolve(socket);
        return;
      }
      socket.terminate();
      reject(new Error(`the server chose the subprotocol ${JSON.stringify(agreed)}, not ${JSON.stringify(protocol)}`));
    });
  });
}

async function declined(response: IncomingMessage): Promise<ApiError> {
  const code = response.statusCode ?? 500;
  const body = await text(response);
  let told: Status | undefined;
  try {
    told = asStatus(JSON.parse(body));
  } catch {
    // No JSON: the text is all there is to tell.
  }
  if (told) return ApiError.fromStatus(told, code);
  return new ApiError(code, '', body.trim() === '' ? `unable to upgrade connection: ${code}` : body.trim());
}

/** What came in one message. */
export function bytesOf(message: Buffer | ArrayBuffer | Buffer[]): Buffer {
  if (Array.isArray(message)) return Buffer.concat(message);
  return Buffer.isBuffer(message) ? message : Buffer.from(message);
}
