/** Makes the Job that is due, unless policy forbids it. */
import type { Job } from '../../api/batch/v1.ts';
import { isAlreadyExists } from '../../machinery/apiError.ts';
import type { NextTime } from '../../machinery/cronTimes.ts';
import type { Stored } from '../../machinery/object.ts';
import { isControlledBy } from '../../machinery/owner.ts';
import { jobs } from '../../machinery/resources.ts';
import { formatTime } from '../../machinery/time.ts';
import { isNamespaceTerminating, messageOf } from '../podControl.ts';
import type { CronSync } from './cronSync.ts';
import { lastDue } from './due.ts';
import { jobAt, jobNameAt } from './scheduledJob.ts';

export async function startDue(sync: CronSync, next: NextTime, now: number): Promise<void> {
  const { cronJob } = sync;
  const { startingDeadlineSeconds, concurrencyPolicy } = cronJob.spec ?? {};
  if (next(now) === undefined) {
    const problem = 'time difference between two schedules is less than 1 second';
    return sync.tell('Warning', 'InvalidSchedule', `invalid schedule: ${cronJob.spec?.schedule} : ${problem}`);
  }
  const { time, tooManyMissed } = lastDue(cronJob, next, now);
  if (time === undefined) return;
  if (tooManyMissed) {
    const advice = 'Set or decrease .spec.startingDeadlineSeconds or check clock skew';
    sync.tell('Warning', 'TooManyMissedTimes', `too many missed start times. ${advice}`);
  }
  if (startingDeadlineSeconds !== undefined && time + startingDeadlineSeconds * 1000 < now) {
    const text = new Date(time).toUTCString().replace('GMT', '+0000');
    return sync.tell('Warning', 'MissSchedule', `Missed scheduled time to start a job: ${text}`);
  }
  const name = jobNameAt(cronJob, time);
  const { lastScheduleTime } = sync.status;
  if (sync.active.some((each) => each.name === name) || (lastScheduleTime && Date.parse(lastScheduleTime) === time))
    return;
  if (concurrencyPolicy === 'Forbid' && sync.active.length > 0) {
    const text = 'Not starting job because prior execution is running and concurrency policy is Forbid';
    return sync.tell('Normal', 'JobAlreadyActive', text);
  }
  if (concurrencyPolicy === 'Replace')
    for (const each of sync.active) await sync.deleteJob(each.name ?? '', each.uid ?? '');

  const job = await create(sync, time);
  if (!job || sync.isActive(job.metadata.uid)) return;
  sync.addActive(job);
  sync.status = { ...sync.status, lastScheduleTime: formatTime(time) };
}

/** The Job that is there already when it is the CronJob's own; undefined when the name is somebody else's. */
async function create(sync: CronSync, time: number): Promise<Stored<Job> | undefined> {
  const { client, cronJob } = sync;
  try {
    const job = await client.resource(jobs).create(jobAt(cronJob, time));
    sync.tell('Normal', 'SuccessfulCreate', `Created job ${job.metadata.name}`);
    return job;
  } catch (error) {
    if (isNamespaceTerminating(error)) return undefined;
    if (!isAlreadyExists(error)) {
      sync.tell('Warning', 'FailedCreate', `Error creating job: ${messageOf(error)}`);
      throw error;
    }
    const found = await client.resource(jobs).get(jobNameAt(cronJob, time), cronJob.metadata.namespace);
    return isControlledBy(found, cronJob) ? found : undefined;
  }
}
