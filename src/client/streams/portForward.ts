/**
 * Port-forward to one Pod: SPDY/3.1 in the messages of a WebSocket, under `SPDY/3.1+portforward.k8s.io`. One connection
 * carries any number of forwarded ones, each of which can be ended in one direction alone.
 */
import type { Duplex } from 'node:stream';
import { SpdySession } from '../spdy/session.ts';
import { dialWebSocket, type StreamConnection } from './dial.ts';

const protocol = 'SPDY/3.1+portforward.k8s.io';

export interface PortForward extends Disposable {
  /**
   * Joins a connection with a port of the Pod, and resolves when both directions are over. Rejects with what the far side
   * says went wrong: nothing listens on the port, say.
   */
  join(local: Duplex, port: number): Promise<void>;
  /** Settles when the connection to the Pod is lost. */
  readonly lost: Promise<void>;
}

/** Rejects with ApiError or ConnectionError. @param path of the Pod's portforward subresource */
export async function openPortForward(
  connection: StreamConnection,
  path: string,
  signal?: AbortSignal,
): Promise<PortForward> {
  const socket = await dialWebSocket(connection, path, protocol, signal);
  const { createWebSocketStream } = await import('ws');
  const lost = Promise.withResolvers<void>();
  const session = new SpdySession(createWebSocketStream(socket), Buffer.alloc(0), () => lost.resolve());
  let requests = 0;
  return {
    lost: lost.promise,
    join: (local, port) => join(session, local, port, requests++),
    [Symbol.dispose]: () => {
      session[Symbol.dispose]();
      socket.terminate();
    },
  };
}

async function join(session: SpdySession, local: Duplex, port: number, request: number): Promise<void> {
  const common = { port: String(port), requestid: String(request) };
  const complaints: Buffer[] = [];
  const judged = Promise.withResolvers<void>();
  const errors = await session.open(
    { ...common, streamtype: 'error' },
    { data: (chunk) => void complaints.push(chunk), end: () => judged.resolve() },
  );
  errors.end();
  const received = Promise.withResolvers<void>();
  // Held back until there is a stream to write to.
  local.pause();
  const data = await session.open(
    { ...common, streamtype: 'data' },
    {
      data: (chunk) => {
        if (local.destroyed || local.write(chunk)) return;
        session.pause();
        local.once('drain', () => session.resume()).once('close', () => session.resume());
      },
      end: () => {
        local.end();
        received.resolve();
      },
    },
  );
  const gone = new Promise<void>((resolve) => {
    local.once('close', resolve);
  });
  local.on('data', (chunk: Buffer) => {
    if (data.write(chunk)) return;
    local.pause();
    session.drained(() => local.resume());
  });
  local.once('end', () => data.end());
  local.on('error', () => data.end());
  local.once('close', () => data.end());
  local.resume();
  await Promise.race([Promise.all([received.promise, judged.promise]), gone]);
  if (complaints.length > 0) {
    local.destroy();
    throw new Error(Buffer.concat(complaints).toString());
  }
}
