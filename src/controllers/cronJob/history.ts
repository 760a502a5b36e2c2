/** Finished Jobs are kept to look at, but not more than the history limits. */
import type { Job } from '../../api/batch/v1.ts';
import type { Stored } from '../../machinery/object.ts';
import { isJobFinished } from '../job/conditions.ts';
import { isSuccessful } from './active.ts';
import type { CronSync } from './cronSync.ts';

/** Deletes the oldest. */
export async function trimJobs(sync: CronSync): Promise<void> {
  const { successfulJobsHistoryLimit, failedJobsHistoryLimit } = sync.cronJob.spec ?? {};
  const finished = sync.jobs.filter((job) => isJobFinished(job) && !job.metadata.deletionTimestamp);
  await trim(sync, finished.filter(isSuccessful), successfulJobsHistoryLimit);
  await trim(
    sync,
    finished.filter((job) => !isSuccessful(job)),
    failedJobsHistoryLimit,
  );
}

async function trim(sync: CronSync, finished: readonly Stored<Job>[], limit = Infinity): Promise<void> {
  const started = ({ status, metadata }: Stored<Job>): number =>
    Date.parse(status?.startTime ?? metadata.creationTimestamp);
  const oldestFirst = [...finished].sort(
    (a, b) => started(a) - started(b) || (a.metadata.name < b.metadata.name ? -1 : 1),
  );
  for (const { metadata } of oldestFirst.slice(0, Math.max(0, finished.length - limit)))
    await sync.deleteJob(metadata.name, metadata.uid);
}
