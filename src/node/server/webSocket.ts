/** The agent's side of a WebSocket: agreeing on a subprotocol, and passing on no more than the client takes. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { WebSocketServer } from 'ws';

/** A client that sends larger messages than this is cut off: in bytes. */
const longestMessage = 16 * 1024 * 1024;
/** Bytes on their way to a client from which on its source is held back. */
const highWater = 1024 * 1024;

const server = new WebSocketServer({ noServer: true, maxPayload: longestMessage, perMessageDeflate: false });
/** What was agreed on. The library itself refuses `SPDY/3.1+portforward.k8s.io`, which RFC 6455 would not call a name. */
const agreed = new WeakMap<IncomingMessage, string>();
server.on('headers', (headers, request) => {
  const protocol = agreed.get(request) ?? '';
  if (protocol !== '') headers.push(`Sec-WebSocket-Protocol: ${protocol}`);
});

/** In the client's order of preference. */
export function offeredProtocols({ headers }: IncomingMessage): string[] {
  const offered = headers['sec-websocket-protocol'] ?? '';
  return offered
    .split(',')
    .map((p) => p.trim())
    .filter((p) => p !== '');
}

/** Completes the handshake. @param protocol one of those offered, or '' when none was */
export function acceptWebSocket(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  protocol: string,
): Promise<WebSocket> {
  agreed.set(request, protocol);
  delete request.headers['sec-websocket-protocol'];
  return new Promise((resolve, reject) => {
    socket.once('close', () => reject(new Error('the client went away during the handshake')));
    server.handleUpgrade(request, socket, head, resolve);
  });
}

/** Sends; when the client is slow, `pause` is called, and `resume` once it has caught up. */
export function sendHeldBack(
  client: WebSocket,
  message: Uint8Array | string,
  source: { pause(): void; resume(): void },
): void {
  if (client.readyState !== client.OPEN) return;
  client.send(message, () => {
    if (client.bufferedAmount < highWater) source.resume();
  });
  if (client.bufferedAmount >= highWater) source.pause();
}

/** What came in one message. */
export function bytesOf(message: Buffer | ArrayBuffer | Buffer[]): Buffer {
  if (Array.isArray(message)) return Buffer.concat(message);
  return Buffer.isBuffer(message) ? message : Buffer.from(message);
}
