/** Workloads other than Deployments, on real containers: Jobs, StatefulSets, DaemonSets, CronJobs, and their budgets. */
import assert from 'node:assert/strict';
import test from 'node:test';
import type { PodSpec } from '../../src/api/core/v1.ts';
import type { JobSpec } from '../../src/api/batch/v1.ts';
import { ApiError } from '../../src/machinery/apiError.ts';
import type { KubeObject, Stored } from '../../src/machinery/object.ts';
import { getCondition } from '../../src/machinery/pod.ts';
import type { Resource } from '../../src/machinery/resource.ts';
import {
  coreEvents,
  cronJobs,
  daemonSets,
  jobs,
  podDisruptionBudgets,
  pods,
  statefulSets,
} from '../../src/machinery/resources.ts';
import { startTestCluster } from './cluster.ts';
import { eventually, waitFor } from './waiting.ts';

const shell = (command: string, spec: Partial<PodSpec> = {}): PodSpec => ({
  terminationGracePeriodSeconds: 1,
  ...spec,
  containers: [{ name: 'app', image: 'busybox', imagePullPolicy: 'IfNotPresent', command: ['sh', '-c', command] }],
});
const forever = 'trap exit TERM; while true; do sleep 0.2; done';
const job = (command: string, spec: Partial<JobSpec> = {}): JobSpec => ({
  ...spec,
  template: { spec: shell(command, { restartPolicy: 'Never' }) },
});
const named = (name: string) => ({ name, namespace: 'default' });

