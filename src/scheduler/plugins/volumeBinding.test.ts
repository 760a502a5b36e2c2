import assert from 'node:assert/strict';
import test from 'node:test';
import type { PersistentVolume, PersistentVolumeClaim } from '../../api/core/v1.ts';
import type { StorageClass } from '../../api/storage/v1.ts';
import { eventually } from '../../client/testing/eventually.ts';
import type { Stored } from '../../machinery/object.ts';
import { persistentVolumeClaims, persistentVolumes, storageClasses } from '../../machinery/resources.ts';
import { cluster, filterAll, info, node, pod } from '../testing/build.ts';
import { startTestScheduler } from '../testing/startTestScheduler.ts';
import { testVolumes } from '../testing/volumes.ts';
import type { StorageObject } from '../testing/volumes.ts';
import { isRejection } from '../framework.ts';
import { volumeBinding } from './volumeBinding.ts';
import { volumeRestrictions } from './volumeRestrictions.ts';

const meta = (name: string, more: { namespace?: string; annotations?: Record<string, string> } = {}) => ({
  name,
  uid: name,
  resourceVersion: '1',
  creationTimestamp: '2025-01-01T00:00:00Z',
  ...more,
});
const storageClass = (name: string, more: Pick<StorageClass, 'provisioner'> | object = {}): Stored<StorageClass> => ({
  kind: 'StorageClass',
  metadata: meta(name),
  provisioner: 'kubernetes.io/no-provisioner',
  volumeBindingMode: 'WaitForFirstConsumer',
  ...more,
});
const claim = (
  name: string,
  spec: PersistentVolumeClaim['spec'] = {},
  annotations = {},
): Stored<PersistentVolumeClaim> => ({
  kind: 'PersistentVolumeClaim',
  metadata: meta(name, { namespace: 'default', annotations }),
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...spec },
  status: { phase: 'Pending' },
});
const boundTo = (name: string, volumeName: string): Stored<PersistentVolumeClaim> =>
  claim(name, { volumeName }, { 'pv.kubernetes.io/bind-completed': 'yes' });
const volume = (name: string, where: string, spec: PersistentVolume['spec'] = {}): Stored<PersistentVolume> => ({
  kind: 'PersistentVolume',
  metadata: meta(name),
  spec: {
    capacity: { storage: '1Gi' },
    accessModes: ['ReadWriteOnce'],
    local: { path: '/d' },
    nodeAffinity: {
      required: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [where] }] }],
      },
    },
    ...spec,
  },
  status: { phase: 'Available' },
});
const using = (...names: string[]) => ({
  spec: { volumes: names.map((name) => ({ name, persistentVolumeClaim: { claimName: name } })) },
});

const asked = (names: string[], ...objects: StorageObject[]): Record<string, string> =>
  filterAll(
    volumeBinding,
    info('p', using(...names)),
    cluster([node('a'), node('b')], [], { volumes: testVolumes(...objects) }),
  );
const both = (text: string) => ({ a: text, b: text });

test('VolumeBinding says which claim is missing, lost, going, or not bound at once', () => {
  assert.deepEqual(asked(['c']), both('persistentvolumeclaim "c" not found'));
  assert.deepEqual(asked(['c'], claim('c')), both('pod has unbound immediate PersistentVolumeClaims'));
  const lost = { ...boundTo('c', 'v'), status: { phase: 'Lost' } } as const;
  assert.deepEqual(asked(['c'], lost), both('persistentvolumeclaim "c" bound to non-existent persistentvolume "v"'));
  const going = { ...claim('c'), metadata: { ...claim('c').metadata, deletionTimestamp: '2025-01-01T00:00:00Z' } };
  assert.deepEqual(asked(['c'], going), both('persistentvolumeclaim "c" is being deleted'));
  const volumes = testVolumes(claim('c'));
  const prepared = volumeBinding.prepareFilter?.(info('p', using('c')), cluster([node('a')], [], { volumes }));
  assert.ok(prepared && isRejection(prepared) && prepared.unresolvable);
});

test('VolumeBinding keeps a Pod where its volume is', () => {
  assert.deepEqual(asked(['c'], boundTo('c', 'v'), volume('v', 'a')), {
    a: 'fits',
    b: 'node(s) had volume node affinity conflict',
  });
  assert.deepEqual(
    asked(['c'], boundTo('c', 'v')),
    both('node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)'),
  );
});

