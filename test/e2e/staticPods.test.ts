/** Static Pods: what files in a folder of the node describe runs there, and mirrors show it. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { isNotFound } from '../../src/machinery/apiError.ts';
import { pods } from '../../src/machinery/resources.ts';
import { startTestCluster } from './cluster.ts';
import { isReady, until } from './pods.ts';
import { eventually } from './waiting.ts';

const manifest = (word: string): string => `apiVersion: v1
kind: Pod
metadata:
  name: watchman
  labels: { word: ${word} }
spec:
  terminationGracePeriodSeconds: 1
  containers:
    - { name: c, image: busybox, command: [sh, -c, 'echo ${word}; sleep 1000'], resources: { requests: { cpu: 10m } } }
`;

test('static Pods', { timeout: 180_000 }, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'peapod-static-'));
  t.after(() => rm(folder, { recursive: true }));
  const file = join(folder, 'watchman.yaml');
  await writeFile(file, manifest('first'));
  await writeFile(join(folder, 'broken.yaml'), 'kind: Nothing\n');
  await using cluster = await startTestCluster({ name: 'static', flags: ['--pod-manifest-path', folder] });
  const { client, nodeName } = cluster;
  const kubectl = cluster.kubectl();
  const name = `watchman-${nodeName}`;
  const idOf = async (): Promise<string | undefined> =>
    (await client.resource(pods).get(name, 'default')).status?.containerStatuses?.[0]?.containerID;

  await t.test('what a file describes runs on the node, and a mirror shows it', async () => {
    const pod = await until(cluster, name, 'is ready', isReady);
    const { annotations = {}, ownerReferences } = pod.metadata;
    assert.equal(annotations['kubernetes.io/config.source'], 'file');
    assert.equal(annotations['kubernetes.io/config.mirror'], annotations['kubernetes.io/config.hash']);
    assert.deepEqual(
      ownerReferences?.map(({ kind, name: owner, controller }) => [kind, owner, controller]),
      [['Node', nodeName, true]],
    );
    assert.equal(pod.spec?.nodeName, nodeName);
    assert.equal((await kubectl(['logs', name])).stdout, 'first\n');
    assert.equal((await kubectl(['exec', name, '--', 'echo', 'hi'])).stdout, 'hi\n');
  });

  await t.test('a mirror that is deleted comes again, and the container never stopped', async () => {
    const before = await client.resource(pods).get(name, 'default');
    assert.equal((await kubectl(['delete', 'pod', name, '--wait=false'])).code, 0);
    await eventually('another mirror', 10_000, async () => {
      const again = await client.resource(pods).get(name, 'default');
      assert.notEqual(again.metadata.uid, before.metadata.uid);
      assert.ok(isReady(again));
      assert.equal(await idOf(), before.status?.containerStatuses?.[0]?.containerID);
    });
  });

  await t.test('it cannot be resized', async () => {
    const patch = JSON.stringify({ spec: { containers: [{ name: 'c', resources: { requests: { cpu: '20m' } } }] } });
    const { stderr } = await kubectl(['patch', 'pod', name, '--subresource', 'resize', '--patch', patch]);
    assert.match(stderr, /static pods cannot be resized/);
  });

  await t.test('its container outlives the agent, which knows it again', async () => {
    const before = await idOf();
    const pidOf = async () => (await cluster.status()).processes.find(({ role }) => role === 'node')?.pid;
    const pid = (await pidOf()) ?? assert.fail('no node process');
    process.kill(pid, 'SIGKILL');
    await eventually('another node process', 30_000, async () => {
      assert.ok((await cluster.status()).ok);
      assert.notEqual(await pidOf(), pid);
    });
    assert.equal((await kubectl(['exec', name, '--', 'echo', 'hi'])).stdout, 'hi\n');
    assert.equal(await idOf(), before);
  });

  await t.test('a file that changes makes another Pod of it, and one that goes ends it', async () => {
    const before = await idOf();
    await writeFile(file, manifest('second'));
    await until(
      cluster,
      name,
      'is of the new file',
      (pod) => pod.metadata.labels?.['word'] === 'second' && isReady(pod),
    );
    assert.notEqual(await idOf(), before);
    assert.equal((await kubectl(['logs', name])).stdout, 'second\n');
    await rm(file);
    await eventually('the mirror to be gone', 30_000, async () => {
      const found = await client
        .resource(pods)
        .get(name, 'default')
        .catch((error: unknown) => {
          if (isNotFound(error)) return undefined;
          throw error;
        });
      assert.equal(found, undefined);
    });
  });
});
