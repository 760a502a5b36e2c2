/** The four ways in which a Pod leaves its node: it finishes, is deleted, is evicted for lack of resources, or its node fails. */
import assert from 'node:assert/strict';
import test from 'node:test';
import type { Pod, PodSpec } from '../../src/api/core/v1.ts';
import { getCondition, isPodReady } from '../../src/machinery/pod.ts';
import { deployments, pods } from '../../src/machinery/resources.ts';
import { startTestCluster } from './cluster.ts';
import { loseNode } from './lostNode.ts';
import { create, hasFailed, hasSucceeded, isReady, podOf, remove, script, sleeper, until } from './pods.ts';
import { eventually } from './waiting.ts';

test('a Pod stays on its node until', { timeout: 240_000 }, async (t) => {
  await using cluster = await startTestCluster({
    name: 'leaves',
    nodes: 2,
    env: { PEAPOD_NODE_MONITOR_GRACE_SECONDS: '16' },
  });
  const { client } = cluster;
  const second = `${cluster.nodeName}-2`;
  const on = (spec: Partial<PodSpec>): Partial<PodSpec> => ({
    nodeSelector: { 'kubernetes.io/hostname': second },
    ...spec,
  });
  /** What its node still has of it: nothing runs of a Pod that has left. */
  const runs = ({ status }: Pod): boolean => (status?.containerStatuses ?? []).some(({ state }) => state?.running);

  await t.test('it finishes: its containers end, and it says how', async () => {
    const ends = (code: number) => on({ restartPolicy: 'Never', containers: [script(`exit ${code}`)] });
    await create(cluster, podOf('succeeds', ends(0)));
    await create(cluster, podOf('fails', ends(1)));
    const done = [
      await until(cluster, 'succeeds', 'ends', hasSucceeded),
      await until(cluster, 'fails', 'ends', hasFailed),
    ];
    assert.deepEqual(
      done.map((pod) => [pod.status?.phase, pod.spec?.nodeName, runs(pod)]),
      [
        ['Succeeded', second, false],
        ['Failed', second, false],
      ],
    );
  });

  await t.test('it is deleted: it is gone, and nobody makes another one', async () => {
    await create(cluster, podOf('deleted', on({})));
    await until(cluster, 'deleted', 'is ready', isReady);
    await remove(cluster, 'deleted');
    assert.ok((await client.resource(pods).list('default')).items.every(({ metadata }) => metadata.name !== 'deleted'));
  });

  await t.test('it is evicted for lack of resources: Failed, with the reason', async () => {
    const full = script('dd if=/dev/zero of=/v/file bs=1M count=3; sleep 1000', {
      volumeMounts: [{ name: 'v', mountPath: '/v' }],
    });
    await create(
      cluster,
      podOf('evicted', on({ containers: [full], volumes: [{ name: 'v', emptyDir: { sizeLimit: '1Mi' } }] })),
    );
    const { status } = await until(cluster, 'evicted', 'is evicted', hasFailed);
    assert.deepEqual([status?.reason, status?.phase], ['Evicted', 'Failed']);
  });

  await t.test('its node fails: it is given up, and what keeps it makes another one elsewhere', async () => {
    const quickly = (key: string) => ({
      key,
      operator: 'Exists' as const,
      effect: 'NoExecute' as const,
      tolerationSeconds: 1,
    });
    const labels = { app: 'kept' };
    const tolerations = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'].map(quickly);
    await client.resource(deployments).create({
      metadata: { name: 'kept', namespace: 'default' },
      spec: {
        replicas: 2,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { tolerations, terminationGracePeriodSeconds: 1, containers: [sleeper] },
        },
      },
    });
    const all = async () => (await client.resource(pods).list('default', { labelSelector: 'app=kept' })).items;
    await eventually('both to be ready, one on each node', 30_000, async () => {
      const ready = (await all()).filter(isPodReady);
      assert.deepEqual(new Set(ready.map(({ spec }) => spec?.nodeName)), new Set([cluster.nodeName, second]));
    });
    const lost = (await all()).find(({ spec }) => spec?.nodeName === second) ?? assert.fail('none there');
    await loseNode(cluster, second);
    await eventually('another one to run where there still is a node', 90_000, async () => {
      const ready = (await all()).filter((pod) => isPodReady(pod) && !pod.metadata.deletionTimestamp);
      assert.deepEqual(
        ready.map(({ spec }) => spec?.nodeName),
        [cluster.nodeName, cluster.nodeName],
      );
    });
    const given = await client.resource(pods).get(lost.metadata.name, 'default');
    assert.ok(given.metadata.deletionTimestamp);
    assert.equal(getCondition(given.status?.conditions, 'DisruptionTarget')?.reason, 'DeletionByTaintManager');
  });
});
