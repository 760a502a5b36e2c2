/**
 * Port-forward for clients that speak WebSocket: they send the bytes of a SPDY/3.1 connection as binary messages, under
 * the subprotocol `SPDY/3.1+portforward.k8s.io`. The bytes go on to the runtime as they are.
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { dialRuntime } from './runtimeStream.ts';
import { acceptWebSocket, bytesOf, offeredProtocols, sendHeldBack } from './webSocket.ts';

const prefix = 'SPDY/3.1+';

/** The subprotocol that asks for this tunnel, if the client offers one. */
export const tunnelProtocol = (request: IncomingMessage): string | undefined =>
  offeredProtocols(request).find((p) => p.startsWith(prefix) && p.endsWith('.k8s.io'));

/** Rejects with HttpError while the client can still be told. */
export async function tunnelPortForward(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  url: URL,
  protocol: string,
): Promise<void> {
  const runtime = await dialRuntime(url, protocol.slice(prefix.length));
  const client = await acceptWebSocket(request, socket, head, protocol).catch((error: unknown) => {
    runtime.socket.destroy();
    throw error;
  });
  const receive = (chunk: Buffer): void => sendHeldBack(client, chunk, runtime.socket);
  if (runtime.head.length > 0) receive(runtime.head);
  runtime.socket.on('data', receive);
  runtime.socket.on('error', () => client.terminate());
  runtime.socket.once('close', () => client.close(1000));
  client.on('error', () => runtime.socket.destroy());
  client.on('close', () => runtime.socket.destroy());
  client.on('message', (message) => {
    if (runtime.socket.destroyed || runtime.socket.write(bytesOf(message))) return;
    client.pause();
    runtime.socket.once('drain', () => client.resume());
  });
}
