/** What nodes and Pods use: `kubectl top` of every version, and what the numbers mean. */
import assert from 'node:assert/strict';
import test from 'node:test';
import type { NodeMetrics, PodMetrics } from '../../src/api/metrics/v1beta1.ts';
import { milliValue, value } from '../../src/machinery/quantity.ts';
import { nodeMetrics, podMetrics, pods } from '../../src/machinery/resources.ts';
import { startTestCluster, type TestCluster } from './cluster.ts';
import { kubectlVersions } from './kubectlBinary.ts';
import { eventually, waitFor } from './waiting.ts';

const burner = `
apiVersion: v1
kind: Pod
metadata:
  name: burner
  labels: {app: burner}
spec:
  terminationGracePeriodSeconds: 0
  containers:
  - name: burn
    image: busybox
    imagePullPolicy: IfNotPresent
    command: [sh, -c, 'while :; do :; done']
    resources: {limits: {cpu: 200m}}
  - name: idle
    image: busybox
    imagePullPolicy: IfNotPresent
    command: [sh, -c, 'dd if=/dev/zero of=/memory/data bs=1M count=64; sleep 1000']
    volumeMounts: [{name: memory, mountPath: /memory}]
  volumes: [{name: memory, emptyDir: {medium: Memory}}]
`;

test('metrics of nodes and Pods', async (t) => {
  await using cluster = await startTestCluster({ name: 'metrics' });
  const kubectl = cluster.kubectl();
  const ok = async (...args: string[]): Promise<string> => {
    const { stdout, stderr, code } = await kubectl(args);
    assert.equal(code, 0, stderr);
    return stdout;
  };
  assert.equal((await kubectl(['apply', '-f', '-'], { input: burner })).code, 0);
  await waitFor(cluster.client.resource(pods), {
    what: 'the burner runs',
    timeout: 60_000,
    parameters: { fieldSelector: 'metadata.name=burner' },
    until: ({ status }) => status?.phase === 'Running',
  });

  await t.test('CPU is what was used over the window that is told, memory the working set', async () => {
    const found = await eventually('metrics of the burner', 30_000, () => metricsOfBurner(cluster));
    assert.match(found.window, /^\d+(\.\d+)?s$/);
    assert.ok(Math.abs(Date.now() - Date.parse(found.timestamp)) < 60_000, found.timestamp);
    const [burn, idle] = ['burn', 'idle'].map((name) => found.containers.find((c) => c.name === name)?.usage);
    const cores = milliValue(burn?.cpu ?? '0');
    assert.ok(cores > 20 && cores < 300, `a loop limited to 200m uses ${cores}m`);
    assert.ok(milliValue(idle?.cpu ?? '0') < cores);
    assert.ok(value(idle?.memory ?? '0') > 64 * 2 ** 20, `64 MiB written to memory, ${idle?.memory} in use`);
    assert.deepEqual(found.metadata?.labels, { app: 'burner' });
  });

  await t.test('every kubectl shows them with `top`', async () => {
    const versions: { version?: `1.${27 | 28 | 29 | 30 | 31 | 32 | 33}` }[] = await kubectlVersions();
    for (const { version } of versions.length > 0 ? versions : [{}]) {
      const run = cluster.kubectl(version);
      const top = async (...args: string[]): Promise<string> => {
        const { stdout, stderr, code } = await run(['top', ...args]);
        assert.equal(code, 0, `${version}: ${stderr}`);
        assert.equal(stderr, '', version);
        return stdout;
      };
      assert.match(
        await top('nodes'),
        /^NAME +CPU\(cores\) +CPU(\(%\)|%) +MEMORY\(bytes\) +MEMORY(\(%\)|%) *\npeapod-test +\d+m +\d+% +\d+Mi +\d+% *\n$/,
      );
      assert.match(await top('pods'), /^NAME +CPU\(cores\) +MEMORY\(bytes\) *\nburner +\d+m +\d+Mi *\n$/);
      const containers = await top('pods', '-A', '--containers', '-l', 'app=burner', '--sort-by=cpu');
      assert.match(containers, /^NAMESPACE +POD +NAME .*\ndefault +burner +burn +\d+m.*\ndefault +burner +idle +\d+m/);
    }
  });

  await t.test('selectors, single objects and what is not there are answered as metrics-server does', async () => {
    const { client } = cluster;
    assert.equal((await client.resource(podMetrics).list('default', { labelSelector: 'app=other' })).items.length, 0);
    assert.match(
      await ok('get', 'podmetrics', 'burner'),
      /^NAME +CPU +MEMORY +WINDOW\nburner +\d+\w* +\d+\w* +[\d.]+s\n$/,
    );
    const node: NodeMetrics = await client.resource(nodeMetrics).get(cluster.nodeName);
    assert.equal(node.metadata?.labels?.['kubernetes.io/hostname'], cluster.nodeName);
    assert.ok(milliValue(node.usage.cpu ?? '0') > 0);
    const { stderr, code } = await kubectl(['top', 'pod', 'nobody']);
    assert.equal(code, 1);
    assert.match(stderr, /pods "nobody" not found/);
    const raw: unknown = JSON.parse(await ok('get', '--raw', '/apis/metrics.k8s.io/v1beta1/nodes'));
    assert.deepEqual(Object.keys(raw as object), ['kind', 'apiVersion', 'metadata', 'items']);
  });

  await t.test('the version is discovered, and has its APIService', async () => {
    assert.match(await ok('api-versions'), /^metrics\.k8s\.io\/v1beta1$/m);
    assert.match(await ok('get', 'apiservices'), /^v1beta1\.metrics\.k8s\.io +Local +True +\S+$/m);
    assert.match(
      await ok('get', 'apiservice', 'v1.apps', '-o', 'name'),
      /^apiservice\.apiregistration\.k8s\.io\/v1\.apps$/m,
    );
  });

  await t.test("the node's own statistics name Pods, containers and the node", async () => {
    const proxy = `/api/v1/nodes/${cluster.nodeName}/proxy`;
    const text = await ok('get', '--raw', `${proxy}/metrics/resource`);
    assert.match(
      text,
      /^container_cpu_usage_seconds_total\{container="burn",namespace="default",pod="burner"\} [\d.]+ \d+$/m,
    );
    const counted = (name: string): number =>
      Number(new RegExp(`^${name}\\{.*pod="burner"\\} (\\S+)`, 'm').exec(text)?.[1] ?? assert.fail(name));
    assert.ok(counted('pod_memory_working_set_bytes') > 64 * 2 ** 20, 'the Pod counts what its sandbox uses, too');
    assert.ok(counted('pod_cpu_usage_seconds_total') > 0);
    await ok('get', '--raw', `${proxy}/stats/summary`);
    const summary = JSON.parse(await ok('get', '--raw', `${proxy}/stats/summary`)) as {
      node: {
        cpu: { usageCoreNanoSeconds: number };
        memory: { workingSetBytes: number };
        fs: { capacityBytes: number };
      };
      pods: { podRef: { name: string }; containers: { name: string }[]; cpu: { usageNanoCores?: number } }[];
    };
    assert.ok(summary.node.cpu.usageCoreNanoSeconds > 0 && summary.node.memory.workingSetBytes > 0);
    assert.ok(summary.node.fs.capacityBytes > 0);
    const burnerStats = summary.pods.find((p) => p.podRef.name === 'burner');
    assert.deepEqual(burnerStats?.containers.map((c) => c.name).sort(), ['burn', 'idle']);
  });
});

async function metricsOfBurner(cluster: TestCluster): Promise<PodMetrics> {
  return cluster.client.resource(podMetrics).get('burner', 'default');
}
