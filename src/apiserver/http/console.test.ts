import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { WebSocket } from 'ws';
import { clusterRoleBindings, clusterRoles, serviceAccounts } from '../../machinery/resources.ts';
import { testRegistrations } from '../testing/testRegistrations.ts';
import { startTestServer, type TestServer } from '../testing/testServer.ts';

const maps = '/api/v1/namespaces/default/configmaps';
let folder: string;
let server: TestServer;
let token: string;

test.before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'peapod-console-files-'));
  server = await startTestServer({ registrations: testRegistrations, consoleDirectory: join(folder, 'console') });
  const { client, services } = server.api;
  const { metadata } = await client
    .resource(serviceAccounts)
    .create({ metadata: { name: 'viewer', namespace: 'default' } });
  await client.resource(clusterRoles).create({
    metadata: { name: 'view-maps' },
    rules: [{ verbs: ['watch'], apiGroups: [''], resources: ['configmaps'] }],
  });
  await client.resource(clusterRoleBindings).create({
    metadata: { name: 'view-maps' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view-maps' },
    subjects: [{ kind: 'ServiceAccount', namespace: 'default', name: 'viewer' }],
  });
  const serviceAccount = { name: 'viewer', uid: metadata.uid };
  ({ token } = await services.tokens.issue({
    namespace: 'default',
    serviceAccount,
    audiences: [],
    expirationSeconds: 600,
  }));
});
test.after(async () => {
  await server[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const anonymously = (path: string, headers: Record<string, string> = {}) =>
  server.request('GET', path, undefined, { as: 'anonymous', headers });

test('a console that is not built says how to build it, and is served as soon as it is', async () => {
  const before = await anonymously('/console/');
  assert.equal(before.status, 503);
  assert.match(before.text, /bin\/install/);
  await mkdir(join(folder, 'console', 'assets'), { recursive: true });
  await writeFile(join(folder, 'console', 'index.html'), '<!doctype html>page');
  await writeFile(join(folder, 'console', 'assets', 'a-123.js'), 'plain');
  await writeFile(join(folder, 'console', 'assets', 'a-123.js.br'), 'small');
  const page = await anonymously('/console/');
  assert.deepEqual([page.status, page.text], [200, '<!doctype html>page']);
  const policy = String(page.headers['content-security-policy']);
  assert.match(policy, /script-src 'self';/);
  assert.match(policy, /require-trusted-types-for 'script'; trusted-types svelte-trusted-html$/);
  assert.equal((await anonymously('/console/', { 'if-none-match': String(page.headers['etag']) })).status, 304);
});

test('assets may be kept for ever, in the form that the client reads', async () => {
  const plain = await anonymously('/console/assets/a-123.js');
  assert.deepEqual([plain.text, plain.headers['cache-control']], ['plain', 'public, max-age=31536000, immutable']);
  const packed = await anonymously('/console/assets/a-123.js', { 'accept-encoding': 'gzip, br' });
  assert.deepEqual([packed.text, packed.headers['content-encoding']], ['small', 'br']);
});

test('only files of the folder are served', async () => {
  await writeFile(join(folder, 'secret.js'), 'no');
  for (const path of ['/console/..%2fsecret.js', '/console/assets', '/console/nothing.js'])
    assert.equal((await anonymously(path)).status, 404, path);
  // A path that leads out of it is a path of the API, and nobody's without a name.
  assert.equal((await anonymously('/console/%2e%2e/secret.js')).status, 401);
  assert.equal((await server.request('POST', '/console/', {}, { as: 'anonymous' })).status, 405);
});

test('a browser is led from / to the console; other clients get the paths, and nobody without a name does', async () => {
  const browser = await anonymously('/', { accept: 'text/html,*/*' });
  assert.deepEqual([browser.status, browser.headers['location']], [307, '/console/']);
  assert.equal((await anonymously('/')).status, 401);
  assert.match((await server.request('GET', '/')).text, /"paths"/);
});

/** Opens a WebSocket and resolves with its first message, or rejects with the status that declined it. */
function firstMessage(protocols: string[]): Promise<{ message: string; protocol: string }> {
  return new Promise((resolve, reject) => {
    const url = `${server.api.url.replace('https', 'wss')}${maps}?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true`;
    const socket = new WebSocket(url, protocols, { ca: server.certificates.ca });
    socket.on('unexpected-response', (_request, response) => {
      reject(new Error(String(response.statusCode)));
      socket.terminate();
    });
    socket.on('error', reject);
    socket.on('message', (data: Buffer, binary) => {
      resolve({ message: binary ? 'binary' : data.toString(), protocol: socket.protocol });
      socket.close();
    });
  });
}

const bearer = (text: string): string =>
  `base64url.bearer.authorization.k8s.io.${Buffer.from(text).toString('base64url')}`;

test('a browser watches over a WebSocket, with its token among the subprotocols', async () => {
  const { message, protocol } = await firstMessage([bearer(token), 'base64.binary.k8s.io']);
  assert.equal(protocol, 'base64.binary.k8s.io');
  assert.match(message, /^\{"type":"(ADDED|BOOKMARK)"/);
});

test('a token among the subprotocols must be good, the only one, and not alone', async () => {
  for (const protocols of [[bearer('nonsense'), 'x'], [bearer(token)], [bearer(token), bearer('other'), 'x'], ['x']])
    await assert.rejects(firstMessage(protocols), /^Error: 401$/, protocols.join());
});
