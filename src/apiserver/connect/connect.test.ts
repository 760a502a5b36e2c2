import assert from 'node:assert/strict';
import { createServer } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import test from 'node:test';
import { connect } from 'node:tls';
import type { Node, Pod } from '../../api/core/v1.ts';
import type { Status } from '../../api/meta/v1.ts';
import { nodes, pods } from '../../machinery/resources.ts';
import { testRegistrations } from '../testing/testRegistrations.ts';
import { testCertificates } from '../testing/testCertificates.ts';
import { startTestServer } from '../testing/testServer.ts';
import type { TestServer } from '../testing/testServer.ts';

interface Agent extends Disposable {
  readonly port: number;
  readonly asked: string[];
}

const certificates = await testCertificates();
const client = await certificates.client('kube-apiserver-kubelet-client', 'system:masters');

/** A stand-in for a node agent at the far end of the tunnel: it answers what the test says. */
async function agent(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  upgrade?: (request: IncomingMessage, socket: Duplex) => void,
): Promise<Agent> {
  const asked: string[] = [];
  const server = createServer({
    cert: certificates.server.cert,
    key: certificates.server.key,
    ca: certificates.ca,
    requestCert: true,
    rejectUnauthorized: true,
  });
  server.on('request', (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  server.on('upgrade', (request, socket) => {
    asked.push(
      `${request.method} ${request.url} ${request.headers['sec-websocket-protocol'] ?? ''} ${request.headers.authorization ?? 'no credentials'}`,
    );
    upgrade?.(request, socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    [Symbol.dispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function serverWith(port: number): Promise<TestServer> {
  const server = await startTestServer({
    registrations: testRegistrations,
    agentClient: { ...client, ca: certificates.ca },
  });
  const node: Node = {
    metadata: { name: 'n' },
    status: {
      addresses: [{ type: 'InternalIP', address: '127.0.0.1' }],
      daemonEndpoints: { kubeletEndpoint: { Port: port } },
    },
  };
  await server.api.client.resource(nodes).create(node);
  const pod = (name: string, containers: string[], nodeName?: string): Pod => ({
    metadata: { name, namespace: 'default' },
    spec: { containers: containers.map((c) => ({ name: c, image: 'i' })), ...(nodeName && { nodeName }) },
  });
  await server.api.client.resource(pods).create(pod('one', ['a'], 'n'));
  await server.api.client.resource(pods).create(pod('two', ['a', 'b'], 'n'));
  await server.api.client.resource(pods).create(pod('unbound', ['a']));
  return server;
}

const path = (pod: string, subresource: string): string => `/api/v1/namespaces/default/pods/${pod}/${subresource}`;

test('logs are passed through from the agent, with their options', async () => {
  using agentd = await agent((_request, response) => response.end('hello\nworld\n'));
  await using server = await serverWith(agentd.port);
  const answer = await server.request('GET', path('one', 'log?tailLines=5&timestamps=true'));
  assert.deepEqual([answer.status, answer.text], [200, 'hello\nworld\n']);
  assert.deepEqual(agentd.asked, ['GET /containerLogs/default/one/a?timestamps=true&tailLines=5']);
});

test('log requests that make no sense are refused before the agent is asked', async (t) => {
  using agentd = await agent(
    (_request, response) =>
      void response.writeHead(400).end('container "a" in pod "one" is waiting to start: ContainerCreating'),
  );
  await using server = await serverWith(agentd.port);
  const cases: readonly [string, number, string][] = [
    [path('two', 'log'), 400, 'a container name must be specified for pod two, choose one of: [a b]'],
    [path('one', 'log?container=x'), 400, 'container x is not valid for pod one'],
    [path('none', 'log'), 404, 'pods "none" not found'],
    [
      path('one', 'log?tailLines=-1'),
      422,
      'PodLogOptions "one" is invalid: tailLines: Invalid value: -1: must be greater than or equal to 0',
    ],
    [path('one', 'exec?command=ls'), 400, 'Upgrade request required'],
  ];
  for (const [url, code, message] of cases) {
    await t.test(url, async () => {
      const { status, body } = await server.request('GET', url);
      assert.deepEqual([status, (body as Status).message], [code, message]);
    });
  }
  assert.deepEqual(agentd.asked, []);
  await t.test('what the agent refuses becomes a Status', async () => {
    const { status, body } = await server.request('GET', path('one', 'log'));
    assert.deepEqual(
      [status, (body as Status).message],
      [400, 'container "a" in pod "one" is waiting to start: ContainerCreating'],
    );
  });
  await t.test('a Pod without a node has no logs', async () => {
    const { status, text } = await server.request('GET', path('unbound', 'log'));
    assert.deepEqual([status, text], [200, '']);
  });
});

test("an upgrade becomes a raw tunnel to the agent, without the client's credentials", async () => {
  using agentd = await agent(
    (_request, response) => response.end(),
    (_request, socket) => {
      socket.write(
        'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Protocol: v5.channel.k8s.io\r\n\r\nfirst ',
      );
      socket.on('data', (chunk: Buffer) => socket.end(`echo:${chunk.toString()}`));
    },
  );
  await using server = await serverWith(agentd.port);
  const { cert, key } = await server.certificates.client('admin', 'system:masters');
  const socket = connect({
    host: '127.0.0.1',
    port: server.api.port,
    cert,
    key,
    ca: server.certificates.ca,
    ALPNProtocols: ['http/1.1'],
  });
  const received = new Promise<string>((resolve, reject) => {
    let text = '';
    socket
      .setEncoding('utf8')
      .on('data', (chunk: string) => {
        text += chunk;
        if (text.endsWith('first ')) socket.write('ping');
      })
      .on('end', () => resolve(text))
      .on('error', reject);
  });
  socket.write(
    `POST ${path('one', 'exec?command=sh&command=-c&stdin=true&stderr=false')} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      'Sec-WebSocket-Protocol: v5.channel.k8s.io\r\nAuthorization: Bearer secret\r\n\r\n',
  );
  const text = await received;
  assert.match(text, /^HTTP\/1\.1 101 Switching Protocols\r\n/);
  assert.match(text, /Sec-WebSocket-Protocol: v5\.channel\.k8s\.io/);
  assert.ok(text.endsWith('first echo:ping'), text);
  assert.deepEqual(agentd.asked, [
    'POST /exec/default/one/a?input=1&output=1&command=sh&command=-c v5.channel.k8s.io no credentials',
  ]);
});

test('an upgrade that is refused is answered with a Status', async () => {
  await using server = await serverWith(1);
  const { cert, key } = await server.certificates.client('admin', 'system:masters');
  const ask = (url: string) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect({
        host: '127.0.0.1',
        port: server.api.port,
        cert,
        key,
        ca: server.certificates.ca,
        ALPNProtocols: ['http/1.1'],
      });
      let text = '';
      socket
        .setEncoding('utf8')
        .on('data', (chunk: string) => (text += chunk))
        .on('end', () => resolve(text))
        .on('error', reject);
      socket.write(`POST ${url} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n\r\n`);
    });
  assert.match(await ask(path('none', 'exec?command=ls')), /^HTTP\/1\.1 404 Not Found[^]*pods \\"none\\" not found/);
  assert.match(
    await ask(path('unbound', 'exec?command=ls')),
    /^HTTP\/1\.1 400 [^]*pod unbound does not have a host assigned/,
  );
  assert.match(await ask(path('one', 'exec?command=ls')), /^HTTP\/1\.1 500 [^]*error dialing backend/);
});
