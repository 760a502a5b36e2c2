import assert from 'node:assert/strict';
import test from 'node:test';
import type { Job, JobSpec } from '../api/batch/v1.ts';
import type { Pod } from '../api/core/v1.ts';
import type { Stored } from '../machinery/object.ts';
import { jobs, pods } from '../machinery/resources.ts';
import { formatTime } from '../machinery/time.ts';
import { trackingFinalizer } from './job/jobPods.ts';
import { jobController } from './job.ts';
import type { Harness } from './testing/harness.ts';
import { eventually, podSpec, startHarness } from './testing/harness.ts';
import { ttlAfterFinishedController } from './ttlAfterFinished.ts';

const job = (spec: Partial<JobSpec>): Job => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'work', namespace: 'default' },
  spec: {
    parallelism: 1,
    backoffLimit: 6,
    completionMode: 'NonIndexed',
    podReplacementPolicy: 'TerminatingOrFailed',
    selector: { matchLabels: { job: 'work' } },
    template: { metadata: { labels: { job: 'work' } }, spec: { ...podSpec, restartPolicy: 'Never' } },
    ...spec,
  },
});

const statusOf = async ({ client }: Harness) => (await client.resource(jobs).get('work', 'default')).status ?? {};
const trueConditions = async (harness: Harness): Promise<string[]> =>
  ((await statusOf(harness)).conditions ?? []).filter((c) => c.status === 'True').map((c) => `${c.type}: ${c.reason}`);
const isActive = (pod: Pod): boolean => pod.status?.phase === undefined && !pod.metadata?.deletionTimestamp;
const activePods = async (harness: Harness): Promise<Stored<Pod>[]> => (await harness.pods()).filter(isActive);

/** A failure long enough ago that nothing waits for its back-off. */
async function failLongAgo({ client }: Harness, pod: Stored<Pod>, exitCode = 1): Promise<void> {
  const finishedAt = formatTime(Date.now() - 3_600_000);
  await client.resource(pods).updateStatus({
    ...(await client.resource(pods).get(pod.metadata.name, 'default')),
    status: {
      phase: 'Failed',
      containerStatuses: [
        {
          name: 'app',
          ready: false,
          restartCount: 0,
          image: '',
          imageID: '',
          state: { terminated: { exitCode, finishedAt } },
        },
      ],
    },
  });
}

async function succeedAll(harness: Harness): Promise<void> {
  for (const pod of await activePods(harness)) await harness.setPhase(pod, 'Succeeded');
}

test('a Job runs as many Pods at once as it may until enough have succeeded, and counts each once', async () => {
  await using harness = await startHarness(jobController);
  await harness.client.resource(jobs).create(job({ completions: 3, parallelism: 2 }));
  await eventually(async () => (await activePods(harness)).length === 2);
  const [pod] = await harness.pods();
  assert.deepEqual(pod?.metadata.finalizers, [trackingFinalizer]);
  await eventually(async () => (await statusOf(harness)).active === 2);
  await succeedAll(harness);
  await eventually(async () => (await activePods(harness)).length === 1);
  await succeedAll(harness);
  await eventually(async () => (await trueConditions(harness)).length === 2);
  const status = await statusOf(harness);
  assert.deepEqual(await trueConditions(harness), [
    'SuccessCriteriaMet: CompletionsReached',
    'Complete: CompletionsReached',
  ]);
  assert.equal(status.conditions?.[1]?.message, 'Reached expected number of succeeded pods');
  assert.deepEqual([status.active, status.succeeded, status.failed, status.terminating, status.ready], [0, 3, 0, 0, 0]);
  assert.deepEqual(status.uncountedTerminatedPods, {});
  assert.ok(status.startTime && status.completionTime);
  assert.equal((await harness.pods()).length, 3);
  assert.ok((await harness.pods()).every((each) => (each.metadata.finalizers ?? []).length === 0));
  await eventually(async () => (await harness.events()).includes('Completed: Job completed'));
  assert.equal((await harness.events()).filter((event) => event.startsWith('SuccessfulCreate')).length, 3);
});

test('without completions any success ends a Job once its other Pods have ended', async () => {
  await using harness = await startHarness(jobController);
  await harness.client.resource(jobs).create(job({ parallelism: 2 }));
  await eventually(async () => (await activePods(harness)).length === 2);
  const [first, second] = await harness.pods();
  if (!first || !second) throw new Error('two Pods');
  await harness.setPhase(first, 'Succeeded');
  await eventually(async () => (await statusOf(harness)).succeeded === 1);
  assert.deepEqual(await trueConditions(harness), []);
  await harness.setPhase(second, 'Failed');
  await eventually(async () => (await trueConditions(harness)).includes('Complete: CompletionsReached'));
  assert.equal((await statusOf(harness)).failed, 1);
});

