import assert from 'node:assert/strict';
import test from 'node:test';
import { createClient } from '../../client/createClient.ts';
import { MemoryTransport } from '../../client/testing/memoryTransport.ts';
import { persistentVolumeClaims, persistentVolumes } from '../../machinery/resources.ts';
import { testPod } from '../pod/testPods.ts';
import { PodClaims } from './claims.ts';

function start() {
  const client = createClient(new MemoryTransport());
  const claims = client.resource(persistentVolumeClaims);
  const volumes = client.resource(persistentVolumes);
  const bind = async (): Promise<void> => {
    const claim = await claims.create({
      metadata: {
        name: 'c',
        namespace: 'ns',
        annotations: { 'pv.kubernetes.io/bind-completed': 'yes' },
        finalizers: ['kubernetes.io/pvc-protection'],
      },
      spec: { volumeName: 'v' },
    });
    await volumes.create({ metadata: { name: 'v' }, spec: { claimRef: { uid: claim.metadata.uid } } });
  };
  return { claims, volumes, bind, podClaims: new PodClaims(client) };
}

test('a claim that is missing, not bound, or bound to a volume of another is said to be so', async () => {
  const { claims, volumes, podClaims } = start();
  const find = () => podClaims.find(testPod(), 'c');
  await assert.rejects(find, /^Error: failed to fetch PVC from API server: persistentvolumeclaims "c" not found$/);
  const made = await claims.create({ metadata: { name: 'c', namespace: 'ns' }, spec: {} });
  await assert.rejects(find, /^Error: PVC is not bound$/);
  await claims.update({
    ...made,
    metadata: { ...made.metadata, annotations: { 'pv.kubernetes.io/bind-completed': 'yes' } },
    spec: { volumeName: 'v' },
  });
  await assert.rejects(find, /^Error: failed to fetch PV "v" from API server: persistentvolumes "v" not found$/);
  await volumes.create({ metadata: { name: 'v' }, spec: { claimRef: { uid: 'another' } } });
  await assert.rejects(find, /^Error: PV "v" is bound to another claim than "ns\/c"$/);
});

test('a claim is looked up once for a Pod, until the Pod is forgotten', async () => {
  const { claims, volumes, bind, podClaims } = start();
  await bind();
  const found = await podClaims.find(testPod(), 'c');
  await claims.delete('c', 'ns');
  await volumes.delete('v');
  assert.equal(await podClaims.find(testPod(), 'c'), found);
  podClaims.forget('u1');
  await assert.rejects(podClaims.find(testPod(), 'c'));
});

test('a claim that is being deleted is for Pods that run with it already', async () => {
  const { claims, bind, podClaims } = start();
  await bind();
  await claims.delete('c', 'ns');
  await assert.rejects(podClaims.find(testPod(), 'c'), /^Error: PVC is being deleted$/);
  const running = { ...testPod(), status: { phase: 'Running' as const } };
  assert.equal((await podClaims.find(running, 'c')).volume.metadata.name, 'v');
});
