import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as http2 from 'node:http2';
import * as https from 'node:https';
import type { AddressInfo } from 'node:net';
import test from 'node:test';
import { ApiError } from '../machinery/apiError.ts';
import { configMaps } from '../machinery/resources.ts';
import { ConnectionError } from './connectionError.ts';
import { createClient } from './createClient.ts';
import { createHttpsTransport } from './httpsTransport.ts';
import { eventually } from './testing/eventually.ts';

async function selfSigned(): Promise<{ key: string; cert: string }> {
  // The library expects the polyfill of decorators to be there first.
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=test',
    keys,
    signingAlgorithm: algorithm,
    notAfter: new Date(Date.now() + 3_600_000),
    extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'ip', value: '127.0.0.1' }])],
  });
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return {
    key: `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`,
    cert: certificate.toString('pem'),
  };
}

const { key, cert } = await selfSigned();

type Handler = (request: http2.Http2ServerRequest, response: http2.Http2ServerResponse) => void;

async function serve(handler: Handler, port = 0) {
  const server = http2.createSecureServer({ allowHTTP1: true, key, cert }, handler);
  const sessions = new Set<http2.ServerHttp2Session>();
  server.on('session', (session) => sessions.add(session));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const stop = async (): Promise<void> => {
    if (!server.listening) return;
    server.close();
    for (const session of sessions) session.destroy();
    await once(server, 'close');
  };
  return {
    sessions,
    port: (server.address() as AddressInfo).port,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

const connect = (port: number) => createHttpsTransport({ server: `https://127.0.0.1:${port}`, ca: cert });
const stored = JSON.stringify({ metadata: { name: 'a' } });

test('all requests share one HTTP/2 connection', async () => {
  const versions = new Set<string>();
  await using server = await serve((request, response) => {
    versions.add(request.httpVersion);
    response.end(request.method === 'GET' ? JSON.stringify({ metadata: { name: 'x'.repeat(300_000) } }) : stored);
  });
  using transport = connect(server.port);
  const maps = createClient(transport).resource(configMaps);
  const answers = await Promise.all(Array.from({ length: 50 }, () => maps.get('a', 'ns')));
  assert.ok(answers.every((answer) => answer.metadata.name.length === 300_000));
  await maps.create({ metadata: { name: 'a', namespace: 'ns' } });
  assert.deepEqual([...versions], ['2.0']);
  assert.equal(server.sessions.size, 1);
});

test('at most 64 requests are under way at once, and watches do not count', async () => {
  let now = 0;
  let most = 0;
  await using server = await serve((request, response) => {
    if (request.url.includes('watch')) return void response.write('\n');
    most = Math.max(most, (now += 1));
    setTimeout(() => {
      now -= 1;
      response.end(stored);
    }, 5);
  });
  using transport = connect(server.port);
  const maps = createClient(transport).resource(configMaps);
  const stop = new AbortController();
  const watches = Array.from({ length: 80 }, async () => {
    for await (const _ of maps.watch('ns', { resourceVersion: '1' }, stop.signal));
  });
  await Promise.all(Array.from({ length: 200 }, () => maps.get('a', 'ns')));
  assert.ok(most > 1 && most <= 64, `saw ${most}`);
  stop.abort();
  await Promise.all(watches);
});

test('a connection that breaks is opened again: reads are repeated, writes tell, half an answer is none', async () => {
  let requests = 0;
  await using server = await serve((request, response) => {
    requests += 1;
    if (requests > 2 && request.method === 'GET') return void response.end(stored);
    response.write('{"metadata":{"name":');
    setTimeout(() => request.stream.session?.destroy(), 10);
  });
  using transport = connect(server.port);
  const maps = createClient(transport).resource(configMaps);
  assert.equal((await maps.get('a', 'ns')).metadata.name, 'a');
  assert.equal(requests, 3);
  await assert.rejects(maps.create({ metadata: { name: 'a', namespace: 'ns' } }), ConnectionError);
  assert.equal(requests, 4);
});

test('a watch ends or fails when its server goes, and works again with the next one', async () => {
  const event = `${JSON.stringify({ type: 'ADDED', object: { metadata: { name: 'a', resourceVersion: '2' } } })}\n`;
  const handler: Handler = (_, response) => void response.write(event);
  let server = await serve(handler);
  const { port } = server;
  using transport = connect(port);
  const maps = createClient(transport).resource(configMaps);
  for (let round = 0; round < 2; round += 1) {
    let seen = 0;
    const watching = (async () => {
      for await (const _ of maps.watch('ns', { resourceVersion: '1' }, new AbortController().signal)) seen += 1;
    })().catch((error: unknown) => assert.ok(error instanceof ConnectionError));
    await eventually(() => seen === 1);
    await server.stop();
    await watching;
    if (round === 0) server = await serve(handler, port);
  }
});

test('aborting a watch ends it, and aborting a request rejects it with the reason', async () => {
  await using server = await serve(() => undefined);
  using transport = connect(server.port);
  const stop = new AbortController();
  const watching = (async () => {
    for await (const _ of transport.watch({ verb: 'watch', resource: configMaps, signal: stop.signal }));
  })();
  const getting = transport.request({ verb: 'get', resource: configMaps, name: 'a', signal: stop.signal });
  setTimeout(() => stop.abort(new Error('enough')), 20);
  await watching;
  await assert.rejects(getting, { message: 'enough' });
});

test('errors are told over HTTP/2 as over HTTP/1.1, and a server that only speaks that is served', async () => {
  const status = JSON.stringify({ kind: 'Status', reason: 'NotFound', code: 404, message: 'gone' });
  const server = https
    .createServer({ key, cert }, (_, response) => response.writeHead(404).end(status))
    .listen(0, '127.0.0.1');
  await once(server, 'listening');
  await using modern = await serve((_, response) => response.writeHead(404).end(status));
  for (const port of [(server.address() as AddressInfo).port, modern.port]) {
    using transport = connect(port);
    for (let i = 0; i < 2; i += 1) {
      await assert.rejects(
        createClient(transport).resource(configMaps).get('a', 'ns'),
        (e) => e instanceof ApiError && e.reason === 'NotFound',
      );
    }
  }
  server.closeAllConnections();
  server.close();
});

test('a server that is not trusted is refused with a reason', async () => {
  await using server = await serve((_, response) => void response.end(stored));
  using transport = createHttpsTransport({ server: `https://127.0.0.1:${server.port}` });
  await assert.rejects(
    createClient(transport).resource(configMaps).get('a', 'ns'),
    /its certificate is signed by an authority that is not trusted/,
  );
});

test('an idle connection does not keep a process alive', async () => {
  await using server = await serve((_, response) => void response.end(stored));
  const program = `
    import { createHttpsTransport } from ${JSON.stringify(new URL('./httpsTransport.ts', import.meta.url).href)};
    const transport = createHttpsTransport({ server: 'https://127.0.0.1:${server.port}', ca: process.env.CA });
    await transport.request({ verb: 'get', resource: { group: '', version: 'v1', resource: 'pods' }, name: 'a' });
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    env: { ...process.env, CA: cert },
    stdio: 'inherit',
  });
  const timer = setTimeout(() => child.kill(), 5_000);
  const [code] = await once(child, 'exit');
  clearTimeout(timer);
  assert.equal(code, 0);
});
