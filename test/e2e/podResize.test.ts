/** Pods get another size while they run: seen in the kernel's cgroups, in the status, and over a restart of the agent. */
import assert from 'node:assert/strict';
import test from 'node:test';
import type { Container, Pod, PodCondition, ResourceRequirements } from '../../src/api/core/v1.ts';
import { getCondition } from '../../src/machinery/pod.ts';
import { nodes, pods } from '../../src/machinery/resources.ts';
import { milliValue } from '../../src/machinery/quantity.ts';
import { cgroupOf } from './cgroups.ts';
import { startTestCluster } from './cluster.ts';
import { create, eventsOf, isReady, podOf, remove, sleeper, until } from './pods.ts';
import { eventually } from './waiting.ts';

const mebi = 2 ** 20;
const size = (cpu: string, cpuLimit: string, memory: string, memoryLimit: string): ResourceRequirements => ({
  requests: { cpu, memory },
  limits: { cpu: cpuLimit, memory: memoryLimit },
});

const pending = ({ status }: Pod): PodCondition | undefined => getCondition(status?.conditions, 'PodResizePending');
const has = (pod: Pod): ResourceRequirements | undefined => pod.status?.containerStatuses?.[0]?.resources;
const restarts = (pod: Pod): number | undefined => pod.status?.containerStatuses?.[0]?.restartCount;