test('an Indexed Job gives each Pod its index, and replaces the one that failed', async () => {
  await using harness = await startHarness(jobController);
  await harness.client.resource(jobs).create(job({ completionMode: 'Indexed', completions: 3, parallelism: 3 }));
  await eventually(async () => (await activePods(harness)).length === 3);
  const indexOf = (pod: Pod): string => pod.metadata?.annotations?.['batch.kubernetes.io/job-completion-index'] ?? '';
  const made = (await harness.pods()).sort((a, b) => indexOf(a).localeCompare(indexOf(b)));
  assert.deepEqual(made.map(indexOf), ['0', '1', '2']);
  const [, one] = made;
  assert.match(one?.metadata.name ?? '', /^work-1-[a-z0-9]{5}$/);
  assert.equal(one?.spec?.hostname, 'work-1');
  assert.equal(one?.metadata.labels?.['batch.kubernetes.io/job-completion-index'], '1');
  assert.equal(one?.spec?.containers[0]?.env?.[0]?.name, 'JOB_COMPLETION_INDEX');
  if (one) await failLongAgo(harness, one);
  await eventually(async () => (await activePods(harness)).filter((pod) => indexOf(pod) === '1').length === 1);
  for (const pod of await activePods(harness)) if (indexOf(pod) !== '1') await harness.setPhase(pod, 'Succeeded');
  await eventually(async () => (await statusOf(harness)).completedIndexes === '0,2');
  await succeedAll(harness);
  await eventually(async () => (await trueConditions(harness)).includes('Complete: CompletionsReached'));
  const { completedIndexes, succeeded, failed } = await statusOf(harness);
  assert.deepEqual([completedIndexes, succeeded, failed], ['0-2', 3, 1]);
});

test('a Job that fails too often stops its Pods and says why, once the last one has ended', async () => {
  await using harness = await startHarness(jobController);
  await harness.client.resource(jobs).create(job({ completions: 2, parallelism: 2, backoffLimit: 0 }));
  await eventually(async () => (await activePods(harness)).length === 2);
  const [first] = await harness.pods();
  if (first) await harness.setPhase(first, 'Failed');
  await eventually(async () => (await trueConditions(harness)).includes('Failed: BackoffLimitExceeded'));
  assert.deepEqual(await trueConditions(harness), [
    'FailureTarget: BackoffLimitExceeded',
    'Failed: BackoffLimitExceeded',
  ]);
  const { active, failed, completionTime } = await statusOf(harness);
  assert.deepEqual([active, failed, completionTime], [0, 2, undefined]);
  const text = 'BackoffLimitExceeded: Job has reached the specified backoff limit';
  await eventually(async () => (await harness.events()).includes(text));
});

test('after a failure the next Pod waits for the back-off', async () => {
  await using harness = await startHarness(jobController);
  await harness.client.resource(jobs).create(job({ completions: 1 }));
  await eventually(async () => (await activePods(harness)).length === 1);
  const [first] = await harness.pods();
  if (first) await harness.setPhase(first, 'Failed');
  await eventually(async () => (await statusOf(harness)).failed === 1);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal((await harness.pods()).length, 1);
});

test('a Job that takes longer than its deadline fails', async () => {
  await using harness = await startHarness(jobController);
  await harness.client.resource(jobs).create(job({ completions: 1, activeDeadlineSeconds: 1 }));
  await eventually(async () => (await trueConditions(harness)).includes('Failed: DeadlineExceeded'));
  const text = 'DeadlineExceeded: Job was active longer than specified deadline';
  await eventually(async () => (await harness.events()).includes(text));
  assert.equal((await harness.pods()).length, 0);
});

test('a suspended Job has no Pods, loses those it had without counting them, and goes on when resumed', async () => {
  await using harness = await startHarness(jobController);
  const client = harness.client.resource(jobs);
  const suspend = (value: boolean) =>
    client.patch('work', 'default', 'application/merge-patch+json', { spec: { suspend: value } });
  await client.create(job({ completions: 1, suspend: true }));
  await eventually(async () => (await trueConditions(harness)).includes('Suspended: JobSuspended'));
  assert.equal((await statusOf(harness)).startTime, undefined);
  await suspend(false);
  await eventually(async () => (await activePods(harness)).length === 1);
  await suspend(true);
  await eventually(async () => (await harness.pods()).length === 0 && (await statusOf(harness)).active === 0);
  assert.equal((await statusOf(harness)).failed, 0);
  await suspend(false);
  await eventually(async () => (await activePods(harness)).length === 1);
  await eventually(async () => {
    const events = (await harness.events()).filter((event) => /^(Suspended|Resumed)/.test(event));
    assert.deepEqual(events, ['Suspended: Job suspended (x2)', 'Resumed: Job resumed (x2)']);
  });
});

