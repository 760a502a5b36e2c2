/** CronJobs. */
import type { CronJob } from '../../../api/batch/v1.ts';
import { age } from '../../../machinery/duration.ts';
import { invalidValue, path, required } from '../../../machinery/fieldError.ts';
import type { FieldError } from '../../../machinery/fieldError.ts';
import { formatLabelSelector } from '../../../machinery/labels.ts';
import { validateNonnegative } from '../../../machinery/objectMeta.ts';
import { cronJobs } from '../../../machinery/resources.ts';
import { registration } from '../../registration.ts';
import { ageColumn, ageOf, column, nameColumn, nameOf, wide } from '../shared/columns.ts';
import { firstGeneration, keepStatus, raiseGeneration, statusSubresource } from '../shared/strategy.ts';
import { allVerbs } from '../shared/verbs.ts';
import { scheduleProblem } from '../../../machinery/cronSchedule.ts';
import { setJobSpecDefaults, validateJobSpec } from './jobSpec.ts';
import { containerCells, containerColumns, spec, templateWarnings } from './template.ts';

/** Jobs are named after their CronJob and a time, and must still fit 63 characters. */
const nameAtMost = 52;

function setDefaults(cronJob: CronJob): void {
  const job = cronJob.spec?.jobTemplate.spec;
  if (job) setJobSpecDefaults(job);
}

function validate({ metadata, spec: wanted }: CronJob): FieldError[] {
  if (!wanted) return [required(spec)];
  const errors: FieldError[] = [];
  const name = metadata?.name ?? '';
  if (name.length > nameAtMost)
    errors.push(invalidValue(path('metadata', 'name'), name, `must be no more than ${nameAtMost} characters`));
  if (wanted.schedule === '') errors.push(required(spec.child('schedule')));
  else {
    const problem = scheduleProblem(wanted.schedule);
    if (problem) errors.push(invalidValue(spec.child('schedule'), wanted.schedule, problem));
  }
  if (wanted.timeZone !== undefined && !isTimeZone(wanted.timeZone)) {
    errors.push(
      invalidValue(
        spec.child('timeZone'),
        wanted.timeZone,
        wanted.timeZone === '' ? 'timeZone must be nil or non-empty string' : `unknown time zone ${wanted.timeZone}`,
      ),
    );
  }
  for (const field of ['startingDeadlineSeconds', 'successfulJobsHistoryLimit', 'failedJobsHistoryLimit'] as const) {
    errors.push(...validateNonnegative(wanted[field], spec.child(field)));
  }
  const job = wanted.jobTemplate.spec;
  const at = spec.child('jobTemplate', 'spec');
  if (!job) return [...errors, required(at)];
  if (job.manualSelector)
    errors.push(invalidValue(at.child('manualSelector'), true, '`manualSelector` is not supported'));
  if (job.selector) errors.push(invalidValue(at.child('selector'), job.selector, '`selector` will be auto-generated'));
  return [...errors, ...validateJobSpec(job, at)];
}

function isTimeZone(name: string): boolean {
  if (name === '' || name === 'Local') return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const trueOrFalse = (value: boolean | undefined): string =>
  value === undefined ? '<unset>' : value ? 'True' : 'False';

export const cronJobRegistration = registration<CronJob>({
  resource: cronJobs,
  verbs: allVerbs,
  table: {
    columns: [
      nameColumn,
      column('Schedule', 'string', 'When Jobs are made, in cron notation.'),
      column('Timezone', 'string', 'Time zone of the schedule.'),
      column('Suspend', 'boolean', 'Whether no further Jobs are made.'),
      column('Active', 'integer', 'Jobs that are running.'),
      column('Last Schedule', 'string', 'Time since a Job was last made.'),
      ageColumn,
      ...containerColumns,
      wide('Selector', 'string', 'Labels by which its Jobs know their Pods.'),
    ],
    row(cronJob, now) {
      const { spec: wanted, status } = cronJob;
      const job = wanted?.jobTemplate.spec;
      return [
        nameOf(cronJob),
        wanted?.schedule ?? '',
        wanted?.timeZone ?? '<none>',
        trueOrFalse(wanted?.suspend),
        status?.active?.length ?? 0,
        status?.lastScheduleTime ? age(status.lastScheduleTime, now) : '<none>',
        ageOf(cronJob, now),
        ...containerCells(job?.template.spec?.containers),
        formatLabelSelector(job?.selector),
      ];
    },
  },
  strategy: {
    setDefaults,
    prepareForCreate(cronJob) {
      cronJob.status = {};
      firstGeneration(cronJob);
    },
    prepareForUpdate(cronJob, old) {
      keepStatus(cronJob, old);
      raiseGeneration(cronJob, old);
    },
    validate,
    validateUpdate: validate,
    warnings: (cronJob) =>
      templateWarnings(cronJob.spec?.jobTemplate.spec?.template.spec, 'spec.jobTemplate.spec.template.spec'),
    unconditionalUpdate: true,
  },
  subresources: { status: statusSubresource<CronJob>() },
});
