/** Cron notation: five fields (minute, hour, day of month, month, day of week) or a descriptor such as @hourly. */
import { parseDuration } from './duration.ts';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

interface Field {
  readonly low: number;
  readonly high: number;
  readonly names?: Readonly<Record<string, number>>;
}

const numbered = (names: readonly string[], first: number): Record<string, number> =>
  Object.fromEntries(names.map((name, i) => [name, i + first]));

const fields: readonly Field[] = [
  { low: 0, high: 59 },
  { low: 0, high: 23 },
  { low: 1, high: 31 },
  { low: 1, high: 12, names: numbered(months, 1) },
  { low: 0, high: 6, names: numbered(days, 0) },
];
const descriptors: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/** The times of a day, and the days, at which something is due. */
export interface CronFields {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly days: ReadonlySet<number>;
  /** 1 is January. */
  readonly months: ReadonlySet<number>;
  /** 0 is Sunday. */
  readonly weekdays: ReadonlySet<number>;
  /** One of the two kinds of days suffices, as neither was given as `*`. */
  readonly eitherDay: boolean;
}

/** Milliseconds from one time to the next, in whole seconds. */
export interface CronInterval {
  readonly every: number;
}

/** Throws an Error that says what is wrong, in scheduleProblem()'s words. */
export function parseSchedule(schedule: string): CronFields | CronInterval {
  const problem = scheduleProblem(schedule);
  if (problem) throw new Error(problem);
  if (schedule.startsWith('@every ')) {
    const every = parseDuration(schedule.slice('@every '.length)) ?? 0;
    return { every: Math.max(1000, Math.floor(every / 1000) * 1000) };
  }
  const parts = (descriptors[schedule] ?? schedule).trim().split(/\s+/);
  const [minutes, hours, monthDays, monthNumbers, weekdays] = fields.map((field, i) =>
    numbersIn(parts[i] ?? '', field),
  );
  const none = { numbers: new Set<number>(), any: false };
  return {
    minutes: (minutes ?? none).numbers,
    hours: (hours ?? none).numbers,
    days: (monthDays ?? none).numbers,
    months: (monthNumbers ?? none).numbers,
    weekdays: (weekdays ?? none).numbers,
    eitherDay: !monthDays?.any && !weekdays?.any,
  };
}

/** Of a field without problems. `any`: it is `*`, or `?`, without a step. */
function numbersIn(text: string, field: Field): { numbers: Set<number>; any: boolean } {
  const numbers = new Set<number>();
  let any = false;
  for (const expression of text.split(',')) {
    const [range = '', stepText] = expression.split('/');
    const step = Number(stepText ?? 1);
    const isAny = range === '*' || range === '?';
    const [from = '', to] = range.split('-');
    const first = isAny ? field.low : Number(numberOf(from, field));
    // `5/15` means `5-59/15`.
    const lone = stepText === undefined ? first : field.high;
    const last = isAny ? field.high : to === undefined ? lone : Number(numberOf(to, field));
    for (let number = first; number <= last; number += step) numbers.add(number);
    if (isAny && step === 1) any = true;
  }
  return { numbers, any };
}

/** What is wrong with a schedule; undefined when nothing is. */
export function scheduleProblem(schedule: string): string | undefined {
  if (/^(CRON_)?TZ=/.test(schedule)) return 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead';
  if (schedule.startsWith('@')) {
    if (descriptors[schedule]) return undefined;
    if (/^@every (\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/.test(schedule)) return undefined;
    return `unrecognized descriptor: ${schedule}`;
  }
  const parts = schedule.trim().split(/\s+/);
  if (parts.length !== fields.length) return `expected exactly 5 fields, found ${parts.length}: [${parts.join(' ')}]`;
  for (const [i, part] of parts.entries()) {
    const field = fields[i];
    const problem = field && fieldProblem(part, field);
    if (problem) return problem;
  }
  return undefined;
}

function fieldProblem(text: string, field: Field): string | undefined {
  for (const expression of text.split(',')) {
    const [range = '', step, ...more] = expression.split('/');
    if (more.length) return `too many slashes: ${expression}`;
    if (step !== undefined && !/^[0-9]+$/.test(step))
      return `failed to parse int from ${step}: strconv.Atoi: parsing "${step}": invalid syntax`;
    if (step !== undefined && Number(step) === 0) return `step of range should be a positive number: ${expression}`;
    if (range === '*' || range === '?') continue;
    const [from = '', to, ...others] = range.split('-');
    if (others.length) return `too many hyphens: ${expression}`;
    const first = numberOf(from, field);
    const last = to === undefined ? first : numberOf(to, field);
    if (typeof first === 'string') return first;
    if (typeof last === 'string') return last;
    if (first < field.low) return `beginning of range (${first}) below minimum (${field.low}): ${expression}`;
    if (last > field.high) return `end of range (${last}) above maximum (${field.high}): ${expression}`;
    if (first > last) return `beginning of range (${first}) beyond end of range (${last}): ${expression}`;
  }
  return undefined;
}

/** The number, or why the text is none. */
function numberOf(text: string, { names }: Field): number | string {
  const named = names?.[text.toLowerCase()];
  if (named !== undefined) return named;
  return /^[0-9]+$/.test(text)
    ? Number(text)
    : `failed to parse int from ${text}: strconv.Atoi: parsing "${text}": invalid syntax`;
}
