/** The Job that a CronJob makes for a time of its schedule. One time, one name: it is never made twice. */
import type { CronJob, Job } from '../../api/batch/v1.ts';
import { formatTimeIn } from '../../machinery/cronTimes.ts';
import type { Stored } from '../../machinery/object.ts';
import { controllerReference } from '../../machinery/owner.ts';
import { cronJobs } from '../../machinery/resources.ts';

const timestampAnnotation = 'batch.kubernetes.io/cronjob-scheduled-timestamp';

/** `time` in milliseconds since 1970; the name has its minutes. */
export const jobNameAt = ({ metadata }: Stored<CronJob>, time: number): string =>
  `${metadata.name}-${Math.floor(time / 60_000)}`;

export function jobAt(cronJob: Stored<CronJob>, time: number): Job {
  const { jobTemplate, timeZone } = cronJob.spec ?? {};
  const { labels, annotations } = jobTemplate?.metadata ?? {};
  const { namespace } = cronJob.metadata;
  return {
    metadata: {
      name: jobNameAt(cronJob, time),
      ...(namespace && { namespace }),
      ...(labels && { labels }),
      annotations: { ...annotations, [timestampAnnotation]: formatTimeIn(time, timeZone) },
      ownerReferences: [controllerReference(cronJob, cronJobs)],
    },
    ...(jobTemplate?.spec && { spec: jobTemplate.spec }),
  };
}
