/**
 * When a schedule in cron notation is due, in a time zone. A time that a change to summer time leaves out is not due that
 * day; one that comes twice when summer time ends is due twice.
 */
import type { CronFields, CronInterval } from './cronSchedule.ts';

const second = 1000;
const minute = 60 * second;
const day = 24 * 60 * minute;
/** What is not due within this many days never is: 30 February. */
const horizon = 5 * 366;

/** Milliseconds by which local time is ahead of UTC at an instant. */
type Offset = (instant: number) => number;

/** Finds the next time after an instant; both in milliseconds since 1970. Undefined when there is none for five years. */
export type NextTime = (after: number) => number | undefined;

/** `timeZone` as in the IANA database; that of this machine when undefined. Throws RangeError when there is no such zone. */
export function nextTimeOf(schedule: CronFields | CronInterval, timeZone: string | undefined): NextTime {
  if ('every' in schedule) return (after) => Math.floor(after / second) * second + schedule.every;
  const offset = offsetOf(timeZone);
  const times = timesOfDay(schedule);
  return (after) => {
    const today = Math.floor((after + offset(after)) / day) * day;
    // From the day before: around midnight a change of the offset may put a time into either day.
    for (let i = -1; i <= horizon; i += 1) {
      const date = today + i * day;
      const next = isDue(schedule, new Date(date)) ? firstAfter(date, times, offset, after) : undefined;
      if (next !== undefined) return next;
    }
    return undefined;
  };
}

/** Ascending, in milliseconds since midnight. */
function timesOfDay({ hours, minutes }: CronFields): number[] {
  const times = [...hours].flatMap((hour) => [...minutes].map((each) => (hour * 60 + each) * minute));
  return times.sort((a, b) => a - b);
}

function isDue({ days, months, weekdays, eitherDay }: CronFields, date: Date): boolean {
  if (!months.has(date.getUTCMonth() + 1)) return false;
  const [byDay, byWeekday] = [days.has(date.getUTCDate()), weekdays.has(date.getUTCDay())];
  return eitherDay ? byDay || byWeekday : byDay && byWeekday;
}

function firstAfter(date: number, times: readonly number[], offset: Offset, after: number): number | undefined {
  const [before, behind] = [offset(date - day), offset(date + 2 * day)];
  if (before === behind) {
    const time = times.find((each) => date + each - before > after);
    return time === undefined ? undefined : date + time - before;
  }
  let first: number | undefined;
  for (const time of times) {
    for (const ahead of [before, behind]) {
      const instant = date + time - ahead;
      if (instant > after && offset(instant) === ahead) first = Math.min(first ?? Infinity, instant);
    }
  }
  return first;
}

function offsetOf(timeZone: string | undefined): Offset {
  if (timeZone === 'UTC' || timeZone === 'Etc/UTC') return () => 0;
  const format = new Intl.DateTimeFormat('en-US', {
    ...(timeZone !== undefined && { timeZone }),
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (instant) => {
    const part: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(instant)) part[type] = Number(value);
    const { year = 0, month = 1, day: date = 1, hour = 0, minute: minutes = 0, second: seconds = 0 } = part;
    return Date.UTC(year, month - 1, date, hour, minutes, seconds) - Math.floor(instant / second) * second;
  };
}

/** As logs and annotations write an instant in a zone: `2025-03-30T01:30:00+02:00`. */
export function formatTimeIn(instant: number, timeZone: string | undefined): string {
  const ahead = offsetOf(timeZone)(instant);
  const local = new Date(instant + ahead).toISOString().slice(0, 19);
  if (ahead === 0) return `${local}Z`;
  const minutes = Math.abs(ahead) / minute;
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${local}${ahead < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
