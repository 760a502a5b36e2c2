import assert from 'node:assert/strict';
import { once } from 'node:events';
import * as http from 'node:http';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import test from 'node:test';
import { ConnectionError } from './connectionError.ts';
import { singleExchange } from './singleExchange.ts';

async function listening(server: ReturnType<typeof createServer>) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A server that answers every connection with these bytes. */
async function saying(text: string) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('data', () => socket.end(text));
  });
  const url = await listening(server);
  return {
    get: (path = '/') => singleExchange({ server: url }, { path, headers: {} }),
    [Symbol.dispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

test('singleExchange() asks as node:http would, and reads what it answers in chunks', async () => {
  const seen: unknown[] = [];
  const server = http.createServer((request, response) => {
    const { accept, authorization, 'impersonate-group': groups, connection } = request.headers;
    seen.push([request.method, request.url, accept, authorization, groups, connection]);
    response.setHeader('warning', ['299 - "one"', '299 - "two"']);
    response.write('{"ä":');
    response.end('1}');
  });
  const url = await listening(server);
  try {
    const answer = await singleExchange(
      { server: `${url}/k8s/`, token: 'secret' },
      { path: '/api/v1/pods?limit=5', headers: { accept: 'application/json', 'impersonate-group': ['a', 'b'] } },
    );
    assert.equal(answer?.status, 200);
    assert.equal(answer.body.toString(), '{"ä":1}');
    assert.equal(answer.headers.get('warning'), '299 - "one", 299 - "two"');
    assert.deepEqual(seen, [['GET', '/k8s/api/v1/pods?limit=5', 'application/json', 'Bearer secret', 'a, b', 'close']]);
  } finally {
    server.close();
  }
});

test('singleExchange() reads a body by its length, and one that ends with the connection', async () => {
  using counted = await saying('HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno more');
  const answer = await counted.get();
  assert.deepEqual([answer?.status, answer?.body.toString()], [404, 'no']);
  using open = await saying('HTTP/1.0 200 OK\r\n\r\nall of it');
  assert.equal((await open.get())?.body.toString(), 'all of it');
});

for (const [what, text] of [
  ['in its head', 'HTTP/1.1 200 OK\r\nContent-'],
  ['before its length', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort'],
  ['within a chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nshort'],
  ['before the last chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n'],
] as const) {
  test(`singleExchange() rejects an answer that breaks off ${what}`, async () => {
    using server = await saying(text);
    await assert.rejects(server.get(), (e) => e instanceof ConnectionError && e.causeCode === 'ECONNRESET');
  });
}

test('singleExchange() leaves answers that it does not read to others', async () => {
  using other = await saying('HTTP/2 200 OK\r\n\r\n');
  assert.equal(await other.get(), undefined);
  using zipped = await saying('HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n');
  assert.equal(await zipped.get(), undefined);
});

test('singleExchange() tells a server that is not there, and sends no line break within a header', async () => {
  const server = createServer();
  const url = await listening(server);
  server.close();
  await once(server, 'close');
  await assert.rejects(
    singleExchange({ server: url }, { path: '/', headers: {} }),
    (e) => e instanceof ConnectionError && e.causeCode === 'ECONNREFUSED',
  );
  using other = await saying('HTTP/1.1 200 OK\r\n\r\n');
  await assert.rejects(other.get('/ HTTP/1.1\r\nevil: yes'), /line break/);
});

test('singleExchange() rejects with the reason of its signal', async () => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => void sockets.push(socket));
  const url = await listening(server);
  const reason = new Error('enough');
  const controller = new AbortController();
  const pending = singleExchange({ server: url }, { path: '/', headers: {}, signal: controller.signal });
  await once(server, 'connection');
  controller.abort(reason);
  await assert.rejects(pending, reason);
  for (const socket of sockets) socket.destroy();
  server.close();
});
