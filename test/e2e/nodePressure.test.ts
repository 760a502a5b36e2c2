/** A node that runs short of disk, then of memory: what it says, whom it evicts first, and whom it takes no more. */
import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import test from 'node:test';
import type { Pod } from '../../src/api/core/v1.ts';
import { getCondition } from '../../src/machinery/pod.ts';
import { nodes } from '../../src/machinery/resources.ts';
import { startTestCluster } from './cluster.ts';
import { run } from './command.ts';
import { create, eventsOf, hasFailed, isReady, podOf, remove, script, sleeper, until } from './pods.ts';
import { eventually, waitFor } from './waiting.ts';

const mebi = 2 ** 20;
const disk = 200;

/** Bytes, as the node counts what is available. */
async function memoryAvailable(): Promise<number> {
  const text = await readFile('/proc/meminfo', 'utf8');
  const kib = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1]);
  return (kib('MemFree') + kib('Inactive\\(file\\)')) * 1024;
}

test('a node under pressure', { timeout: 240_000 }, async (t) => {
  // Less than is left now by as much as other programs of the machine may take meanwhile.
  const least = Math.floor(((await memoryAvailable()) - 1536 * mebi) / mebi);
  let mounted = '';
  await using cluster = await startTestCluster({
    name: 'pressure',
    env: {
      PEAPOD_EVICTION_HARD: `memory.available<${least}Mi,nodefs.available<50%`,
      PEAPOD_EVICTION_PRESSURE_TRANSITION_SECONDS: '3',
    },
    // A disk of its own for volumes and logs, so that it can be filled.
    async prepare({ node }) {
      await mkdir(node, { recursive: true });
      const { code, stderr } = await run('mount', ['-t', 'tmpfs', '-o', `size=${disk}m`, 'peapod-test', node]);
      assert.equal(code, 0, stderr);
      mounted = node;
    },
  });
  try {
    const nodeIs = (what: string, type: string, status: string, taint: string) =>
      waitFor(cluster.client.resource(nodes), {
        namespace: undefined,
        what,
        timeout: 60_000,
        until: (node) =>
          getCondition(node.status?.conditions, type)?.status === status &&
          (node.spec?.taints ?? []).some(({ key, effect }) => key === taint && effect === 'NoSchedule') ===
            (status === 'True'),
      });
    const isUnscheduled = ({ status }: Pod): boolean =>
      getCondition(status?.conditions, 'PodScheduled')?.reason === 'Unschedulable';

    await t.test('short of disk it evicts who uses more than it asked for, and nobody else', async () => {
      const volumes = [{ name: 'v', emptyDir: {} }];
      const writes = (mebibytes: number) => ({
        ...script(`dd if=/dev/zero of=/v/file bs=1M count=${mebibytes}; sleep 1000`),
        volumeMounts: [{ name: 'v', mountPath: '/v' }],
      });
      const resources = { requests: { 'ephemeral-storage': '40Mi' } };
      await create(cluster, podOf('modest', { volumes, containers: [{ ...writes(10), resources }] }));
      await until(cluster, 'modest', 'is ready', isReady);
      await create(cluster, podOf('filler', { volumes, containers: [writes(110)] }));
      await nodeIs('the node to tell DiskPressure', 'DiskPressure', 'True', 'node.kubernetes.io/disk-pressure');
      await create(cluster, podOf('late', {}));
      const { status } = await until(cluster, 'filler', 'is evicted', hasFailed);
      assert.equal(status?.reason, 'Evicted');
      assert.match(
        status?.message ?? '',
        /^The node was low on resource: ephemeral-storage\. Threshold quantity: \S+, available: \S+\. Container c was using \d+Ki, request is 0, has larger consumption of ephemeral-storage\. $/,
      );
      const target = getCondition(status?.conditions, 'DisruptionTarget');
      assert.deepEqual([target?.status, target?.reason], ['True', 'TerminationByKubelet']);
      assert.ok((await eventsOf(cluster, 'filler')).some((event) => event.startsWith('Evicted: The node was low on')));
      await nodeIs('the node to be well again', 'DiskPressure', 'False', 'node.kubernetes.io/disk-pressure');
      await until(cluster, 'late', 'is taken once there is room', isReady);
      await until(cluster, 'modest', 'has run on', isReady);
      await remove(cluster, 'late');
    });

    await t.test(
      'short of memory it evicts who uses more than it asked for, and takes no best-effort Pod',
      async () => {
        const volumes = [{ name: 'm', emptyDir: { medium: 'Memory' } }];
        const greedy = script('dd if=/dev/zero of=/m/file bs=1M count=3000; sleep 1000', {
          volumeMounts: [{ name: 'm', mountPath: '/m' }],
        });
        const resources = { requests: { memory: '64Mi' } };
        await create(cluster, podOf('frugal', { containers: [{ ...sleeper, resources }] }));
        await until(cluster, 'frugal', 'is ready', isReady);
        await create(cluster, podOf('greedy', { volumes, containers: [greedy] }));
        await nodeIs('the node to tell MemoryPressure', 'MemoryPressure', 'True', 'node.kubernetes.io/memory-pressure');
        await create(cluster, podOf('unasked', {}));
        const { status } = await until(cluster, 'greedy', 'is evicted', hasFailed);
        assert.equal(status?.reason, 'Evicted');
        assert.match(status?.message ?? '', /^The node was low on resource: memory\. Threshold quantity: /);
        await until(cluster, 'frugal', 'has run on', isReady);
        await eventually('the taint to have kept a best-effort Pod away, or to be gone', 30_000, async () => {
          const list = await cluster.client.resource(nodes).get(cluster.nodeName);
          const pressed = (list.spec?.taints ?? []).some(({ key }) => key === 'node.kubernetes.io/memory-pressure');
          if (pressed) await until(cluster, 'unasked', 'waits', isUnscheduled);
        });
      },
    );
  } finally {
    await cluster.peapod(['down']);
    await run('umount', [mounted]);
  }
});
