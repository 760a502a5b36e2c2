import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import type { PersistentVolume } from '../../api/core/v1.ts';
import { createClient } from '../../client/createClient.ts';
import { createInformers } from '../../client/informers.ts';
import { eventually } from '../../client/testing/eventually.ts';
import { MemoryTransport } from '../../client/testing/memoryTransport.ts';
import { silent } from '../../machinery/log.ts';
import { persistentVolumes } from '../../machinery/resources.ts';
import { keepLocalPathFolders } from './localPathFolders.ts';

async function start() {
  const stack = new AsyncDisposableStack();
  const root = mkdtempSync(join(tmpdir(), 'peapod-local-path-'));
  stack.defer(() => rmSync(root, { recursive: true }));
  const client = createClient(new MemoryTransport());
  const informers = stack.use(createInformers(client, silent));
  const recorder = { event: () => undefined };
  stack.use(keepLocalPathFolders({ client, informers, recorder, log: silent, nodeName: 'n', root: join(root, 'v') }));
  const volume = (name: string, path: string, more: PersistentVolume['spec'] = {}): PersistentVolume => ({
    metadata: {
      name,
      labels: { 'peapod.dev/node': 'n' },
      annotations: { 'pv.kubernetes.io/provisioned-by': 'peapod.dev/local-path' },
      finalizers: ['peapod.dev/local-path'],
    },
    spec: { local: { path }, persistentVolumeReclaimPolicy: 'Delete', ...more },
  });
  return {
    root,
    api: client.resource(persistentVolumes),
    volume,
    own: (name: string, more?: PersistentVolume['spec']) => volume(name, join(root, 'v', name), more),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

test('a folder is made for a volume of this node, and removed once the volume is deleted and not bound', async () => {
  await using t = await start();
  const path = join(t.root, 'v', 'pvc-1');
  const made = await t.api.create(t.own('pvc-1'));
  await eventually(() => assert.ok(existsSync(path)));
  await eventually(() => assert.equal(statSync(path).mode & 0o777, 0o777));
  await t.api.updateStatus({ ...made, status: { phase: 'Bound' } });
  await t.api.delete('pvc-1');
  const ending = await t.api.get('pvc-1');
  assert.ok(ending.metadata.deletionTimestamp);
  assert.ok(existsSync(path));
  await t.api.updateStatus({ ...ending, status: { phase: 'Released' } });
  await eventually(() => assert.rejects(t.api.get('pvc-1')));
  assert.ok(!existsSync(path));
});

test('a folder whose volume is to be retained stays when the volume is deleted', async () => {
  await using t = await start();
  await t.api.create(t.own('pvc-1', { persistentVolumeReclaimPolicy: 'Retain' }));
  await eventually(() => assert.ok(existsSync(join(t.root, 'v', 'pvc-1'))));
  await t.api.delete('pvc-1');
  await eventually(() => assert.rejects(t.api.get('pvc-1')));
  assert.ok(existsSync(join(t.root, 'v', 'pvc-1')));
});

test('a folder that lies elsewhere is not touched, whatever a volume claims to be', async () => {
  await using t = await start();
  const elsewhere = join(t.root, 'precious');
  mkdirSync(elsewhere);
  writeFileSync(join(elsewhere, 'file'), '');
  await t.api.create(t.volume('pvc-1', elsewhere));
  await t.api.delete('pvc-1');
  await eventually(() => assert.rejects(t.api.get('pvc-1')));
  assert.ok(existsSync(join(elsewhere, 'file')));
});
