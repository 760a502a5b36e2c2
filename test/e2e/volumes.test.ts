/** Persistent volumes: made for a claim, or brought along as a folder or a block device; data outlives the Pods. */
import assert from 'node:assert/strict';
import { closeSync, existsSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import type { PersistentVolume, PersistentVolumeClaim, Pod, PodSpec } from '../../src/api/core/v1.ts';
import type { Stored } from '../../src/machinery/object.ts';
import { persistentVolumeClaims, persistentVolumes, pods, statefulSets } from '../../src/machinery/resources.ts';
import { startTestCluster } from './cluster.ts';
import { run } from './command.ts';
import { eventually, waitFor } from './waiting.ts';

const claim = (name: string, spec: PersistentVolumeClaim['spec'] = {}): PersistentVolumeClaim => ({
  metadata: { name, namespace: 'default' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '16Mi' } }, ...spec },
});

test('persistent volumes', async (t) => {
  await using cluster = await startTestCluster({ name: 'volumes' });
  const kubectl = cluster.kubectl();
  const claims = cluster.client.resource(persistentVolumeClaims);
  const volumes = cluster.client.resource(persistentVolumes);
  const podApi = cluster.client.resource(pods);

  /** Runs the script in a Pod to its end, and answers what it printed. */
  const inPod = async (name: string, script: string, spec: Partial<PodSpec>, part: object = {}): Promise<string> => {
    const container = {
      name: 'main',
      image: 'busybox',
      imagePullPolicy: 'IfNotPresent',
      command: ['sh', '-c', script],
    };
    await podApi.create({
      metadata: { name, namespace: 'default' },
      spec: {
        restartPolicy: 'Never',
        ...spec,
        containers: [{ ...container, ...part } as PodSpec['containers'][number]],
      },
    });
    const over = (pod: Pod): boolean => pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
    const what = `Pod ${name} to end`;
    await waitFor(podApi, {
      parameters: { fieldSelector: `metadata.name=${name}` },
      what,
      timeout: 60_000,
      until: over,
    }).catch(async (error: unknown) => {
      const { stdout } = await kubectl(['describe', 'pod,pvc,pv']);
      throw new Error(stdout, { cause: error });
    });
    return (await kubectl(['logs', name])).stdout.trim();
  };
  const remove = async (pod: string): Promise<void> => {
    await podApi.delete(pod, 'default', { gracePeriodSeconds: 0 });
    await eventually(`Pod ${pod} gone`, 20_000, () => assert.rejects(podApi.get(pod, 'default')));
  };
  const bound = (name: string): Promise<Stored<PersistentVolumeClaim>> =>
    waitFor(claims, {
      parameters: { fieldSelector: `metadata.name=${name}` },
      what: `claim ${name} to be bound`,
      timeout: 20_000,
      until: ({ status }) => status?.phase === 'Bound',
    });
  const using = (claimName: string): Partial<PodSpec> => ({
    volumes: [{ name: 'data', persistentVolumeClaim: { claimName } }],
  });
  const mounted = { volumeMounts: [{ name: 'data', mountPath: '/data' }] };
  const events = async (about: string): Promise<string> =>
    (await kubectl(['events', '--for', about, '--no-headers'])).stdout;

  await t.test(
    'a claim waits for its first Pod, gets a volume on its node, and keeps the data when Pods go',
    async () => {
      await claims.create(claim('data'));
      await eventually('the claim to say what it waits for', 10_000, async () =>
        assert.match(
          await events('pvc/data'),
          /WaitForFirstConsumer +.*waiting for first consumer to be created before binding/,
        ),
      );
      assert.equal((await claims.get('data', 'default')).spec?.storageClassName, 'local-path');
      assert.equal((await claims.get('data', 'default')).status?.phase, 'Pending');
      assert.equal(
        await inPod(
          'writer',
          'echo kept > /data/file; id -g; stat -c %g /data',
          { ...using('data'), securityContext: { runAsUser: 1000, runAsGroup: 1000, fsGroup: 2000 } },
          mounted,
        ),
        '1000\n2000',
      );
      const { spec } = await bound('data');
      const volume = await volumes.get(spec?.volumeName ?? '');
      assert.equal(volume.spec?.local?.path, join(cluster.layout.node, 'local-path', volume.metadata.name));
      assert.match(await events('pvc/data'), /ProvisioningSucceeded/);
      assert.equal(readFileSync(join(volume.spec.local.path, 'file'), 'utf8'), 'kept\n');
      await remove('writer');
      const readOnly = { volumeMounts: [{ name: 'data', mountPath: '/f', subPath: 'file', readOnly: true }] };
      assert.equal(
        await inPod('reader', 'cat /f; (echo x > /f) 2>/dev/null || echo refused', using('data'), readOnly),
        'kept\nrefused',
      );
    },
  );

  await t.test('a claim that is deleted stays while a Pod uses it; then the folder goes with the volume', async () => {
    const name = (await claims.get('data', 'default')).spec?.volumeName ?? '';
    const folder = (await volumes.get(name)).spec?.local?.path ?? '';
    await claims.delete('data', 'default');
    assert.ok((await claims.get('data', 'default')).metadata.deletionTimestamp);
    assert.ok(existsSync(folder));
    await remove('reader');
    await eventually('the volume gone', 20_000, () => assert.rejects(volumes.get(name)));
    await assert.rejects(claims.get('data', 'default'));
    assert.ok(!existsSync(folder));
  });

  const local = (name: string, path: string, more: PersistentVolume['spec'] = {}): PersistentVolume => ({
    metadata: { name },
    spec: {
      capacity: { storage: '16Mi' },
      accessModes: ['ReadWriteOnce'],
      persistentVolumeReclaimPolicy: 'Retain',
      storageClassName: 'mine',
      local: { path },
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [
            { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [cluster.nodeName] }] },
          ],
        },
      },
      ...more,
    },
  });

  await t.test(
    'a local volume is bound to the claim that fits, and is Released with its data when the claim goes',
    async () => {
      const folder = join(cluster.layout.data, '..', 'disk');
      mkdirSync(folder);
      writeFileSync(join(folder, 'before'), 'there\n');
      await volumes.create(local('disk', folder));
      await claims.create(claim('disk', { storageClassName: 'mine' }));
      assert.equal((await bound('disk')).spec?.volumeName, 'disk');
      assert.equal(await inPod('local', 'cat /data/before; echo more > /data/after', using('disk'), mounted), 'there');
      await remove('local');
      await claims.delete('disk', 'default');
      await eventually('the volume Released', 10_000, async () =>
        assert.equal((await volumes.get('disk')).status?.phase, 'Released'),
      );
      assert.equal(readFileSync(join(folder, 'after'), 'utf8'), 'more\n');
    },
  );

  await t.test('a raw block device is written and read through volumeDevices, and is no file system', async () => {
    const file = join(cluster.layout.data, '..', 'device.img');
    const handle = openSync(file, 'w');
    ftruncateSync(handle, 16 * 1024 * 1024);
    closeSync(handle);
    const device = (await run('losetup', ['--find', '--show', file])).stdout.trim();
    assert.match(device, /^\/dev\/loop\d+$/);
    try {
      await volumes.create(local('raw', device, { volumeMode: 'Block' }));
      await claims.create(claim('raw', { storageClassName: 'mine', volumeMode: 'Block' }));
      await bound('raw');
      const devices = { volumeDevices: [{ name: 'data', devicePath: '/dev/raw' }] };
      const script =
        'echo block | dd of=/dev/raw bs=512 conv=fsync 2>/dev/null; dd if=/dev/raw bs=6 count=1 2>/dev/null; test -b /dev/raw && echo device';
      assert.equal(await inPod('raw', script, using('raw'), devices), 'block\ndevice');
      await podApi.create({
        metadata: { name: 'wrong', namespace: 'default' },
        spec: { ...using('raw'), containers: [{ name: 'main', image: 'busybox', ...mounted }] },
      });
      await eventually('the refusal', 20_000, async () =>
        assert.match(
          await events('pod/wrong'),
          /FailedMount +.*volume data has volumeMode Block, but is specified in volumeMounts/,
        ),
      );
      await remove('wrong');
      await remove('raw');
      assert.equal((await run('head', ['-c', '5', file])).stdout, 'block');
    } finally {
      await run('losetup', ['--detach', device]);
    }
  });

  await t.test('each Pod of a StatefulSet has a claim of its own, and finds it again', async () => {
    const script = 'hostname >> /data/names; sleep 1000';
    await cluster.client.resource(statefulSets).create({
      metadata: { name: 'db', namespace: 'default' },
      spec: {
        serviceName: 'db',
        replicas: 2,
        selector: { matchLabels: { app: 'db' } },
        template: {
          metadata: { labels: { app: 'db' } },
          spec: {
            terminationGracePeriodSeconds: 0,
            containers: [{ name: 'main', image: 'busybox', command: ['sh', '-c', script], ...mounted }],
          },
        },
        volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: claim('').spec ?? {} }],
      },
    });
    const names = (pod: string) => kubectl(['exec', pod, '--', 'cat', '/data/names']);
    for (const pod of ['db-0', 'db-1']) {
      await eventually(`${pod} to write`, 30_000, async () => assert.equal((await names(pod)).stdout, `${pod}\n`));
    }
    await podApi.delete('db-1', 'default');
    await eventually('db-1 to write again', 30_000, async () =>
      assert.equal((await names('db-1')).stdout, 'db-1\ndb-1\n'),
    );
    await cluster.client.resource(statefulSets).delete('db', 'default');
  });

  await t.test('a Pod that names a claim that is not there says so, and starts as soon as it is', async () => {
    const running = inPod('early', 'echo done', using('late'), mounted);
    await eventually('the refusal', 10_000, async () =>
      assert.match(await events('pod/early'), /0\/1 nodes are available: persistentvolumeclaim "late" not found\./),
    );
    await claims.create(claim('late'));
    assert.equal(await running, 'done');
  });
});
