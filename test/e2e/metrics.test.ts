/** What Pods and nodes use, as `kubectl top` and the metrics API tell it. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { pods } from '../../src/machinery/resources.ts';
import { startTestCluster } from './cluster.ts';
import { kubectlVersions } from './kubectlBinary.ts';
import { eventually } from './waiting.ts';

test('metrics', async (t) => {
  await using cluster = await startTestCluster({ name: 'metrics' });
  const { client, nodeName } = cluster;
  const kubectl = cluster.kubectl();
  const create = (name: string, script: string) =>
    client.resource(pods).create({
      metadata: { name, namespace: 'default' },
      spec: {
        terminationGracePeriodSeconds: 0,
        containers: [{ name: 'c', image: 'busybox', imagePullPolicy: 'IfNotPresent', command: ['sh', '-c', script] }],
      },
    });
  await create('busy', 'while :; do :; done');
  await create('idle', 'exec sleep 1000');

  await t.test('kubectl top tells who is busy, with every kubectl', async () => {
    await eventually('numbers of both Pods', 60_000, async () => {
      const { stdout } = await kubectl(['top', 'pods', '--no-headers']);
      const cores = new Map(
        [...stdout.matchAll(/^(\w+) +(\d+)m +\d+Mi/gm)].map(([, name, milli]) => [name, Number(milli)]),
      );
      // A share of a core, however busy the machine is otherwise.
      assert.ok((cores.get('busy') ?? 0) > 100, stdout);
      assert.ok((cores.get('idle') ?? Infinity) < 50, stdout);
    });
    for (const { version } of await kubectlVersions()) {
      const top = cluster.kubectl(version);
      const { stdout, stderr, code } = await top(['top', 'pods', '--containers']);
      assert.deepEqual([code, stderr], [0, ''], version);
      assert.match(
        stdout,
        /^POD +NAME +CPU\(cores\) +MEMORY\(bytes\) *\nbusy +c +\d+m +\d+Mi *\nidle +c +\d+m +\d+Mi *\n$/,
      );
      assert.match(
        (await top(['top', 'nodes'])).stdout,
        new RegExp(`^${nodeName} +\\d+m +\\d+% +\\d+Mi +\\d+% *$`, 'm'),
      );
    }
  });

  await t.test('the metrics API names window and time of what it tells', async () => {
    const { stdout } = await kubectl(['get', '--raw', '/apis/metrics.k8s.io/v1beta1/namespaces/default/pods/busy']);
    // A named seam: the answer's shape is what is asserted.
    const { kind, timestamp, window, containers } = JSON.parse(stdout) as Record<string, unknown>;
    assert.equal(kind, 'PodMetrics');
    assert.ok(Math.abs(Date.now() - Date.parse(String(timestamp))) < 60_000, String(timestamp));
    assert.match(String(window), /^\d+(\.\d+)?s$/);
    assert.match(JSON.stringify(containers), /^\[\{"name":"c","usage":\{"cpu":"\d+n","memory":"\d+Ki"\}\}\]$/);
    const missing = await kubectl(['get', '--raw', '/apis/metrics.k8s.io/v1beta1/namespaces/default/pods/none']);
    assert.match(missing.stderr, /NotFound/);
  });

  await t.test('kubectl sees that the metrics API is available', async () => {
    const { stdout } = await kubectl(['get', 'apiservices', 'v1beta1.metrics.k8s.io', '--no-headers']);
    assert.match(stdout, /^v1beta1\.metrics\.k8s\.io +\S+ +True/);
  });
});
