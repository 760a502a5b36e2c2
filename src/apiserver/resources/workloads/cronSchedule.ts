/** Cron notation: five fields (minute, hour, day of month, month, day of week) or a descriptor such as @hourly. */
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
const descriptors = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'];

/** What is wrong with a schedule; undefined when nothing is. */
export function scheduleProblem(schedule: string): string | undefined {
  if (/^(CRON_)?TZ=/.test(schedule)) return 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead';
  if (schedule.startsWith('@')) {
    if (descriptors.includes(schedule)) return undefined;
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
