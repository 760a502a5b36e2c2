/** Keeps the list of Jobs that are running, and the time of the last success, true to what the Jobs say. */
import type { Job } from '../../api/batch/v1.ts';
import { isNotFound } from '../../machinery/apiError.ts';
import type { Stored } from '../../machinery/object.ts';
import { getCondition } from '../../machinery/pod.ts';
import { jobs } from '../../machinery/resources.ts';
import { isJobFinished } from '../job/conditions.ts';
import type { CronSync } from './cronSync.ts';

export const isSuccessful = (job: Job): boolean => getCondition(job.status?.conditions, 'Complete')?.status === 'True';

export async function settleActive(sync: CronSync): Promise<void> {
  const controlled = new Set<string | undefined>();
  for (const job of sync.jobs) {
    const { name, uid } = job.metadata;
    controlled.add(uid);
    if (!isJobFinished(job)) {
      if (!sync.isActive(uid))
        sync.tell('Warning', 'UnexpectedJob', `Saw a job that the controller did not create or forgot: ${name}`);
      continue;
    }
    if (sync.isActive(uid)) {
      sync.removeActive(uid);
      const condition = isSuccessful(job) ? 'Complete' : 'Failed';
      sync.tell('Normal', 'SawCompletedJob', `Saw completed job: ${name}, condition: ${condition}`);
    }
    noteSuccess(sync, job);
  }
  for (const { name = '', uid } of sync.active) {
    if (controlled.has(uid) || (await isThere(sync, name))) continue;
    sync.tell('Normal', 'MissingJob', `Active job went missing: ${name}`);
    sync.removeActive(uid);
  }
}

function noteSuccess(sync: CronSync, job: Stored<Job>): void {
  const { completionTime } = job.status ?? {};
  const { lastSuccessfulTime } = sync.status;
  if (!isSuccessful(job) || !completionTime) return;
  if (!lastSuccessfulTime || Date.parse(completionTime) > Date.parse(lastSuccessfulTime))
    sync.status = { ...sync.status, lastSuccessfulTime: completionTime };
}

/** The cache may not show yet what has just been made. */
async function isThere({ client, cronJob }: CronSync, name: string): Promise<boolean> {
  try {
    await client.resource(jobs).get(name, cronJob.metadata.namespace);
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}