test('a pod failure policy fails the Job, or leaves failures uncounted', async () => {
  await using harness = await startHarness(jobController);
  const onExitCodes = (...values: number[]) => ({ operator: 'In' as const, values });
  const rules = [
    { action: 'Ignore' as const, onExitCodes: onExitCodes(7) },
    { action: 'FailJob' as const, onExitCodes: onExitCodes(42) },
  ];
  await harness.client
    .resource(jobs)
    .create(job({ completions: 1, podFailurePolicy: { rules }, podReplacementPolicy: 'Failed' }));
  await eventually(async () => (await activePods(harness)).length === 1);
  const [first] = await activePods(harness);
  if (first) await failLongAgo(harness, first, 7);
  await eventually(async () => (await activePods(harness)).length === 1);
  assert.equal((await statusOf(harness)).failed ?? 0, 0);
  const [second] = await activePods(harness);
  if (second) await failLongAgo(harness, second, 42);
  await eventually(async () => (await trueConditions(harness)).includes('Failed: PodFailurePolicy'));
  const { conditions } = await statusOf(harness);
  const why = `Container app for pod default/${second?.metadata.name} failed with exit code 42 matching FailJob rule at index 1`;
  assert.equal(conditions?.at(-1)?.message, why);
});

test('failures counted for each index fail that index alone, and the Job when the others are done', async () => {
  await using harness = await startHarness(jobController);
  const spec = {
    completionMode: 'Indexed' as const,
    completions: 2,
    parallelism: 2,
    backoffLimitPerIndex: 1,
    backoffLimit: 2 ** 31 - 1,
  };
  await harness.client.resource(jobs).create(job(spec));
  await eventually(async () => (await activePods(harness)).length === 2);
  const ofIndex = async (index: string) =>
    (await activePods(harness)).find(
      (pod) => pod.metadata.annotations?.['batch.kubernetes.io/job-completion-index'] === index,
    );
  const countOf = (pod: Pod | undefined) => pod?.metadata?.annotations?.['batch.kubernetes.io/job-index-failure-count'];
  const first = await ofIndex('0');
  assert.equal(countOf(first), '0');
  if (first) await failLongAgo(harness, first);
  await eventually(async () => countOf(await ofIndex('0')) === '1');
  const second = await ofIndex('0');
  if (second) await failLongAgo(harness, second);
  await eventually(async () => (await statusOf(harness)).failedIndexes === '0');
  assert.deepEqual(await trueConditions(harness), []);
  await succeedAll(harness);
  await eventually(async () => (await trueConditions(harness)).includes('Failed: FailedIndexes'));
  const { succeeded, failed, completedIndexes } = await statusOf(harness);
  assert.deepEqual([succeeded, failed, completedIndexes], [1, 2, '1']);
});

test('a success policy ends an Indexed Job before all of its indexes are done', async () => {
  await using harness = await startHarness(jobController);
  const successPolicy = { rules: [{ succeededIndexes: '0' }] };
  await harness.client
    .resource(jobs)
    .create(job({ completionMode: 'Indexed', completions: 3, parallelism: 3, successPolicy }));
  await eventually(async () => (await activePods(harness)).length === 3);
  const leader = (await harness.pods()).find((pod) => pod.spec?.hostname === 'work-0');
  if (leader) await harness.setPhase(leader, 'Succeeded');
  await eventually(async () => (await trueConditions(harness)).includes('Complete: SuccessPolicy'));
  assert.equal((await activePods(harness)).length, 0);
});

test('the Pods of a Job that is gone are let go of', async () => {
  await using harness = await startHarness(jobController);
  await harness.client.resource(jobs).create(job({ completions: 1 }));
  await eventually(async () => (await activePods(harness)).length === 1);
  await harness.client.resource(jobs).delete('work', 'default');
  await eventually(async () => (await harness.pods()).every((pod) => (pod.metadata.finalizers ?? []).length === 0));
});

test('a finished Job is deleted when its time is over', async () => {
  await using harness = await startHarness(jobController, ttlAfterFinishedController);
  const client = harness.client.resource(jobs);
  await client.create(job({ completions: 1, ttlSecondsAfterFinished: 0 }));
  await eventually(async () => (await activePods(harness)).length === 1);
  await succeedAll(harness);
  await eventually(async () => (await client.list('default')).items.every((each) => each.metadata.deletionTimestamp));
});