test('workloads', async (t) => {
  await using cluster = await startTestCluster({ name: 'workloads' });
  const { client } = cluster;
  const until = <T extends KubeObject>(
    resource: Resource<T>,
    name: string,
    what: string,
    holds: (object: Stored<T>) => boolean,
  ): Promise<Stored<T>> =>
    waitFor(client.resource(resource), {
      what,
      timeout: 30_000,
      until: holds,
      parameters: { fieldSelector: `metadata.name=${name}` },
    });
  const finished = (name: string, condition: string) =>
    until(
      jobs,
      name,
      `Job ${name} is ${condition}`,
      ({ status }) => getCondition(status?.conditions, condition)?.status === 'True',
    );
  const eventsOf = async (name: string): Promise<string[]> => {
    const { items } = await client.resource(coreEvents).list('default');
    return items
      .filter(({ involvedObject }) => involvedObject.name === name)
      .map(({ reason, message }) => `${reason}: ${message}`);
  };

  await t.test('a Job with three completions finishes, and its indexes reach the containers', async () => {
    const spec = job('echo "$JOB_COMPLETION_INDEX on $(hostname)"', {
      completions: 3,
      parallelism: 2,
      completionMode: 'Indexed',
    });
    await client.resource(jobs).create({ metadata: named('three'), spec });
    const { status } = await finished('three', 'Complete');
    assert.deepEqual([status?.succeeded, status?.completedIndexes, status?.active ?? 0], [3, '0-2', 0]);
    const logs = await cluster.kubectl()(['logs', '-l', 'batch.kubernetes.io/job-name=three', '--tail=-1']);
    assert.deepEqual(logs.stdout.trim().split('\n').sort(), ['0 on three-0', '1 on three-1', '2 on three-2']);
    await eventually('the event', 5_000, async () =>
      assert.ok((await eventsOf('three')).includes('Completed: Job completed')),
    );
  });

  await t.test('a Job that fails too often says so', async () => {
    await client.resource(jobs).create({ metadata: named('failing'), spec: job('exit 3', { backoffLimit: 0 }) });
    const { status } = await finished('failing', 'Failed');
    assert.equal(getCondition(status?.conditions, 'Failed')?.reason, 'BackoffLimitExceeded');
    assert.equal(status?.failed, 1);
    const text = 'BackoffLimitExceeded: Job has reached the specified backoff limit';
    await eventually('the event', 5_000, async () => assert.ok((await eventsOf('failing')).includes(text)));
  });

  await t.test('a Job is deleted with its Pods', async () => {
    await client.resource(jobs).delete('failing', 'default', { propagationPolicy: 'Background' });
    await eventually('its Pods are gone', 15_000, async () => {
      const { items } = await client.resource(pods).list('default', { labelSelector: 'job-name=failing' });
      assert.deepEqual(items, []);
    });
  });

  await t.test('a StatefulSet comes up in order under stable names, and rolls from the last to the first', async () => {
    const labels = { app: 'web' };
    await client.resource(statefulSets).create({
      metadata: named('web'),
      spec: {
        replicas: 3,
        serviceName: 'web',
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: shell(forever) },
      },
    });
    const before = await until(statefulSets, 'web', 'three replicas', ({ status }) => status?.availableReplicas === 3);
    const started = (await client.resource(pods).list('default', { labelSelector: 'app=web' })).items;
    assert.deepEqual(started.map(({ metadata }) => metadata.name).sort(), ['web-0', 'web-1', 'web-2']);
    for (const [first, next] of [
      [0, 1],
      [1, 2],
    ] as const) {
      const [a, b] = [`web-${first}`, `web-${next}`].map((name) =>
        started.find(({ metadata }) => metadata.name === name),
      );
      const ready = getCondition(a?.status?.conditions, 'Ready')?.lastTransitionTime ?? '?';
      assert.ok(ready <= (b?.metadata.creationTimestamp ?? ''), `web-${next} came before web-${first} was ready`);
    }
    const { code, stderr } = await cluster.kubectl()(['set', 'env', 'statefulset/web', 'ROUND=2']);
    assert.equal(code, 0, stderr);
    const after = await until(
      statefulSets,
      'web',
      'the new template everywhere',
      ({ status }) =>
        status?.updatedReplicas === 3 &&
        status.currentRevision === status.updateRevision &&
        status.currentRevision !== before.status?.currentRevision,
    );
    await eventually('an event for each Pod', 5_000, async () =>
      assert.deepEqual(
        (await eventsOf('web')).filter((event) => event.startsWith('SuccessfulDelete')).sort(),
        [0, 1, 2].map((ordinal) => `SuccessfulDelete: delete Pod web-${ordinal} in StatefulSet web successful`),
      ),
    );
    assert.equal(after.status?.readyReplicas, 3);
  });

  await t.test('a PodDisruptionBudget lets as many Pods be evicted as it can spare, and no more', async () => {
    await client.resource(podDisruptionBudgets).create({
      metadata: named('web'),
      spec: { minAvailable: 3, selector: { matchLabels: { app: 'web' } } },
    });
    await until(podDisruptionBudgets, 'web', 'its status', ({ status }) => status?.currentHealthy === 3);
    const evict = (name: string) =>
      client.resource(pods).createSubresource(name, 'default', 'eviction', {
        apiVersion: 'policy/v1',
        kind: 'Eviction',
        metadata: named(name),
      });
    await assert.rejects(evict('web-2'), (error: unknown) => {
      assert.ok(error instanceof ApiError);
      assert.equal(error.code, 429);
      assert.equal(error.message, "Cannot evict pod as it would violate the pod's disruption budget.");
      return true;
    });
    const relax = { spec: { minAvailable: 2 } };
    await client.resource(podDisruptionBudgets).patch('web', 'default', 'application/merge-patch+json', relax);
    await until(podDisruptionBudgets, 'web', 'one to spare', ({ status }) => status?.disruptionsAllowed === 1);
    await evict('web-2');
    await assert.rejects(evict('web-1'), { code: 429 });
    await until(podDisruptionBudgets, 'web', 'all healthy again', ({ status }) => status?.disruptionsAllowed === 1);
  });

  await t.test('a DaemonSet runs on the node, and rolls there', async () => {
    const labels = { app: 'agent' };
    await client.resource(daemonSets).create({
      metadata: named('agent'),
      spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: shell(forever) } },
    });
    const { status } = await until(daemonSets, 'agent', 'its Pod', (set) => set.status?.numberAvailable === 1);
    assert.deepEqual([status?.desiredNumberScheduled, status?.numberMisscheduled], [1, 0]);
    const kubectl = cluster.kubectl();
    await kubectl(['set', 'env', 'daemonset/agent', 'ROUND=2']);
    const { code, stdout, stderr } = await kubectl(['rollout', 'status', 'daemonset/agent', '--timeout=30s']);
    assert.equal(code, 0, stdout + stderr);
    const { items } = await client.resource(pods).list('default', { labelSelector: 'app=agent' });
    assert.deepEqual(
      items
        .filter(({ metadata }) => !metadata.deletionTimestamp)
        .map(({ spec }) => [spec?.nodeName, spec?.containers[0]?.env?.[0]?.value]),
      [[cluster.nodeName, '2']],
    );
  });

  await t.test('a Job can be made of a CronJob by hand, and the CronJob takes note', async () => {
    await client.resource(cronJobs).create({
      metadata: named('yearly'),
      spec: { schedule: '0 0 1 1 *', timeZone: 'Europe/Berlin', jobTemplate: { spec: job('date') } },
    });
    const { code, stderr } = await cluster.kubectl()(['create', 'job', 'by-hand', '--from=cronjob/yearly']);
    assert.equal(code, 0, stderr);
    await finished('by-hand', 'Complete');
    await until(cronJobs, 'yearly', 'the last success', ({ status }) => status?.lastSuccessfulTime !== undefined);
  });
});
