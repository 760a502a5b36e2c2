// A test of whatever talks to Kubernetes, with a cluster of its own: `node --test configMaps.test.mjs`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startCluster } from 'peapod/testing';

test('what is created is there', async (t) => {
  const cluster = await startCluster();
  t.after(() => cluster.stop());

  const configMaps = cluster.client.resource({
    group: '',
    version: 'v1',
    resource: 'configmaps',
    kind: 'ConfigMap',
    namespaced: true,
  });
  await configMaps.create({ metadata: { name: 'greeting', namespace: 'default' }, data: { hello: 'world' } });

  const { data } = await configMaps.get('greeting', 'default');
  assert.deepEqual(data, { hello: 'world' });
  // Programs of other languages take the file: KUBECONFIG=…
  assert.match(cluster.kubeconfig, /"kind": "Config"/);
});

test('clusters at the same time share nothing', async (t) => {
  const [one, other] = await Promise.all([startCluster(), startCluster()]);
  t.after(() => Promise.all([one.stop(), other.stop()]));
  assert.notEqual(one.url, other.url);
});
