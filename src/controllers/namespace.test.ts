import assert from 'node:assert/strict';
import test from 'node:test';
import { configMaps, namespaces, pods, serviceAccounts } from '../machinery/resources.ts';
import { namespaceController } from './namespace.ts';
import { rootCaCertPublisher } from './rootCaCertPublisher.ts';
import { serviceAccountController } from './serviceAccount.ts';
import { eventually, podSpec, startHarness } from './testing/harness.ts';

test('a namespace that is deleted is emptied, Pods first, and then goes', async () => {
  await using harness = await startHarness(namespaceController);
  const { client } = harness;
  const spaces = client.resource(namespaces);
  for (const name of ['shop', 'other']) {
    await spaces.create({ metadata: { name } });
    await client.resource(configMaps).create({ metadata: { name: 'c', namespace: name } });
  }
  await client
    .resource(pods)
    .create({ metadata: { name: 'p', namespace: 'shop' }, spec: { ...podSpec, nodeName: 'n' } });
  await spaces.delete('shop');
  const condition = async (type: string) => (await spaces.get('shop')).status?.conditions?.find((c) => c.type === type);
  await eventually(async () => (await condition('NamespaceContentRemaining'))?.status === 'True');
  assert.equal(
    (await condition('NamespaceContentRemaining'))?.message,
    'Some resources are remaining: pods. has 1 resource instances',
  );
  assert.equal((await condition('NamespaceDeletionDiscoveryFailure'))?.reason, 'ResourcesDiscovered');
  assert.equal((await client.resource(configMaps).list('shop')).items.length, 1);
  await client.resource(pods).delete('p', 'shop', { gracePeriodSeconds: 0 });
  await eventually(async () => (await spaces.list()).items.length === 1);
  assert.equal((await client.resource(configMaps).list('shop')).items.length, 0);
  assert.equal((await client.resource(configMaps).list('other')).items.length, 1);
});

test('a finalizer that holds the content is told in a condition, and the namespace goes when it is taken off', async () => {
  await using harness = await startHarness(namespaceController);
  const { client } = harness;
  const spaces = client.resource(namespaces);
  await spaces.create({ metadata: { name: 'shop' } });
  await client.resource(configMaps).create({ metadata: { name: 'c', namespace: 'shop', finalizers: ['test/hold'] } });
  await spaces.delete('shop');
  const message = async () =>
    (await spaces.get('shop')).status?.conditions?.find((c) => c.type === 'NamespaceFinalizersRemaining')?.message;
  await eventually(async () =>
    assert.equal(
      await message(),
      'Some content in the namespace has finalizers remaining: test/hold in 1 resource instances',
    ),
  );
  await client
    .resource(configMaps)
    .patch('c', 'shop', 'application/merge-patch+json', { metadata: { finalizers: [] } });
  await eventually(async () => (await spaces.list()).items.length === 0);
});

test('every active namespace has its ServiceAccount and the CA, also after they are deleted or changed', async () => {
  await using harness = await startHarness(serviceAccountController, rootCaCertPublisher('PEM'));
  const { client } = harness;
  await client.resource(namespaces).create({ metadata: { name: 'shop' } });
  const account = () => client.resource(serviceAccounts).get('default', 'shop');
  const map = () => client.resource(configMaps).get('kube-root-ca.crt', 'shop');
  await eventually(async () => (await account()).metadata.name === 'default');
  await eventually(async () => assert.deepEqual((await map()).data, { 'ca.crt': 'PEM' }));
  const before = await account();
  await client.resource(serviceAccounts).delete('default', 'shop');
  await eventually(async () => (await account()).metadata.uid !== before.metadata.uid);
  await client
    .resource(configMaps)
    .patch('kube-root-ca.crt', 'shop', 'application/merge-patch+json', { data: { 'ca.crt': 'EVIL' } });
  await eventually(async () => assert.deepEqual((await map()).data, { 'ca.crt': 'PEM' }));
});
