import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:http2';
import { connect as connectPlainly } from 'node:net';
import test from 'node:test';
import { gunzipSync } from 'node:zlib';
import { Agent, request as httpsRequest } from 'node:https';
import type { IncomingMessage } from 'node:http';
import type { Status } from '../../api/meta/v1.ts';
import { configMaps } from '../../machinery/resources.ts';
import { testRegistrations } from '../testing/testRegistrations.ts';
import { startTestServer } from '../testing/testServer.ts';
import { negotiate } from './negotiation.ts';
import { requestInfo } from './requestInfo.ts';

test('paths are read as upstream reads them', () => {
  const read = (method: string, url: string): unknown => {
    const info = requestInfo(method, url);
    return info.isResource
      ? [info.verb, info.group, info.namespace, info.resource, info.subresource, info.name]
      : [info.verb, info.path];
  };
  assert.deepEqual(read('GET', '/api/v1/pods'), ['list', '', '', 'pods', '', '']);
  assert.deepEqual(read('GET', '/api/v1/pods?watch=1'), ['watch', '', '', 'pods', '', '']);
  assert.deepEqual(read('GET', '/api/v1/namespaces/a/pods?fieldSelector=metadata.name%3Dx'), [
    'list',
    '',
    'a',
    'pods',
    '',
    'x',
  ]);
  assert.deepEqual(read('POST', '/apis/apps/v1/namespaces/a/deployments'), [
    'create',
    'apps',
    'a',
    'deployments',
    '',
    '',
  ]);
  assert.deepEqual(read('PATCH', '/apis/apps/v1/namespaces/a/deployments/x/status'), [
    'patch',
    'apps',
    'a',
    'deployments',
    'status',
    'x',
  ]);
  assert.deepEqual(read('DELETE', '/api/v1/namespaces/a/pods'), ['deletecollection', '', 'a', 'pods', '', '']);
  assert.deepEqual(read('GET', '/api/v1/namespaces/a'), ['get', '', 'a', 'namespaces', '', 'a']);
  assert.deepEqual(read('PUT', '/api/v1/namespaces/a/finalize'), ['update', '', 'a', 'namespaces', 'finalize', 'a']);
  assert.deepEqual(read('GET', '/api/v1/namespaces'), ['list', '', '', 'namespaces', '', '']);
  assert.deepEqual(read('GET', '/api/v1/watch/namespaces/a/pods'), ['watch', '', 'a', 'pods', '', '']);
  assert.deepEqual(read('GET', '/apis/rbac.authorization.k8s.io/v1/clusterroles/system%3Anode'), [
    'get',
    'rbac.authorization.k8s.io',
    '',
    'clusterroles',
    '',
    'system:node',
  ]);
  assert.deepEqual(read('OPTIONS', '/api/v1/namespaces/a/pods/x'), ['', '', 'a', 'pods', '', 'x']);
  assert.deepEqual(read('LIST', '/api/v1/namespaces/a/pods'), ['', '', 'a', 'pods', '', '']);
  for (const path of [
    '/',
    '/api',
    '/api/v1',
    '/api/v1/',
    '/apis/apps',
    '/apis/apps/v1',
    '/version',
    '/openapi/v3/apis/apps/v1',
  ]) {
    assert.deepEqual(read('GET', path), ['get', path]);
  }
});

test('the first form that can be given is chosen', () => {
  assert.equal(negotiate(undefined).mediaType, 'application/json');
  assert.equal(negotiate('application/vnd.kubernetes.protobuf, */*').mediaType, 'application/json');
  assert.equal(negotiate('application/yaml').mediaType, 'application/yaml');
  assert.equal(negotiate('application/json;as=Table;v=v1;g=meta.k8s.io,application/json').as, 'Table');
  assert.equal(negotiate('application/json;q=0.5,application/yaml').mediaType, 'application/yaml');
  assert.throws(
    () => negotiate('application/json;as=Chart;v=v1;g=meta.k8s.io'),
    /when converting to meta.k8s.io\/v1, Kind=Chart/,
  );
});

test('HTTP/2 serves requests and watches on one connection', async () => {
  await using server = await startTestServer({ registrations: testRegistrations });
  const { cert, key } = await server.certificates.client('admin', 'system:masters');
  const session = connect(server.api.url, { cert, key, ca: server.certificates.ca });
  const ask = (headers: Record<string, string>, body?: string) =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      const stream = session.request({ ':method': 'GET', ...headers });
      let status = 0;
      let text = '';
      stream.on('response', (h) => (status = Number(h[':status'])));
      stream
        .setEncoding('utf8')
        .on('data', (chunk: string) => (text += chunk))
        .on('end', () => resolve({ status, text }))
        .on('error', reject);
      stream.end(body);
    });
  const path = '/api/v1/namespaces/default/configmaps';
  const watching = ask({ ':path': `${path}?watch=true&timeoutSeconds=1` });
  const made = await ask(
    { ':method': 'POST', ':path': path, 'content-type': 'application/json' },
    JSON.stringify({ metadata: { name: 'a' } }),
  );
  assert.equal(made.status, 201);
  assert.equal((await ask({ ':path': `${path}/a` })).text, made.text);
  assert.match((await watching).text, /^\{"type":"ADDED","object":\{"kind":"ConfigMap"/);
  session.close();
});

