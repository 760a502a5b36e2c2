/** What claims and volumes do beyond being stored, seen through a real server. */
import assert from 'node:assert/strict';
import test from 'node:test';
import type { PersistentVolume, PersistentVolumeClaim } from '../../../api/core/v1.ts';
import { admissionPlugins } from '../../admission/index.ts';
import { startTestServer } from '../../testing/testServer.ts';
import { registrations } from '../index.ts';

const claims = '/api/v1/namespaces/default/persistentvolumeclaims';
const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };

const start = () => startTestServer({ registrations: registrations(), admission: admissionPlugins() });

test('claims and volumes are protected from the beginning, and no warning is left', async () => {
  await using server = await start();
  const answer = await server.request('POST', claims, { metadata: { name: 'c' }, spec });
  assert.equal(answer.status, 201, answer.text);
  assert.equal(answer.headers['warning'], undefined);
  const claim = answer.body as PersistentVolumeClaim;
  assert.deepEqual(claim.metadata?.finalizers, ['kubernetes.io/pvc-protection']);
  const made = await server.request('POST', '/api/v1/persistentvolumes', {
    metadata: { name: 'v' },
    spec: { accessModes: ['ReadWriteOnce'], capacity: { storage: '1Gi' }, hostPath: { path: '/d' } },
  });
  assert.deepEqual((made.body as PersistentVolume).metadata?.finalizers, ['kubernetes.io/pv-protection']);
});

test('a claim without a class may be given one later, and then keeps it', async () => {
  await using server = await start();
  await server.request('POST', claims, { metadata: { name: 'c' }, spec });
  const merge = { headers: { 'content-type': 'application/merge-patch+json' } };
  const give = (storageClassName: string) =>
    server.request('PATCH', `${claims}/c`, { spec: { storageClassName } }, merge);
  assert.equal((await give('first')).status, 200);
  const refused = await give('second');
  assert.equal(refused.status, 422);
  assert.match(refused.text, /spec is immutable after creation/);
});

test('a claim grows only when it is bound, and only where its class allows it', async () => {
  await using server = await start();
  const merge = { headers: { 'content-type': 'application/merge-patch+json' } };
  const grow = async (): Promise<string> => {
    const body = { spec: { resources: { requests: { storage: '2Gi' } } } };
    return (await server.request('PATCH', `${claims}/c`, body, merge)).text;
  };
  await server.request('POST', '/apis/storage.k8s.io/v1/storageclasses', {
    metadata: { name: 'fixed' },
    provisioner: 'example.org/p',
  });
  await server.request('POST', claims, { metadata: { name: 'c' }, spec: { ...spec, storageClassName: 'fixed' } });
  assert.match(await grow(), /Only bound persistent volume claims can be expanded/);
  await server.request('PATCH', `${claims}/c/status`, { status: { phase: 'Bound' } }, merge);
  assert.match(await grow(), /the storageclass that provisions the pvc must support resize/);
});

test('a volume that no node can mount is stored with a warning', async () => {
  await using server = await start();
  const answer = await server.request('POST', '/api/v1/persistentvolumes', {
    metadata: { name: 'v' },
    spec: { accessModes: ['ReadWriteOnce'], capacity: { storage: '1Gi' }, nfs: { server: 's', path: '/p' } },
  });
  assert.match(String(answer.headers['warning']), /spec\.nfs: not supported by this version of Peapod/);
});

test('the containers of a StatefulSet may mount what its claim templates name', async () => {
  await using server = await start();
  const set = (mount: string) => ({
    metadata: { name: mount },
    spec: {
      serviceName: 'db',
      selector: { matchLabels: { app: 'db' } },
      template: {
        metadata: { labels: { app: 'db' } },
        spec: { containers: [{ name: 'c', image: 'i', volumeMounts: [{ name: mount, mountPath: '/data' }] }] },
      },
      volumeClaimTemplates: [{ metadata: { name: 'data' }, spec }],
    },
  });
  const path = '/apis/apps/v1/namespaces/default/statefulsets';
  const made = await server.request('POST', path, set('data'));
  assert.equal(made.status, 201, made.text);
  const refused = await server.request('POST', path, set('other'));
  assert.match(refused.text, /volumeMounts\[0\]\.name: Not found: \\"other\\"/);
});
