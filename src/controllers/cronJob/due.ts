/** Which time of its schedule a CronJob has missed last, and which comes next. */
import type { CronJob } from '../../api/batch/v1.ts';
import type { NextTime } from '../../machinery/cronTimes.ts';
import type { Stored } from '../../machinery/object.ts';

/** More than these speak of a clock that is wrong, or a controller that stood still for long. */
const manyMissed = 100;
const minute = 60_000;

export interface Due {
  /** Milliseconds since 1970; undefined when nothing was due since the last time. */
  readonly time: number | undefined;
  readonly tooManyMissed: boolean;
}

/** The last time that was due. Times longer ago than spec.startingDeadlineSeconds do not count. */
export function lastDue(cronJob: Stored<CronJob>, next: NextTime, now: number): Due {
  const since = earliest(cronJob, now);
  const first = next(since);
  if (first === undefined || first > now) return { time: undefined, tooManyMissed: false };
  let time = first;
  for (let missed = 1; missed <= manyMissed; missed += 1) {
    const following = next(time);
    if (following === undefined || following > now) return { time, tooManyMissed: false };
    time = following;
  }
  return { time: latest(next, time, now), tooManyMissed: true };
}

/** The next time after now. */
export const nextDue = (cronJob: Stored<CronJob>, next: NextTime, now: number): number | undefined =>
  // An interval is counted from the last time it was due.
  next(lastDue(cronJob, next, now).time ?? Math.min(earliest(cronJob, now), now)) ?? next(now);

function earliest({ metadata, spec, status }: Stored<CronJob>, now: number): number {
  const since = Date.parse(status?.lastScheduleTime ?? metadata.creationTimestamp);
  const { startingDeadlineSeconds } = spec ?? {};
  return startingDeadlineSeconds === undefined ? since : Math.max(since, now - startingDeadlineSeconds * 1000);
}

/** Between `known`, which was due, and now, by halves. */
function latest(next: NextTime, known: number, now: number): number {
  let [due, over] = [known, now];
  while (over - due > minute) {
    const middle = Math.floor((due + over) / 2);
    const time = next(middle);
    if (time !== undefined && time <= now) due = time;
    else over = middle;
  }
  const time = next(due);
  return time !== undefined && time <= now ? time : due;
}
