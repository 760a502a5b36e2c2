import assert from 'node:assert/strict';
import test from 'node:test';
import type { PodDisruptionBudgetSpec } from '../api/policy/v1.ts';
import { jobs, podDisruptionBudgets, pods, replicaSets } from '../machinery/resources.ts';
import { formatTime } from '../machinery/time.ts';
import { disruptionController } from './disruption.ts';
import { replicaSetController } from './replicaSet.ts';
import type { Harness } from './testing/harness.ts';
import { eventually, podSpec, startHarness } from './testing/harness.ts';

const selector = { matchLabels: { app: 'web' } };

async function withPods({ client, ...harness }: Harness, replicas: number): Promise<void> {
  const template = { metadata: { labels: selector.matchLabels }, spec: podSpec };
  await client.resource(replicaSets).create({
    metadata: { name: 'web', namespace: 'default' },
    spec: { replicas, selector, template },
  });
  await eventually(async () => (await harness.pods()).length === replicas);
}

const protect = ({ client }: Harness, spec: PodDisruptionBudgetSpec) =>
  client.resource(podDisruptionBudgets).create({
    metadata: { name: 'web', namespace: 'default' },
    spec: { selector, ...spec },
  });
const statusOf = async ({ client }: Harness) =>
  (await client.resource(podDisruptionBudgets).get('web', 'default')).status;
const numbers = async (harness: Harness) => {
  const status = await statusOf(harness);
  return [status?.expectedPods, status?.desiredHealthy, status?.currentHealthy, status?.disruptionsAllowed];
};

test('a budget allows as many disruptions as there are healthy Pods beyond those that must stay', async () => {
  for (const [spec, desired] of [
    [{ minAvailable: 3 }, 3],
    [{ minAvailable: '51%' }, 3],
    [{ maxUnavailable: 1 }, 3],
    [{ maxUnavailable: '30%' }, 2],
  ] as const) {
    await using harness = await startHarness(disruptionController, replicaSetController);
    await withPods(harness, 4);
    await protect(harness, spec);
    await eventually(async () => assert.deepEqual(await numbers(harness), [4, desired, 0, 0]));
    const condition = (await statusOf(harness))?.conditions?.[0];
    assert.deepEqual(
      [condition?.type, condition?.status, condition?.reason],
      ['DisruptionAllowed', 'False', 'InsufficientPods'],
    );
    await harness.makeReady();
    await eventually(async () => assert.deepEqual(await numbers(harness), [4, desired, 4, 4 - desired]));
    const allowed = (await statusOf(harness))?.conditions?.[0];
    assert.deepEqual([allowed?.status, allowed?.reason, allowed?.observedGeneration], ['True', 'SufficientPods', 1]);
  }
});

test('a Pod whose eviction was granted counts as gone until it is, but not for ever', async () => {
  await using harness = await startHarness(disruptionController, replicaSetController);
  await withPods(harness, 2);
  await harness.makeReady();
  await protect(harness, { minAvailable: 1 });
  await eventually(async () => assert.deepEqual(await numbers(harness), [2, 1, 2, 1]));
  const [evicted] = await harness.pods();
  const client = harness.client.resource(podDisruptionBudgets);
  const grant = async (time: number) => {
    const budget = await client.get('web', 'default');
    const disruptedPods = { [evicted?.metadata.name ?? '']: formatTime(time) };
    if (budget.status)
      await client.updateStatus({ ...budget, status: { ...budget.status, disruptionsAllowed: 0, disruptedPods } });
  };
  await grant(Date.now());
  await eventually(async () => assert.deepEqual(await numbers(harness), [2, 1, 1, 0]));
  await grant(Date.now() - 3 * 60_000);
  await eventually(async () => assert.deepEqual(await numbers(harness), [2, 1, 2, 1]));
  assert.equal((await statusOf(harness))?.disruptedPods, undefined);
  const text = "NotDeleted: Pod was expected by PDB default/web to be deleted but it wasn't";
  await eventually(async () => (await harness.events()).some((event) => event.startsWith(text)));
});

test('without Pods nothing may be disrupted, and Pods whose controller has no size cannot be counted on', async () => {
  await using harness = await startHarness(disruptionController);
  await protect(harness, { maxUnavailable: 1 });
  await eventually(async () =>
    (await harness.events()).some((event) => event.startsWith('NoPods: No matching pods found')),
  );
  await eventually(async () => assert.deepEqual(await numbers(harness), [0, 0, 0, 0]));
  const job = await harness.client.resource(jobs).create({ metadata: { name: 'job', namespace: 'default' } });
  const ownerReferences = [
    { apiVersion: 'batch/v1', kind: 'Job', name: 'job', uid: job.metadata.uid, controller: true },
  ];
  await harness.client.resource(pods).create({
    metadata: { name: 'p', namespace: 'default', labels: selector.matchLabels, ownerReferences },
    spec: podSpec,
  });
  await eventually(async () => {
    const condition = (await statusOf(harness))?.conditions?.[0];
    assert.equal(condition?.reason, 'SyncFailed');
    assert.equal(condition.message, 'jobs.batch does not implement the scale subresource');
  });
});

test('the mark of a disruption that did not come is taken back', async () => {
  await using harness = await startHarness(disruptionController);
  const client = harness.client.resource(pods);
  const pod = await client.create({ metadata: { name: 'p', namespace: 'default' }, spec: podSpec });
  const mark = (time: number) => ({
    type: 'DisruptionTarget',
    status: 'True' as const,
    lastTransitionTime: formatTime(time),
  });
  await client.updateStatus({ ...pod, status: { phase: 'Running', conditions: [mark(Date.now() - 3 * 60_000)] } });
  await eventually(async () => (await client.get('p', 'default')).status?.conditions?.[0]?.status === 'False');
});
