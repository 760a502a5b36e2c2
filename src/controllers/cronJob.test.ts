import assert from 'node:assert/strict';
import test from 'node:test';
import type { CronJob, CronJobSpec, Job } from '../api/batch/v1.ts';
import { parseSchedule } from '../machinery/cronSchedule.ts';
import { nextTimeOf } from '../machinery/cronTimes.ts';
import type { Stored } from '../machinery/object.ts';
import { controllerOf } from '../machinery/owner.ts';
import { cronJobs, jobs } from '../machinery/resources.ts';
import { formatTime } from '../machinery/time.ts';
import { lastDue, nextDue } from './cronJob/due.ts';
import { cronJobController } from './cronJob.ts';
import type { Harness } from './testing/harness.ts';
import { eventually, podSpec, startHarness } from './testing/harness.ts';

const minute = 60_000;
const thisMinute = (): number => Math.floor(Date.now() / minute) * minute;

/** Made `ago` minutes before the last full minute, unless something else is said. */
const cron = (spec: Partial<CronJobSpec> = {}, ago = 0.5): CronJob => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'tick', namespace: 'default', creationTimestamp: formatTime(thisMinute() - ago * minute) },
  spec: {
    schedule: '* * * * *',
    concurrencyPolicy: 'Allow',
    jobTemplate: {
      metadata: { labels: { app: 'tick' } },
      spec: { template: { spec: { ...podSpec, restartPolicy: 'Never' } } },
    },
    ...spec,
  },
});

const jobsOf = async ({ client }: Harness) => (await client.resource(jobs).list('default')).items;
const statusOf = async ({ client }: Harness) => (await client.resource(cronJobs).get('tick', 'default')).status;
const create = ({ client }: Harness, cronJob: CronJob) => client.resource(cronJobs).create(cronJob);

async function finish({ client }: Harness, job: Stored<Job>, type: 'Complete' | 'Failed'): Promise<void> {
  const time = formatTime(Date.now());
  await client.resource(jobs).updateStatus({
    ...(await client.resource(jobs).get(job.metadata.name, 'default')),
    status: {
      conditions: [{ type, status: 'True' }],
      startTime: time,
      ...(type === 'Complete' && { completionTime: time }),
    },
  });
}

const stored = (cronJob: CronJob): Stored<CronJob> => ({
  ...cronJob,
  metadata: { name: 'tick', uid: 'u', resourceVersion: '1', creationTimestamp: '2025-06-01T10:00:30Z' },
});

test('of several times that were missed the last one is due, and the next is the one after now', () => {
  const next = nextTimeOf(parseSchedule('*/10 * * * *'), 'UTC');
  const at = (now: string, spec: Partial<CronJobSpec> = {}) => {
    const cronJob = stored(cron(spec));
    const { time, tooManyMissed } = lastDue(cronJob, next, Date.parse(now));
    const following = nextDue(cronJob, next, Date.parse(now));
    return [time && formatTime(time), tooManyMissed, following && formatTime(following)];
  };
  assert.deepEqual(at('2025-06-01T10:05:00Z'), [undefined, false, '2025-06-01T10:10:00Z']);
  assert.deepEqual(at('2025-06-01T10:35:00Z'), ['2025-06-01T10:30:00Z', false, '2025-06-01T10:40:00Z']);
  assert.deepEqual(at('2025-09-01T10:35:00Z'), ['2025-09-01T10:30:00Z', true, '2025-09-01T10:40:00Z']);
  const strict = { startingDeadlineSeconds: 60 };
  assert.deepEqual(at('2025-09-01T10:35:00Z', strict), [undefined, false, '2025-09-01T10:40:00Z']);
});

test('a Job is made for the time that is due, named after it, and followed to its end', async () => {
  await using harness = await startHarness(cronJobController);
  const cronJob = await create(harness, cron());
  await eventually(async () => (await jobsOf(harness)).length === 1);
  const [job] = await jobsOf(harness);
  if (!job) throw new Error('one Job');
  assert.equal(controllerOf(job)?.uid, cronJob.metadata.uid);
  assert.deepEqual(job.metadata.labels, { app: 'tick' });
  assert.ok(job.metadata.annotations?.['batch.kubernetes.io/cronjob-scheduled-timestamp']);
  await eventually(async () => (await statusOf(harness))?.active?.[0]?.uid === job.metadata.uid);
  const time = Date.parse((await statusOf(harness))?.lastScheduleTime ?? '');
  assert.ok(time % minute === 0 && time > Date.parse(cronJob.metadata.creationTimestamp) && time <= Date.now());
  assert.equal(job.metadata.name, `tick-${time / minute}`);
  await finish(harness, job, 'Complete');
  await eventually(async () => (await statusOf(harness))?.active?.length === 0);
  assert.ok((await statusOf(harness))?.lastSuccessfulTime);
  await eventually(async () => {
    assert.deepEqual(await harness.events(), [
      `SuccessfulCreate: Created job ${job.metadata.name}`,
      `SawCompletedJob: Saw completed job: ${job.metadata.name}, condition: Complete`,
    ]);
  });
  assert.equal((await jobsOf(harness)).length, 1);
});