test('VolumeBinding looks for free volumes of a class that waits, one for each claim', () => {
  const local = storageClass('local');
  const wanting = (name: string) => claim(name, { storageClassName: 'local' });
  const free = (name: string, where: string) => volume(name, where, { storageClassName: 'local' });
  const none = "node(s) didn't find available persistent volumes to bind";
  assert.deepEqual(asked(['c'], local, wanting('c'), free('v', 'a')), { a: 'fits', b: none });
  assert.deepEqual(asked(['c', 'd'], local, wanting('c'), wanting('d'), free('v', 'a')), both(none));
  assert.deepEqual(asked(['c', 'd'], local, wanting('c'), wanting('d'), free('v', 'a'), free('w', 'a')), {
    a: 'fits',
    b: none,
  });
  const dynamic = storageClass('dynamic', { provisioner: 'example.org/p' });
  const chosen = claim('c', { storageClassName: 'dynamic' }, { 'volume.kubernetes.io/selected-node': 'b' });
  assert.deepEqual(asked(['c'], dynamic, chosen), { a: none, b: 'fits' });
});

test('VolumeBinding promises a volume to one claim alone', () => {
  const wanting = (name: string) => claim(name, { storageClassName: 'local' });
  const free = volume('v', 'a', { storageClassName: 'local' });
  const context = cluster([node('a')], [], {
    volumes: testVolumes(storageClass('local'), wanting('c'), wanting('d'), free),
  });
  const [a] = context.snapshot.nodes;
  assert.ok(a);
  const reservation = volumeBinding.reserve?.(info('p', using('c')), a, context);
  assert.match(filterAll(volumeBinding, info('q', using('d')), context)['a'] ?? '', /didn't find available/);
  assert.equal(filterAll(volumeBinding, info('p', using('c')), context)['a'], 'fits');
  reservation?.release();
  assert.equal(filterAll(volumeBinding, info('q', using('d')), context)['a'], 'fits');
});

test('VolumeBinding has the volume of a claim made for one node, whoever else uses the claim', () => {
  const dynamic = storageClass('dynamic', { provisioner: 'example.org/p' });
  const volumes = testVolumes(dynamic, claim('c', { storageClassName: 'dynamic' }));
  const context = cluster([node('a'), node('b')], [], { volumes });
  const [a] = context.snapshot.nodes;
  assert.ok(a);
  const reservation = volumeBinding.reserve?.(info('p', using('c')), a, context);
  const none = "node(s) didn't find available persistent volumes to bind";
  assert.deepEqual(filterAll(volumeBinding, info('q', using('c')), context), { a: 'fits', b: none });
  reservation?.release();
  assert.deepEqual(filterAll(volumeBinding, info('q', using('c')), context), both('fits'));
});

test('VolumeRestrictions leaves a ReadWriteOncePod claim to one Pod', () => {
  const volumes = testVolumes(claim('c', { accessModes: ['ReadWriteOncePod'] }), claim('shared'));
  const context = cluster([node('a')], [pod('old', { ...using('c', 'shared'), node: 'a' })], { volumes });
  const text = 'node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode';
  assert.deepEqual(filterAll(volumeRestrictions, info('new', using('c')), context), { a: text });
  assert.deepEqual(filterAll(volumeRestrictions, info('new', using('shared')), context), { a: 'fits' });
});

test('a Pod is bound once the volume of its claim has been made for the node that was chosen', async () => {
  await using t = await startTestScheduler(node('a'));
  const claims = t.client.resource(persistentVolumeClaims);
  await t.client
    .resource(storageClasses)
    .create({ ...storageClass('dynamic', { provisioner: 'example.org/p' }), metadata: { name: 'dynamic' } });
  await t.add(pod('p', using('c')));
  await eventually(() =>
    assert.match(t.events[0] ?? '', /0\/1 nodes are available: persistentvolumeclaim "c" not found\./),
  );
  const { spec } = claim('c', { storageClassName: 'dynamic' });
  await claims.create({ metadata: { name: 'c', namespace: 'default' }, ...(spec && { spec }) });
  await eventually(async () =>
    assert.equal((await claims.get('c', 'default')).metadata.annotations?.['volume.kubernetes.io/selected-node'], 'a'),
  );
  assert.equal((await t.get('p')).spec?.nodeName, undefined);
  await t.client
    .resource(persistentVolumes)
    .create({ metadata: { name: 'v' }, spec: { capacity: { storage: '1Gi' } } });
  await claims.patch('c', 'default', 'application/merge-patch+json', {
    metadata: { annotations: { 'pv.kubernetes.io/bind-completed': 'yes' } },
    spec: { volumeName: 'v' },
  });
  await eventually(async () => assert.equal((await t.get('p')).spec?.nodeName, 'a'));
});
