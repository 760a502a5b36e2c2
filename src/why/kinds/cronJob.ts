/** CronJobs: suspended, missing their time, or making Jobs that fail. */
import type { CronJob } from '../../api/batch/v1.ts';
import { isControlledBy } from '../../machinery/owner.ts';
import { cronJobs, jobs } from '../../machinery/resources.ts';
import { refusal } from '../causes/refusal.ts';
import { finding, type Finding } from '../explanation.ts';
import type { KindExplainer } from '../kind.ts';
import { clause, command, refOf, since, title } from '../words.ts';

/** Trouble that the controller tells of, and what it means. */
const troubles: Readonly<Record<string, { cause: string; says: string; advice: string }>> = {
  MissSchedule: {
    cause: 'cronjob-missed',
    says: 'missed its time: the Job could not be started within startingDeadlineSeconds',
    advice: 'Raise startingDeadlineSeconds, or see what kept the control plane from starting it.',
  },
  TooManyMissedTimes: {
    cause: 'cronjob-missed',
    says: 'missed more than 100 times, and starts none of them',
    advice: 'Set startingDeadlineSeconds, so that old times do not count, and see whether the clock is right.',
  },
  JobAlreadyActive: {
    cause: 'cronjob-still-running',
    says: 'skips a time: the Job before still runs, and concurrencyPolicy is Forbid',
    advice: 'Make the Job shorter, start it less often, or allow Jobs beside each other.',
  },
  UnparseableSchedule: {
    cause: 'cronjob-schedule',
    says: 'has a schedule that is none',
    advice: 'Correct spec.schedule.',
  },
  InvalidSchedule: {
    cause: 'cronjob-schedule',
    says: 'has a schedule that never comes',
    advice: 'Correct spec.schedule.',
  },
  UnknownTimeZone: {
    cause: 'cronjob-schedule',
    says: 'has a time zone that is unknown',
    advice: 'Correct spec.timeZone.',
  },
};

export const cronJob: KindExplainer<CronJob> = {
  resource: cronJobs,
  async find(object, world) {
    const about = refOf(cronJobs, object);
    const { spec, status } = object;
    if (spec?.suspend)
      return [
        finding({
          cause: 'cronjob-suspended',
          verdict: 'waiting',
          about,
          summary: `${title(about)} is suspended: it starts no Jobs.`,
          commands: [command('patch', about, `-p '{"spec":{"suspend":false}}'`)],
        }),
      ];
    const found: Finding[] = [];
    const [latest] = await world.eventsOf(about);
    const trouble = troubles[latest?.reason ?? ''];
    if (latest?.reason === 'FailedCreate') found.push(refusal(about, latest.message ?? '', 'its Job'));
    else if (latest && trouble)
      found.push(
        finding({
          cause: trouble.cause,
          about,
          summary: `${title(about)} ${trouble.says}.`,
          evidence: [`${latest.reason ?? ''}: ${clause(latest.message ?? '')}`],
          advice: [trouble.advice],
        }),
      );
    const made = (await world.list(jobs, about.namespace)).filter((j) => isControlledBy(j, object));
    const last = made.sort((a, b) => (a.metadata.creationTimestamp < b.metadata.creationTimestamp ? 1 : -1))[0];
    const failed = last?.status?.conditions?.some((c) => c.type === 'Failed' && c.status === 'True');
    if (last && failed)
      found.push(
        finding({
          cause: 'cronjob-last-failed',
          about,
          summary: `${title(about)}: its last Job ${last.metadata.name} failed${status?.lastSuccessfulTime ? '' : ', and none has succeeded yet'}.`,
          because: await world.because(refOf(jobs, last)),
        }),
      );
    return found;
  },
  fine: ({ spec, status }, { now }) => {
    const last = since(status?.lastScheduleTime, now);
    return `is on schedule (${spec?.schedule ?? ''}): ${last ? `last started ${last} ago` : 'not due yet'}`;
  },
};
