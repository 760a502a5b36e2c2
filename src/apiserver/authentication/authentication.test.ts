import assert from 'node:assert/strict';
import test from 'node:test';
import type { Status } from '../../api/meta/v1.ts';
import { clusterRoleBindings, clusterRoles, serviceAccounts } from '../../machinery/resources.ts';
import { testRegistrations } from '../testing/testRegistrations.ts';
import { startTestServer } from '../testing/testServer.ts';
import type { TestServer } from '../testing/testServer.ts';

const maps = '/api/v1/namespaces/default/configmaps';
let server: TestServer;
test.before(async () => (server = await startTestServer({ registrations: testRegistrations })));
test.after(() => server[Symbol.asyncDispose]());

test('without credentials only health and version are answered', async () => {
  for (const path of ['/livez', '/readyz?verbose', '/healthz', '/readyz/ping', '/version']) {
    assert.equal((await server.request('GET', path, undefined, { as: 'anonymous' })).status, 200, path);
  }
  for (const path of [maps, '/api', '/metrics', '/nothing']) {
    const { status, body } = await server.request('GET', path, undefined, { as: 'anonymous' });
    assert.deepEqual([status, (body as Status).message], [401, 'Unauthorized'], path);
  }
});

test('a client certificate is a user with groups', async () => {
  const bob = await server.certificates.client('bob', 'crew', 'staff');
  const answer = await server.request('GET', maps, undefined, { as: bob });
  assert.equal(answer.status, 403);
  assert.equal(
    (answer.body as Status).message,
    'configmaps is forbidden: User "bob" cannot list resource "configmaps" in API group "" in the namespace "default"',
  );
  const { client } = server.api;
  await client
    .resource(clusterRoles)
    .create({ metadata: { name: 'maps' }, rules: [{ verbs: ['list'], apiGroups: [''], resources: ['configmaps'] }] });
  await client.resource(clusterRoleBindings).create({
    metadata: { name: 'maps' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'maps' },
    subjects: [{ kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: 'staff' }],
  });
  assert.equal((await server.request('GET', maps, undefined, { as: bob })).status, 200);
});

test('a service-account token lives as long as its account, for its audiences', async () => {
  const {
    client,
    services: { tokens },
  } = server.api;
  const account = await client.resource(serviceAccounts).create({ metadata: { name: 'robot', namespace: 'default' } });
  const spec = {
    namespace: 'default',
    serviceAccount: { name: 'robot', uid: account.metadata.uid },
    expirationSeconds: 600,
  };
  const { token } = await tokens.issue({ ...spec, audiences: [] });
  const ask = (bearer: string) =>
    server.request('GET', maps, undefined, { as: 'anonymous', headers: { authorization: `Bearer ${bearer}` } });
  const answer = await ask(token);
  assert.match((answer.body as Status).message ?? '', /User "system:serviceaccount:default:robot" cannot list/);
  assert.equal((await ask((await tokens.issue({ ...spec, audiences: ['vault'] })).token)).status, 401);
  assert.equal((await ask((await tokens.issue({ ...spec, audiences: [], expirationSeconds: -1 })).token)).status, 401);
  assert.equal((await ask(`${token.slice(0, -4)}AAAA`)).status, 401);
  assert.deepEqual(
    (await tokens.authenticate((await tokens.issue({ ...spec, audiences: ['vault'] })).token, ['vault', 'x']))
      ?.audiences,
    ['vault'],
  );
  await client.resource(serviceAccounts).delete('robot', 'default');
  assert.equal((await ask(token)).status, 401);
});

test('the keys of the tokens are published', async () => {
  const keys = (await server.request('GET', '/openid/v1/jwks')).body as {
    keys: { kty: string; crv: string; d?: string }[];
  };
  assert.deepEqual(
    keys.keys.map(({ kty, crv, d }) => [kty, crv, d]),
    [['EC', 'P-256', undefined]],
  );
  const configuration = (await server.request('GET', '/.well-known/openid-configuration')).body as {
    issuer: string;
    jwks_uri: string;
  };
  assert.equal(configuration.jwks_uri, `${configuration.issuer}/openid/v1/jwks`);
});

test('who may impersonate acts as the other; who may not is told so', async () => {
  const as = { 'impersonate-user': 'carol', 'impersonate-group': 'crew' };
  const asCarol = await server.request('GET', '/api/v1/nodes', undefined, { headers: as });
  assert.match(
    (asCarol.body as Status).message ?? '',
    /^nodes is forbidden: User "carol" cannot list resource "nodes" in API group "" at the cluster scope/,
  );
  const dave = await server.certificates.client('dave');
  const refused = await server.request('GET', '/api/v1/nodes', undefined, { headers: as, as: dave });
  assert.equal(
    (refused.body as Status).message,
    'users "carol" is forbidden: User "dave" cannot impersonate resource "users" in API group "" at the cluster scope',
  );
});
