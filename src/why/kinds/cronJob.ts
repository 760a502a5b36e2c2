/** CronJobs: suspended, missing their time, or making Jobs that fail. Told from the schedule: events are gone after an hour. */
import type { CronJob } from '../../api/batch/v1.ts';
import { parseSchedule } from '../../machinery/cronSchedule.ts';
import { nextTimeOf } from '../../machinery/cronTimes.ts';
import type { Stored } from '../../machinery/object.ts';
import { isControlledBy } from '../../machinery/owner.ts';
import { cronJobs, jobs } from '../../machinery/resources.ts';
import { formatTime, parseTime } from '../../machinery/time.ts';
import { refusal } from '../causes/refusal.ts';
import { finding, type Finding, type Reference } from '../explanation.ts';
import type { KindExplainer } from '../kind.ts';
import { command, inNamespace, refOf, since, title } from '../words.ts';

/** Milliseconds that the controller may take to start what is due. */
const patience = 5_000;

/** What is due and has not been started, or never will be. */
function schedule(object: Stored<CronJob>, about: Reference, now: number): Finding[] {
  const { schedule: text = '', timeZone, concurrencyPolicy, startingDeadlineSeconds } = object.spec ?? {};
  const { lastScheduleTime, active = [] } = object.status ?? {};
  const from = parseTime(lastScheduleTime ?? object.metadata.creationTimestamp) ?? now;
  const due = nextTimeOf(parseSchedule(text), timeZone)(from);
  const edit = [command('edit', about)];
  if (due === undefined)
    return [
      finding({
        cause: 'cronjob-schedule',
        about,
        summary: `${title(about)} never runs: its schedule "${text}" comes on no day of the calendar.`,
        advice: ['Correct spec.schedule: minute, hour, day of the month, month, day of the week.'],
        commands: edit,
      }),
    ];
  if (due > now - patience) return [];
  const time = formatTime(due);
  const [running] = active;
  if (concurrencyPolicy === 'Forbid' && running)
    return [
      finding({
        cause: 'cronjob-still-running',
        about,
        summary: `${title(about)} was due at ${time}, but its Job ${running.name ?? ''} still runs, and concurrencyPolicy Forbid lets none start beside it.`,
        advice: ['Make the Job shorter, start it less often, or set concurrencyPolicy to Allow or Replace.'],
        commands: [`kubectl logs job/${running.name ?? ''}${inNamespace(about)}`, ...edit],
      }),
    ];
  return [
    finding({
      cause: 'cronjob-missed',
      about,
      summary:
        startingDeadlineSeconds !== undefined && due + startingDeadlineSeconds * 1000 < now
          ? `${title(about)} missed its time ${time}: it could not be started within startingDeadlineSeconds of ${startingDeadlineSeconds}.`
          : `${title(about)} was due at ${time}, and has not been started.`,
      advice: [
        'See whether the control plane ran then. A longer startingDeadlineSeconds lets it make up for a time later.',
      ],
      commands: [
        `kubectl create job ${about.name}-now --from=cronjob/${about.name}${inNamespace(about)}`,
        'peapod status',
      ],
    }),
  ];
}

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
    if (latest?.reason === 'FailedCreate') found.push(refusal(about, latest.message ?? '', 'its Job'));
    else found.push(...schedule(object, about, world.now));
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
