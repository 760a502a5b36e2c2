import assert from 'node:assert/strict';
import test from 'node:test';
import type { Node, PersistentVolume, PersistentVolumeClaim } from '../api/core/v1.ts';
import { nodes, persistentVolumeClaims, persistentVolumes, pods, storageClasses } from '../machinery/resources.ts';
import type { Controller } from './controller.ts';
import { localPathProvisioner } from './localPathProvisioner.ts';
import { persistentVolumeBinder } from './persistentVolumeBinder.ts';
import { claimProtectionController, volumeProtectionController } from './storageProtection.ts';
import { eventually, podSpec, startHarness } from './testing/harness.ts';

const volume = (name: string, size: string, spec: PersistentVolume['spec'] = {}): PersistentVolume => ({
  metadata: { name },
  spec: {
    capacity: { storage: size },
    accessModes: ['ReadWriteOnce'],
    persistentVolumeReclaimPolicy: 'Retain',
    hostPath: { path: '/data' },
    ...spec,
  },
});
const claim = (name: string, size: string, spec: PersistentVolumeClaim['spec'] = {}): PersistentVolumeClaim => ({
  metadata: { name, namespace: 'default' },
  spec: {
    accessModes: ['ReadWriteOnce'],
    resources: { requests: { storage: size } },
    storageClassName: '',
    ...spec,
  },
});

async function start(...controllers: Controller[]) {
  const harness = await startHarness(...controllers);
  const volumeApi = harness.client.resource(persistentVolumes);
  const claimApi = harness.client.resource(persistentVolumeClaims);
  return {
    harness,
    volumes: volumeApi,
    claims: claimApi,
    claim: (name: string) => claimApi.get(name, 'default'),
    phase: async (name: string) => (await volumeApi.get(name)).status?.phase,
    said: async (text: string) => (await harness.events()).some((event) => event.startsWith(text)),
    [Symbol.asyncDispose]: () => harness[Symbol.asyncDispose](),
  };
}

test('a claim gets the smallest volume that is large enough, and both sides say so', async () => {
  await using t = await start(persistentVolumeBinder);
  for (const [name, size] of [
    ['large', '10Gi'],
    ['fits', '2Gi'],
    ['small', '500Mi'],
  ] as const)
    await t.volumes.create(volume(name, size));
  await eventually(async () => assert.equal(await t.phase('fits'), 'Available'));
  await eventually(async () => assert.equal(await t.phase('large'), 'Available'));
  await t.claims.create(claim('c', '1Gi'));
  await eventually(async () => assert.equal((await t.claim('c')).status?.phase, 'Bound'));
  const { metadata, spec, status } = await t.claim('c');
  assert.equal(spec?.volumeName, 'fits');
  assert.deepEqual(metadata.annotations, {
    'pv.kubernetes.io/bind-completed': 'yes',
    'pv.kubernetes.io/bound-by-controller': 'yes',
  });
  assert.deepEqual([status?.capacity, status?.accessModes], [{ storage: '2Gi' }, ['ReadWriteOnce']]);
  const bound = await t.volumes.get('fits');
  assert.equal(bound.spec?.claimRef?.uid, metadata.uid);
  assert.equal(bound.status?.phase, 'Bound');
  assert.equal(bound.metadata.annotations?.['pv.kubernetes.io/bound-by-controller'], 'yes');
});

test('class, mode, access modes, selector and reservation decide; a claim that finds nothing says so', async () => {
  await using t = await start(persistentVolumeBinder);
  await t.volumes.create(volume('classy', '1Gi', { storageClassName: 'fast' }));
  await t.volumes.create(volume('block', '1Gi', { volumeMode: 'Block' }));
  await t.volumes.create(volume('many', '1Gi', { accessModes: ['ReadWriteMany'] }));
  await t.volumes.create(volume('reserved', '1Gi', { claimRef: { namespace: 'default', name: 'other' } }));
  await t.claims.create(claim('c', '1Gi'));
  const text = 'FailedBinding: no persistent volumes available for this claim and no storage class is set';
  await eventually(async () => assert.ok(await t.said(text)));
  await t.claims.create(claim('other', '1Gi'));
  await eventually(async () => assert.equal((await t.claim('other')).spec?.volumeName, 'reserved'));
  assert.equal(
    (await t.volumes.get('reserved')).metadata.annotations?.['pv.kubernetes.io/bound-by-controller'],
    undefined,
  );
  const labelled = volume('labelled', '1Gi');
  await t.volumes.create({ ...labelled, metadata: { name: 'labelled', labels: { disk: 'ssd' } } });
  await eventually(async () => assert.equal((await t.claim('c')).spec?.volumeName, 'labelled'));
});

test('a claim that names a volume gets that one, or hears why not', async () => {
  await using t = await start(persistentVolumeBinder);
  await t.volumes.create(volume('v', '1Gi'));
  await t.claims.create(claim('large', '2Gi', { volumeName: 'v' }));
  await eventually(async () =>
    assert.ok(await t.said('VolumeMismatch: Cannot bind to requested volume "v": requested PV is too small')),
  );
  await t.claims.create(claim('fits', '1Gi', { volumeName: 'v' }));
  await eventually(async () => assert.equal((await t.claim('fits')).status?.phase, 'Bound'));
  await t.claims.create(claim('late', '1Gi', { volumeName: 'v' }));
  await eventually(async () =>
    assert.ok(await t.said('FailedBinding: volume "v" already bound to a different claim.')),
  );
});

