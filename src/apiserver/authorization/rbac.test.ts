import assert from 'node:assert/strict';
import test from 'node:test';
import type { SubjectRulesReviewStatus } from '../../api/authorization/v1.ts';
import { clusterRoleBindings, clusterRoles, roleBindings, roles } from '../../machinery/resources.ts';
import { testRegistrations } from '../testing/testRegistrations.ts';
import { startTestServer } from '../testing/testServer.ts';
import type { UserInfo } from '../authentication/userInfo.ts';
import type { ResourceAttributes } from './authorizer.ts';

const user = (name: string, ...groups: string[]): UserInfo => ({ name, groups });
const ask = (verb: string, resource: string, more: Partial<ResourceAttributes> = {}): ResourceAttributes => ({
  verb,
  group: '',
  version: 'v1',
  resource,
  subresource: '',
  namespace: '',
  name: '',
  ...more,
});
const roleRef = (kind: string, name: string) => ({ apiGroup: 'rbac.authorization.k8s.io', kind, name });

test('RBAC grants what bindings say, where they say it, and nothing else', async (t) => {
  await using server = await startTestServer({ registrations: testRegistrations });
  const {
    client,
    services: { authorizer },
  } = server.api;
  const allowed = (who: UserInfo, what: ResourceAttributes): boolean =>
    authorizer.authorize(who, what).outcome === 'allow';
  await client.resource(clusterRoles).create({
    metadata: { name: 'reader' },
    rules: [
      { verbs: ['get', 'list'], apiGroups: [''], resources: ['pods', 'pods/log'] },
      { verbs: ['get'], apiGroups: [''], resources: ['secrets'], resourceNames: ['one'] },
      { verbs: ['update'], apiGroups: ['*'], resources: ['*/scale'] },
      { verbs: ['get'], nonResourceURLs: ['/metrics', '/debug/*'] },
    ],
  });
  await client.resource(roles).create({
    metadata: { name: 'writer', namespace: 'a' },
    rules: [{ verbs: ['*'], apiGroups: [''], resources: ['configmaps'] }],
  });
  await client.resource(clusterRoleBindings).create({
    metadata: { name: 'all' },
    roleRef: roleRef('ClusterRole', 'reader'),
    subjects: [{ kind: 'Group', name: 'readers', apiGroup: 'rbac.authorization.k8s.io' }],
  });
  await client.resource(roleBindings).create({
    metadata: { name: 'some', namespace: 'a' },
    roleRef: roleRef('ClusterRole', 'reader'),
    subjects: [{ kind: 'ServiceAccount', name: 'robot', namespace: 'b' }],
  });
  await client.resource(roleBindings).create({
    metadata: { name: 'own', namespace: 'a' },
    roleRef: roleRef('Role', 'writer'),
    subjects: [{ kind: 'User', name: 'ann', apiGroup: 'rbac.authorization.k8s.io' }],
  });

  await t.test('a cluster role binding holds everywhere', () => {
    assert.ok(allowed(user('x', 'readers'), ask('list', 'pods')));
    assert.ok(allowed(user('x', 'readers'), ask('get', 'pods', { subresource: 'log', namespace: 'any', name: 'p' })));
    assert.ok(!allowed(user('x', 'readers'), ask('delete', 'pods')));
    assert.ok(!allowed(user('x', 'others'), ask('list', 'pods')));
  });
  await t.test('a role binding holds in its namespace, also of a cluster role', () => {
    const robot = user('system:serviceaccount:b:robot');
    assert.ok(allowed(robot, ask('get', 'pods', { namespace: 'a' })));
    assert.ok(!allowed(robot, ask('get', 'pods', { namespace: 'b' })));
    assert.ok(!allowed(robot, ask('get', 'pods')));
    assert.ok(allowed(user('ann'), ask('delete', 'configmaps', { namespace: 'a' })));
  });
  await t.test('resource names and subresources of any resource are matched', () => {
    assert.ok(allowed(user('x', 'readers'), ask('get', 'secrets', { name: 'one' })));
    assert.ok(!allowed(user('x', 'readers'), ask('get', 'secrets', { name: 'two' })));
    assert.ok(allowed(user('x', 'readers'), ask('update', 'deployments', { group: 'apps', subresource: 'scale' })));
  });
  await t.test('paths are matched, with a star at the end', () => {
    const path = (of: string): string =>
      authorizer.authorizePath(user('x', 'readers'), { verb: 'get', path: of }).outcome;
    assert.deepEqual([path('/metrics'), path('/debug/pprof'), path('/other')], ['allow', 'allow', 'none']);
  });
  await t.test('a change of a binding counts at once', async () => {
    await client.resource(roleBindings).delete('own', 'a');
    assert.ok(!allowed(user('ann'), ask('delete', 'configmaps', { namespace: 'a' })));
  });
  await t.test('the rules of a user can be told', () => {
    const rules: SubjectRulesReviewStatus['resourceRules'] = authorizer
      .rulesFor(user('x', 'readers'), 'a')
      .resourceRules.map((r) => ({
        verbs: [...r.verbs],
        apiGroups: [...r.apiGroups],
        resources: [...r.resources],
        resourceNames: [...r.resourceNames],
      }));
    assert.equal(rules.length, 3);
  });
});

test('a node agent may touch what is its own', async () => {
  await using server = await startTestServer({ registrations: testRegistrations });
  const {
    services: { authorizer },
  } = server.api;
  await server.request('POST', '/api/v1/namespaces/default/pods', {
    metadata: { name: 'p' },
    spec: { nodeName: 'n1', containers: [{ name: 'c', image: 'i', envFrom: [{ secretRef: { name: 'used' } }] }] },
  });
  const n1 = user('system:node:n1', 'system:nodes', 'system:authenticated');
  const n2 = user('system:node:n2', 'system:nodes', 'system:authenticated');
  const outcome = (who: UserInfo, what: ResourceAttributes): boolean =>
    authorizer.authorize(who, what).outcome === 'allow';
  const secret = (name: string) => ask('get', 'secrets', { namespace: 'default', name });
  assert.deepEqual(
    [outcome(n1, secret('used')), outcome(n2, secret('used')), outcome(n1, secret('other'))],
    [true, false, false],
  );
  const status = ask('patch', 'pods', { namespace: 'default', name: 'p', subresource: 'status' });
  assert.deepEqual([outcome(n1, status), outcome(n2, status)], [true, false]);
  const lease = ask('update', 'leases', { group: 'coordination.k8s.io', namespace: 'kube-node-lease', name: 'n1' });
  assert.deepEqual([outcome(n1, lease), outcome(n2, lease)], [true, false]);
  const token = ask('create', 'serviceaccounts', { namespace: 'default', name: 'default', subresource: 'token' });
  assert.deepEqual([outcome(n1, token), outcome(n2, token)], [true, false]);
});
