/**
 * A floor: a bare node:https server that answers every request with the same bytes, of a file. Prints its port.
 *
 *   bareServer.ts DIRECTORY FILE
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tlsOf } from '../apiServer.ts';

const [directory = '', file = ''] = process.argv.slice(2);
const body = readFileSync(file);
// As the API server does, it asks for the client's certificate: the handshake is the same.
const server = createServer({ ...(await tlsOf(directory, 'apiserver')), requestCert: true }, (_request, response) => {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': body.length });
  response.end(body);
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