test('a volume whose claim is gone is Released, and a claim whose volume is gone is Lost', async () => {
  await using t = await start(persistentVolumeBinder);
  await t.volumes.create(volume('kept', '1Gi'));
  await t.volumes.create(volume('deleted', '2Gi', { persistentVolumeReclaimPolicy: 'Delete' }));
  await t.claims.create(claim('a', '1Gi'));
  await t.claims.create(claim('b', '2Gi'));
  await eventually(async () => assert.equal((await t.claim('b')).status?.phase, 'Bound'));
  await eventually(async () => assert.equal((await t.claim('a')).status?.phase, 'Bound'));
  await t.claims.delete('a', 'default');
  await t.claims.delete('b', 'default');
  await eventually(async () => assert.equal(await t.phase('kept'), 'Released'));
  await eventually(async () => assert.equal(await t.phase('deleted'), 'Failed'));
  assert.match((await t.volumes.get('deleted')).status?.message ?? '', /no deletable volume plugin matched/);

  await t.volumes.create(volume('gone', '3Gi'));
  await t.claims.create(claim('c', '3Gi'));
  await eventually(async () => assert.equal((await t.claim('c')).status?.phase, 'Bound'));
  await t.volumes.delete('gone');
  await eventually(async () => assert.equal((await t.claim('c')).status?.phase, 'Lost'));
  await eventually(async () => assert.ok(await t.said('ClaimLost: Bound claim has lost its PersistentVolume.')));
});

const node: Node = {
  metadata: {
    name: 'n1',
    labels: { 'kubernetes.io/hostname': 'n1' },
    annotations: { 'peapod.dev/local-path-root': '/var/lib/peapod/node/local-path' },
  },
};

test('a claim of the built-in class waits for a node, then gets a folder there, which goes with the claim', async () => {
  await using t = await start(
    persistentVolumeBinder,
    localPathProvisioner,
    claimProtectionController,
    volumeProtectionController,
  );
  await t.harness.client.resource(nodes).create(node);
  await eventually(async () => assert.ok(await t.harness.client.resource(storageClasses).get('local-path')));
  const { storageClassName: _, ...spec } = claim('c', '1Gi').spec ?? {};
  await t.claims.create({ metadata: { name: 'c', namespace: 'default' }, spec });
  // Without a class it gets the default one.
  await eventually(async () => assert.equal((await t.claim('c')).spec?.storageClassName, 'local-path'));
  await eventually(async () =>
    assert.ok(await t.said('WaitForFirstConsumer: waiting for first consumer to be created before binding')),
  );
  assert.deepEqual((await t.volumes.list()).items, []);
  const { uid } = (await t.claim('c')).metadata;
  await t.claims.patch('c', 'default', 'application/merge-patch+json', {
    metadata: { annotations: { 'volume.kubernetes.io/selected-node': 'n1' } },
  });
  await eventually(async () => assert.equal((await t.claim('c')).status?.phase, 'Bound'));
  const name = `pvc-${uid}`;
  const made = await t.volumes.get(name);
  assert.equal(made.spec?.local?.path, `/var/lib/peapod/node/local-path/${name}`);
  assert.equal(made.spec?.persistentVolumeReclaimPolicy, 'Delete');
  assert.ok(await t.said(`ProvisioningSucceeded: Successfully provisioned volume ${name}`));
  await eventually(async () =>
    assert.deepEqual((await t.claim('c')).metadata.finalizers, ['kubernetes.io/pvc-protection']),
  );

  const pod = await t.harness.client.resource(pods).create({
    metadata: { name: 'p', namespace: 'default' },
    spec: { ...podSpec, nodeName: 'n1', volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'c' } }] },
  });
  await t.claims.delete('c', 'default');
  assert.ok((await t.claim('c')).metadata.deletionTimestamp);
  await t.harness.client
    .resource(pods)
    .delete('p', 'default', { gracePeriodSeconds: 0, preconditions: { uid: pod.metadata.uid } });
  await eventually(() => assert.rejects(t.claim('c')));
  // What is left to do is the node's.
  await eventually(async () => {
    const { metadata, status } = await t.volumes.get(name);
    assert.deepEqual([metadata.finalizers, status?.phase], [['peapod.dev/local-path'], 'Released']);
  });
  await t.harness.client.resource(nodes).delete('n1');
  await eventually(() => assert.rejects(t.volumes.get(name)));
});

test('what a folder cannot be is refused in an event', async () => {
  await using t = await start(persistentVolumeBinder, localPathProvisioner);
  await t.harness.client.resource(nodes).create(node);
  await t.claims.create({
    ...claim('c', '1Gi', { storageClassName: 'local-path', accessModes: ['ReadWriteMany'] }),
    metadata: {
      name: 'c',
      namespace: 'default',
      annotations: { 'volume.kubernetes.io/selected-node': 'n1' },
    },
  });
  await eventually(async () =>
    assert.ok(
      await t.said(
        'ProvisioningFailed: failed to provision volume with StorageClass "local-path": access mode ReadWriteMany is not supported',
      ),
    ),
  );
});
