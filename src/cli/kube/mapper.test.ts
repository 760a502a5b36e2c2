import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { KubeConnection } from './kubeConnection.ts';
import { Mapper, pathOf, qualifiedKind } from './mapper.ts';

describe('names of resources', () => {
  // Nothing listens there: what is built in is known without asking.
  const connection = new KubeConnection({
    connection: { server: 'http://127.0.0.1:9' },
    namespace: 'default',
    namespaceGiven: false,
    requestTimeout: 0,
  });
  const mapper = new Mapper(connection);
  test('are plural, singular, kind, short, and with group or version', async () => {
    for (const word of [
      'deployments',
      'deployment',
      'Deployment',
      'deploy',
      'deployments.apps',
      'deploy.v1.apps',
      'deployments.app',
    ])
      assert.equal((await mapper.resourceOf(word)).resource, 'deployments', word);
  });
  test('mean the core group before others', async () => {
    assert.equal((await mapper.resourceOf('events')).group, '');
    assert.equal((await mapper.resourceOf('events.events.k8s.io')).group, 'events.k8s.io');
  });
  test('lead to paths', async () => {
    const deployments = await mapper.resourceOf('deploy');
    assert.equal(pathOf(deployments, 'shop', 'web', 'status'), '/apis/apps/v1/namespaces/shop/deployments/web/status');
    assert.equal(pathOf(await mapper.resourceOf('no'), 'shop', 'n1'), '/api/v1/nodes/n1');
    assert.equal(qualifiedKind(deployments), 'deployment.apps');
  });
});