test('a CronJob that is suspended, or not due yet, makes nothing', async () => {
  await using harness = await startHarness(cronJobController);
  await create(harness, cron({ suspend: true }));
  const other = cron({ schedule: '0 0 1 1 *' });
  await create(harness, { ...other, metadata: { ...other.metadata, name: 'yearly' } });
  await new Promise((resolve) => setTimeout(resolve, 30));
  assert.deepEqual(await jobsOf(harness), []);
});

test('while a Job runs Forbid makes no other, and Replace takes its place', async () => {
  for (const concurrencyPolicy of ['Forbid', 'Replace'] as const) {
    await using harness = await startHarness(cronJobController);
    const running = await harness.client.resource(jobs).create({ metadata: { name: 'running', namespace: 'default' } });
    const cronJob = cron({ concurrencyPolicy, suspend: true });
    await create(harness, { ...cronJob, status: { active: [{ name: 'running', uid: running.metadata.uid }] } });
    await harness.client
      .resource(cronJobs)
      .patch('tick', 'default', 'application/merge-patch+json', { spec: { suspend: false } });
    const told =
      concurrencyPolicy === 'Forbid'
        ? 'JobAlreadyActive: Not starting job because prior execution is running and concurrency policy is Forbid'
        : 'SuccessfulDelete: Deleted job running';
    await eventually(async () => (await harness.events()).some((event) => event.startsWith(told)));
    await eventually(async () => {
      const names = (await jobsOf(harness)).map((job) => job.metadata.name.replace(/\d+$/, ''));
      assert.deepEqual(names, [concurrencyPolicy === 'Forbid' ? 'running' : 'tick-']);
    });
  }
});

test('finished Jobs beyond the history limits go, the oldest first', async () => {
  await using harness = await startHarness(cronJobController);
  const cronJob = await create(
    harness,
    cron({ suspend: true, successfulJobsHistoryLimit: 1, failedJobsHistoryLimit: 0 }),
  );
  const reference = {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    name: 'tick',
    uid: cronJob.metadata.uid,
    controller: true,
  };
  for (const [name, type] of [
    ['a', 'Complete'],
    ['b', 'Complete'],
    ['c', 'Failed'],
  ] as const) {
    const metadata = { name, namespace: 'default', ownerReferences: [reference] };
    await finish(harness, await harness.client.resource(jobs).create({ metadata }), type);
  }
  await eventually(async () => {
    assert.deepEqual(
      (await jobsOf(harness)).map((job) => job.metadata.name),
      ['b'],
    );
  });
  await eventually(async () => (await harness.events()).includes('SuccessfulDelete: Deleted job a'));
});

test('a running Job that vanished, and one that somebody else made, are told', async () => {
  await using harness = await startHarness(cronJobController);
  const active = [{ name: 'gone', uid: 'u' }];
  const cronJob = await create(harness, { ...cron({ suspend: true }), status: { active } });
  const ownerReferences = [
    { apiVersion: 'batch/v1', kind: 'CronJob', name: 'tick', uid: cronJob.metadata.uid, controller: true },
  ];
  await harness.client.resource(jobs).create({ metadata: { name: 'manual', namespace: 'default', ownerReferences } });
  await eventually(async () => {
    const events = await harness.events();
    assert.ok(events.includes('MissingJob: Active job went missing: gone'));
    const text = 'UnexpectedJob: Saw a job that the controller did not create or forgot: manual';
    assert.ok(events.some((event) => event.startsWith(text)));
  });
  assert.deepEqual((await statusOf(harness))?.active, []);
});

test('a schedule that never comes is told of, and makes no Job', async () => {
  await using harness = await startHarness(cronJobController);
  await create(harness, cron({ schedule: '0 0 31 2 *' }));
  await eventually(async () =>
    (await harness.events()).some((event) => event.startsWith('InvalidSchedule: invalid schedule: 0 0 31 2 *')),
  );
  assert.deepEqual(await jobsOf(harness), []);
});
