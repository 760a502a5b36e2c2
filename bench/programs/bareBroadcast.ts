/**
 * A floor: a bare TLS server that writes the same bytes, of a file, to all of its connections whenever one of them sends
 * a PATCH. Prints its port.
 *
 *   bareBroadcast.ts DIRECTORY FILE
 */
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import { tlsOf } from '../apiServer.ts';

const [directory = '', file = ''] = process.argv.slice(2);
const bytes = readFileSync(file);
const watchers = new Set<TLSSocket>();
const server = createServer({ ...(await tlsOf(directory, 'apiserver')), requestCert: true }, (socket) => {
  socket.setNoDelay(true);
  socket.on('error', () => undefined).on('close', () => watchers.delete(socket));
  socket.on('data', (data: Buffer) => {
    if (data.toString('latin1', 0, 5) === 'PATCH') {
      for (const watcher of watchers) watcher.write(bytes);
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
    } else if (data.toString('latin1', 0, 4) === 'GET ') {
      watchers.add(socket);
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
    }
  });
});
server.listen({ host: '127.0.0.1', port: 0, backlog: 1024 }, () => console.log((server.address() as AddressInfo).port));