test('the size of Pods', { timeout: 240_000 }, async (t) => {
  await using cluster = await startTestCluster({ name: 'resize' });
  const kubectl = cluster.kubectl();
  const start = async (name: string, container: Partial<Container>) => {
    await create(cluster, podOf(name, { containers: [{ ...sleeper, ...container }] }));
    return until(cluster, name, 'is ready', isReady);
  };
  const resize = async (name: string, resources: ResourceRequirements): Promise<void> => {
    const patch = JSON.stringify({ spec: { containers: [{ name: 'c', resources }] } });
    const { code, stderr } = await kubectl(['patch', 'pod', name, '--subresource', 'resize', '--patch', patch]);
    assert.equal(code, 0, stderr);
  };
  const settled = (name: string, resources: ResourceRequirements) =>
    until(cluster, name, 'has its new size', (pod) => {
      const now =
        JSON.stringify(has(pod)) === JSON.stringify({ limits: resources.limits, requests: resources.requests });
      return now && isReady(pod) && !getCondition(pod.status?.conditions, 'PodResizeInProgress') && !pending(pod);
    });

  await t.test('CPU and memory grow, and CPU shrinks, under the container that runs on', async () => {
    const before = await start('grows', { resources: size('100m', '200m', '64Mi', '128Mi') });
    assert.equal(cgroupOf(cluster, before, 'c').cpuQuota, 20_000);
    const bigger = size('150m', '300m', '64Mi', '256Mi');
    await resize('grows', bigger);
    const pod = await settled('grows', bigger);
    const { cpuQuota, memoryLimit, cpuShares } = cgroupOf(cluster, pod, 'c');
    assert.deepEqual([cpuQuota, memoryLimit], [30_000, 256 * mebi]);
    assert.ok(cpuShares > cgroupOf(cluster, before, 'c').cpuShares - 1);
    const own = cgroupOf(cluster, pod);
    assert.deepEqual([own.cpuQuota, own.memoryLimit], [30_000, 256 * mebi]);
    const smaller = size('50m', '100m', '32Mi', '256Mi');
    await resize('grows', smaller);
    const after = await settled('grows', smaller);
    assert.deepEqual([cgroupOf(cluster, after, 'c').cpuQuota, cgroupOf(cluster, after).cpuQuota], [10_000, 10_000]);
    assert.equal(after.status?.containerStatuses?.[0]?.containerID, before.status?.containerStatuses?.[0]?.containerID);
    assert.deepEqual([restarts(after), after.metadata.generation], [0, 3]);
  });

  await t.test(
    'a container is started again for the resources for which its policy says so, and for no other',
    async () => {
      const resizePolicy = [{ resourceName: 'memory', restartPolicy: 'RestartContainer' as const }];
      await start('restarts', { resizePolicy, resources: size('100m', '200m', '64Mi', '128Mi') });
      const cpu = size('100m', '300m', '64Mi', '128Mi');
      await resize('restarts', cpu);
      assert.equal(restarts(await settled('restarts', cpu)), 0);
      const memory = size('100m', '300m', '32Mi', '64Mi');
      await resize('restarts', memory);
      const pod = await settled('restarts', memory);
      assert.equal(restarts(pod), 1);
      assert.deepEqual(
        [cgroupOf(cluster, pod, 'c').memoryLimit, cgroupOf(cluster, pod).memoryLimit],
        [64 * mebi, 64 * mebi],
      );
      const told = await eventsOf(cluster, 'restarts');
      assert.ok(told.includes('Killing: Container c resize requires restart'), told.join('\n'));
    },
  );

  await t.test(
    'a size that the node can never give is Infeasible; one that others hold is Deferred, and comes once they are gone',
    async () => {
      const { status } = await cluster.client.resource(nodes).get(cluster.nodeName);
      const capacity = milliValue(status?.allocatable?.['cpu'] ?? '0');
      const cpuOf = (millicores: number): ResourceRequirements => ({ requests: { cpu: `${millicores}m` } });
      await start('waits', { resources: cpuOf(100) });
      await start('holds', { resources: cpuOf(capacity / 2) });

      await resize('waits', cpuOf(capacity + 1000));
      const never = await until(cluster, 'waits', 'is told', (pod) => pending(pod)?.reason === 'Infeasible');
      assert.equal(
        pending(never)?.message,
        `Node didn't have enough capacity: cpu, requested: ${capacity + 1000}, capacity: ${capacity}`,
      );
      assert.deepEqual(has(never), { requests: { cpu: '100m' } });

      await resize('waits', cpuOf(capacity - 200));
      const later = await until(cluster, 'waits', 'is told', (pod) => pending(pod)?.reason === 'Deferred');
      assert.match(
        pending(later)?.message ?? '',
        new RegExp(
          `^Node didn't have enough resource: cpu, requested: ${capacity - 200}, used: \\d+, capacity: ${capacity}$`,
        ),
      );
      await remove(cluster, 'grows');
      await remove(cluster, 'restarts');
      assert.equal(pending(await cluster.client.resource(pods).get('waits', 'default'))?.reason, 'Deferred');
      await remove(cluster, 'holds');
      await settled('waits', cpuOf(capacity - 200));
      await remove(cluster, 'waits');
    },
  );

  await t.test('an agent that is started again keeps what was allowed, and what waits', async () => {
    await start('kept', { resources: { requests: { cpu: '100m' } } });
    await resize('kept', { requests: { cpu: '100' } });
    await until(cluster, 'kept', 'is told', (pod) => pending(pod)?.reason === 'Infeasible');
    const pidOf = async () => (await cluster.status()).processes.find(({ role }) => role === 'node')?.pid;
    const before = (await pidOf()) ?? assert.fail('no node process');
    process.kill(before, 'SIGKILL');
    await eventually('another node process', 30_000, async () => {
      assert.ok((await cluster.status()).ok);
      assert.notEqual(await pidOf(), before);
    });
    await eventually('the agent to have looked at the Pod again', 10_000, async () => {
      assert.equal((await kubectl(['exec', 'kept', '--', 'true'])).code, 0);
    });
    const again = await cluster.client.resource(pods).get('kept', 'default');
    assert.deepEqual([pending(again)?.reason, has(again)], ['Infeasible', { requests: { cpu: '100m' } }]);
    await resize('kept', { requests: { cpu: '110m' } });
    const pod = await settled('kept', { requests: { cpu: '110m' } });
    assert.equal(pending(pod), undefined);
    await remove(cluster, 'kept');
  });

  await t.test('kubectl edits the size, and a change of the Pod itself is refused', async () => {
    await start('edited', { resources: { requests: { cpu: '100m' } } });
    const edit = await kubectl(['edit', 'pod', 'edited', '--subresource', 'resize'], {
      env: { KUBE_EDITOR: 'sed -i s/cpu:.100m/cpu:\\ 120m/' },
    });
    assert.deepEqual([edit.code, edit.stdout], [0, 'pod/edited edited\n'], edit.stderr);
    await settled('edited', { requests: { cpu: '120m' } });
    const patch = JSON.stringify({ spec: { containers: [{ name: 'c', resources: { requests: { cpu: '130m' } } }] } });
    const direct = await kubectl(['patch', 'pod', 'edited', '--patch', patch]);
    assert.match(direct.stderr, /Forbidden: pod updates may not change fields other than/);
  });
});
