import assert from 'node:assert/strict';
import { once } from 'node:events';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import test from 'node:test';
import { ApiError } from '../machinery/apiError.ts';
import { configMaps, pods } from '../machinery/resources.ts';
import { ConnectionError } from './connectionError.ts';
import { createClient } from './createClient.ts';
import { createHttpsTransport } from './httpsTransport.ts';
import { LineSplitter } from './lineSplitter.ts';

async function serve(handler: http.RequestListener) {
  const server = http.createServer(handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const transport = createHttpsTransport({ server: `http://127.0.0.1:${port}`, token: 'secret' });
  return {
    port,
    transport,
    client: createClient(transport),
    [Symbol.dispose]() {
      transport[Symbol.dispose]();
      server.closeAllConnections();
      server.close();
    },
  };
}

test('a request goes to its REST path with its headers, and the object comes back with its type', async () => {
  const seen: unknown[] = [];
  using server = await serve((request, response) => {
    seen.push([request.method, request.url, request.headers.authorization, request.headers['content-type']]);
    response.end(JSON.stringify({ metadata: { name: 'a' }, items: [{ metadata: { name: 'a' } }] }));
  });
  const maps = server.client.resource(configMaps);
  const list = await maps.list('ns', { labelSelector: 'a=b', limit: 5 });
  assert.equal(list.items[0]?.kind, 'ConfigMap');
  await maps.patch('a', 'ns', 'application/merge-patch+json', { data: null }, 'status');
  await server.client.resource(pods).get('web/0', 'ns');
  assert.deepEqual(seen, [
    ['GET', '/api/v1/namespaces/ns/configmaps?labelSelector=a%3Db&limit=5', 'Bearer secret', undefined],
    ['PATCH', '/api/v1/namespaces/ns/configmaps/a/status', 'Bearer secret', 'application/merge-patch+json'],
    ['GET', '/api/v1/namespaces/ns/pods/web%2F0', 'Bearer secret', undefined],
  ]);
});

test('a Status becomes the ApiError that it tells of, and any other failure a readable one', async () => {
  using server = await serve((request, response) => {
    response.statusCode = request.url?.endsWith('/x') ? 404 : 502;
    response.end(
      response.statusCode === 502
        ? 'bad gateway'
        : JSON.stringify({ kind: 'Status', reason: 'NotFound', code: 404, message: 'gone' }),
    );
  });
  const maps = server.client.resource(configMaps);
  await assert.rejects(
    maps.get('x', 'ns'),
    (e) => e instanceof ApiError && e.reason === 'NotFound' && e.message === 'gone',
  );
  await assert.rejects(
    maps.get('y', 'ns'),
    (e) => e instanceof ApiError && e.code === 502 && e.message === 'bad gateway',
  );
});

test('a read is tried again when the connection breaks, a write is not', async () => {
  let requests = 0;
  using server = await serve((request, response) => {
    requests += 1;
    if (request.method === 'POST' || requests < 3) request.socket.destroy();
    else response.end('{"metadata":{"name":"a"}}');
  });
  const maps = server.client.resource(configMaps);
  await maps.get('a', 'ns');
  assert.equal(requests, 3);
  await assert.rejects(maps.create({ metadata: { name: 'a', namespace: 'ns' } }), ConnectionError);
  assert.equal(requests, 4);
});

test('the server may ask for a retry, also of a write', async () => {
  let requests = 0;
  using server = await serve((_, response) => {
    requests += 1;
    if (requests === 1) response.writeHead(429, { 'retry-after': '0' }).end('{}');
    else response.end('{"metadata":{"name":"a"}}');
  });
  await server.client.resource(configMaps).create({ metadata: { name: 'a', namespace: 'ns' } });
  assert.equal(requests, 2);
});

test('a server that is not there is named in the error', async () => {
  using transport = createHttpsTransport({ server: 'http://127.0.0.1:1' });
  const write = createClient(transport).resource(configMaps).delete('a', 'ns');
  await assert.rejects(write, {
    message: 'The connection to the server 127.0.0.1:1 was refused - did you specify the right host or port?',
  });
});

test('a watch yields events however the stream is cut, and ends when its signal aborts', async () => {
  const line = `${JSON.stringify({ type: 'ADDED', object: { metadata: { name: 'ünï', resourceVersion: '5' } } })}\n`;
  using server = await serve((request, response) => {
    assert.match(request.url ?? '', /watch=true/);
    void (async () => {
      for (const byte of Buffer.from(line + line)) {
        response.write(Buffer.from([byte]));
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
  });
  const stop = new AbortController();
  const names: string[] = [];
  for await (const event of server.client.resource(configMaps).watch('ns', { resourceVersion: '1' }, stop.signal)) {
    if (event.type !== 'BOOKMARK') names.push(event.object.metadata.name);
    if (names.length === 2) stop.abort();
  }
  assert.deepEqual(names, ['ünï', 'ünï']);
});

test('an ERROR event is thrown, and a watch that is refused rejects with its Status', async () => {
  const expired = { kind: 'Status', code: 410, reason: 'Expired', message: 'too old' };
  using server = await serve((request, response) => {
    if (request.url?.includes('resourceVersion=1'))
      response.end(`${JSON.stringify({ type: 'ERROR', object: expired })}\n`);
    else response.writeHead(410).end(JSON.stringify(expired));
  });
  for (const resourceVersion of ['1', '2']) {
    const watch = server.client.resource(configMaps).watch('ns', { resourceVersion }, new AbortController().signal);
    await assert.rejects(
      async () => {
        for await (const _ of watch);
      },
      (e) => e instanceof ApiError && e.reason === 'Expired',
    );
  }
});

test('raw() streams whatever the server answers', async () => {
  using server = await serve((request, response) => response.writeHead(404).end(`${request.method} ${request.url}`));
  const response = await server.transport.raw({ method: 'GET', path: '/logs?follow=true' });
  assert.equal(response.statusCode, 404);
  assert.equal(Buffer.concat(await response.toArray()).toString(), 'GET /logs?follow=true');
});

test('upgrade() hands over the connection, or tells why the server declined', async () => {
  using server = await serve((_, response) =>
    response.writeHead(403).end(JSON.stringify({ kind: 'Status', reason: 'Forbidden', message: 'no' })),
  );
  const request = { method: 'GET', path: '/exec', headers: { connection: 'Upgrade', upgrade: 'echo' } };
  await assert.rejects(server.transport.upgrade(request), { message: 'no' });
});

test('LineSplitter keeps what has no newline yet', () => {
  const lines = new LineSplitter();
  assert.deepEqual(lines.push(Buffer.from('a\n\nb')), ['a']);
  assert.deepEqual(lines.push(Buffer.from('c\nd')), ['bc']);
  assert.equal(lines.rest(), 'd');
});
