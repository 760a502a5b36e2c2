/**
 * CronJobs: Jobs at the times of a schedule (upstream's pkg/controller/cronjob). A timer waits for the next time; nothing
 * is polled.
 *
 * Guarantees:
 *  - For one time of the schedule there is at most one Job.
 *  - Of several times that were missed only the last is made up for.
 */
import type { CronJob, Job } from '../api/batch/v1.ts';
import type { Informer } from '../client/informer.ts';
import type { ReconcileResult } from '../client/runWorkers.ts';
import { runWorkers } from '../client/runWorkers.ts';
import { WorkQueue } from '../client/workQueue.ts';
import { parseSchedule } from '../machinery/cronSchedule.ts';
import type { NextTime } from '../machinery/cronTimes.ts';
import { nextTimeOf } from '../machinery/cronTimes.ts';
import { semanticEqual } from '../machinery/equal.ts';
import type { Stored } from '../machinery/object.ts';
import { keyOf } from '../machinery/object.ts';
import { cronJobs, jobs as jobResource } from '../machinery/resources.ts';
import type { Controller, ControllerContext } from './controller.ts';
import { settleActive } from './cronJob/active.ts';
import { CronSync } from './cronJob/cronSync.ts';
import { nextDue } from './cronJob/due.ts';
import { trimJobs } from './cronJob/history.ts';
import { startDue } from './cronJob/startDue.ts';
import { Latest } from './latest.ts';
import { controlledBy, indexByController, resolveController } from './ownership.ts';
import { messageOf } from './podControl.ts';

/** Past the full second, so that the time is over for sure. */
const margin = 100;

export const cronJobController: Controller = {
  name: 'cronjob-controller',
  serviceAccount: 'cronjob-controller',
  async start(context) {
    await using stack = new AsyncDisposableStack();
    const crons = context.informers.for(cronJobs);
    const jobs = context.informers.for(jobResource);
    const latest = new Latest<CronJob>();
    indexByController(jobs);
    const queue = new WorkQueue();
    const enqueue = (cronJob: Stored<CronJob>): void => queue.add(keyOf(cronJob));
    stack.use(
      crons.addHandler({ added: enqueue, updated: enqueue, deleted: (cronJob) => latest.forget(keyOf(cronJob)) }),
    );
    const enqueueOwner = (job: Stored<Job>): void => {
      const cronJob = resolveController(crons, cronJobs, job);
      if (cronJob) enqueue(cronJob);
    };
    stack.use(jobs.addHandler({ added: enqueueOwner, updated: enqueueOwner, deleted: enqueueOwner }));
    await Promise.all([crons.synced, jobs.synced]);
    stack.use(
      runWorkers(
        queue,
        5,
        async (key) => {
          const cronJob = crons.get(key);
          return cronJob ? reconcile(context, jobs, latest, latest.of(cronJob)) : undefined;
        },
        context.log,
      ),
    );
    return stack.move();
  },
};

async function reconcile(
  { client, recorder }: ControllerContext,
  jobs: Informer<Job>,
  latest: Latest<CronJob>,
  cronJob: Stored<CronJob>,
): Promise<ReconcileResult> {
  const sync = new CronSync(cronJob, controlledBy(jobs, cronJob.metadata.uid), client, recorder);
  let next: NextTime | undefined;
  let failure: { error: unknown } | undefined;
  try {
    await settleActive(sync);
    if (!cronJob.metadata.deletionTimestamp) {
      next = timesOf(sync);
      if (next && !cronJob.spec?.suspend) await startDue(sync, next, Date.now());
      await trimJobs(sync);
    }
  } catch (error) {
    failure = { error };
  }
  // What has been done is noted also when something failed after it.
  let written = cronJob;
  if (!semanticEqual(sync.status, cronJob.status ?? {})) {
    written = await client.resource(cronJobs).updateStatus({ ...cronJob, status: sync.status });
    latest.note(written);
  }
  if (failure) throw failure.error;
  if (!next || cronJob.spec?.suspend) return undefined;
  const now = Date.now();
  const time = nextDue(written, next, now);
  return time === undefined ? undefined : { requeueAfter: time - now + margin };
}

/** Undefined, and told, when the schedule cannot be understood: validation lets none through. */
function timesOf(sync: CronSync): NextTime | undefined {
  const { schedule = '', timeZone } = sync.cronJob.spec ?? {};
  let parsed;
  try {
    parsed = parseSchedule(schedule);
  } catch (error) {
    sync.tell('Warning', 'UnparseableSchedule', `unparseable schedule: "${schedule}" : ${messageOf(error)}`);
    return undefined;
  }
  try {
    return nextTimeOf(parsed, timeZone);
  } catch {
    sync.tell('Warning', 'UnknownTimeZone', `invalid timeZone: "${timeZone}": unknown time zone ${timeZone}`);
    return undefined;
  }
}