test('a client that names no signature algorithms, as BusyBox in a Pod, gets a TLS connection', async () => {
  await using server = await startTestServer({ registrations: testRegistrations });
  const { hostname, port } = new URL(server.api.url);
  const socket = connectPlainly(Number(port), hostname);
  // TLS 1.2, eight ciphers, the extensions supported_groups (secp256r1, x25519) and nothing else.
  const head = `0303${'5a'.repeat(32)}00001000ffc023c027c02bc02f003c003d009c0100`;
  const hello = `${head}000a000a000600040017001d`;
  const length = hello.length / 2;
  const hex = (n: number): string => n.toString(16).padStart(4, '0');
  socket.write(Buffer.from(`160303${hex(length + 4)}0100${hex(length)}${hello}`, 'hex'));
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  // A handshake record that holds a ServerHello; a refusal would be an alert, type 0x15.
  assert.deepEqual([answer[0], answer[5]], [0x16, 2]);
});

test('an HTTP/1.1 connection is kept for 90 seconds between requests', async () => {
  await using server = await startTestServer({ registrations: testRegistrations });
  const { hostname, port } = new URL(server.api.url);
  const agent = new Agent({ keepAlive: true });
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    httpsRequest({ hostname, port, path: '/livez', agent, ca: server.certificates.ca }, resolve)
      .on('error', reject)
      .end();
  });
  agent.destroy();
  assert.equal(answer.headers['keep-alive'], 'timeout=90');
});

test('a long list comes in pieces, compressed when that is accepted', async () => {
  await using server = await startTestServer({ registrations: testRegistrations });
  const data = { text: 'x'.repeat(2000) };
  await Promise.all(
    Array.from({ length: 400 }, (_, i) =>
      server.api.client.resource(configMaps).create({ metadata: { name: `m-${i}`, namespace: 'default' }, data }),
    ),
  );
  const path = '/api/v1/namespaces/default/configmaps';
  const whole = await server.request('GET', path);
  assert.equal((whole.body as { items: unknown[] }).items.length, 400);
  const { cert, key } = await server.certificates.client('admin', 'system:masters');
  const zipped = await new Promise<Buffer>((resolve, reject) => {
    httpsRequest(
      `${server.api.url}${path}`,
      { cert, key, ca: server.certificates.ca, headers: { 'accept-encoding': 'gzip' } },
      (answer) => {
        assert.equal(answer.headers['content-encoding'], 'gzip');
        const chunks: Buffer[] = [];
        answer
          .on('data', (chunk: Buffer) => chunks.push(chunk))
          .on('end', () => resolve(Buffer.concat(chunks)))
          .on('error', reject);
      },
    )
      .on('error', reject)
      .end();
  });
  assert.equal(gunzipSync(zipped).toString(), whole.text);
});

test('beyond the limit of requests in flight clients are asked to come back', async () => {
  await using server = await startTestServer({ registrations: testRegistrations, limits: { reading: 0, mutating: 1 } });
  const answer = await server.request('GET', '/api/v1/namespaces/default/configmaps');
  assert.deepEqual(
    [answer.status, answer.headers['retry-after'], (answer.body as Status).reason],
    [429, '1', 'TooManyRequests'],
  );
});

test('discovery comes plain and aggregated, with an ETag', async () => {
  await using server = await startTestServer({ registrations: testRegistrations });
  const plain = (await server.request('GET', '/api/v1')).body as { resources: { name: string; verbs: string[] }[] };
  assert.ok(plain.resources.some((r) => r.name === 'pods/log' && r.verbs.join() === 'get'));
  const headers = { accept: 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json' };
  const all = await server.request('GET', '/api', undefined, { headers });
  assert.equal(all.headers['content-type'], 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList');
  const again = await server.request('GET', '/api', undefined, {
    headers: { ...headers, 'if-none-match': String(all.headers['etag']) },
  });
  assert.equal(again.status, 304);
});

test("/metrics counts requests under upstream's names", async () => {
  await using server = await startTestServer({ registrations: testRegistrations });
  await server.request('GET', '/api/v1/namespaces/default/configmaps');
  const { text } = await server.request('GET', '/metrics');
  assert.match(
    text,
    /apiserver_request_total\{verb="LIST",dry_run="",group="",version="v1",resource="configmaps",subresource="",scope="namespace",component="apiserver",code="200"\} 1/,
  );
  assert.match(text, /apiserver_current_inflight_requests\{request_kind="readOnly"\}/);
});
