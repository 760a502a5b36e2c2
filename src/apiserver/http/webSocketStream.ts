/** An answer in pieces over a WebSocket: each piece is one text message. How browsers watch without a connection for each. */
import type { WebSocket } from 'ws';
import { badRequest } from '../../machinery/apiError.ts';
import type { ResponseStream } from './exchange.ts';
import type { UpgradeExchange } from './upgradeExchange.ts';

/** Clients of a watch have nothing to say: in bytes. */
const longestMessage = 4096;

export const isWebSocket = ({ headers }: UpgradeExchange): boolean => headers.upgrade?.toLowerCase() === 'websocket';

/** Completes the handshake, with the one subprotocol that the client may offer. Rejects with ApiError. */
export async function webSocketStream(exchange: UpgradeExchange): Promise<ResponseStream> {
  const { request, socket, head } = exchange;
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').filter((p) => p.trim() !== '');
  if (offered.length > 1) throw badRequest(`a watch takes one subprotocol at most, found ${offered.join(', ')}`);
  // Loaded with the first of them: most servers never see one.
  const { WebSocketServer } = await import('ws');
  const server = new WebSocketServer({ noServer: true, maxPayload: longestMessage, perMessageDeflate: false });
  const webSocket = await new Promise<WebSocket>((resolve, reject) => {
    socket.once('close', () => reject(new Error('the client went away during the handshake')));
    server.handleUpgrade(request, socket, head, resolve);
  });
  webSocket.on('error', () => webSocket.terminate());
  return {
    write(chunk) {
      if (webSocket.readyState === webSocket.OPEN) webSocket.send(chunk, { binary: false });
      return !socket.writableNeedDrain;
    },
    get ready() {
      return !socket.writableNeedDrain;
    },
    onDrain: (listener) => void socket.once('drain', listener),
    cork: () => socket.cork(),
    uncork: () => socket.uncork(),
    end(chunk) {
      if (chunk !== undefined && webSocket.readyState === webSocket.OPEN) webSocket.send(chunk, { binary: false });
      webSocket.close(1000);
    },
    destroy: () => webSocket.terminate(),
  };
}
