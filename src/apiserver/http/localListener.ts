/**
 * A Unix socket beside the TLS port: who may open it is known already, by the rights of its file, and needs no certificate.
 * Plain HTTP/1.1, without upgrades. For commands of this machine: TLS would take most of the time of one that asks once.
 */
import { chmod, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { UserInfo } from '../authentication/userInfo.ts';
import type { Exchange } from './exchange.ts';
import { Http1Exchange } from './http1Exchange.ts';

export interface LocalSocket {
  /** Made anew, with mode 0600: whoever owns this process, and nobody else. */
  readonly path: string;
  /** Whom its clients are. */
  readonly user: UserInfo;
}

/** Rejects when the path cannot be listened on. Disposing lets what is being answered finish and removes the file. */
export async function listenLocally(
  { path, user }: LocalSocket,
  handle: (exchange: Exchange) => void,
): Promise<AsyncDisposable> {
  const server = createServer((request, response) => handle(new Http1Exchange(request, response, user)));
  server.on('clientError', (_error, socket) => void socket.destroy());
  await rm(path, { force: true });
  server.listen(path);
  await once(server, 'listening');
  await chmod(path, 0o600);
  return { [Symbol.asyncDispose]: () => closed(server) };
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), lastWordsMilliseconds).unref();
  });
}

const lastWordsMilliseconds = 2000;
