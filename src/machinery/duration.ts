/** Spans of time as kubectl prints them, and as Go writes them. */

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

const unless = (count: number, text: string): string => (count === 0 ? '' : `${count}${text}`);

/** Two or three significant figures: `5s`, `2m5s`, `3h4m`, `26h`, `3d2h`, `400d`, `3y2d`. `<invalid>` when long before. */
export function humanDuration(milliseconds: number): string {
  const seconds = Math.trunc(milliseconds / second);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.floor(milliseconds / minute);
  if (minutes < 10) return `${minutes}m${unless(seconds % 60, 's')}`;
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.floor(milliseconds / hour);
  if (hours < 8) return `${hours}h${unless(minutes % 60, 'm')}`;
  if (hours < 48) return `${hours}h`;
  const days = Math.floor(hours / 24);
  if (hours < 24 * 8) return `${days}d${unless(hours % 24, 'h')}`;
  if (hours < 24 * 365 * 2) return `${days}d`;
  const years = Math.floor(days / 365);
  return hours < 24 * 365 * 8 ? `${years}y${unless(days % 365, 'd')}` : `${years}y`;
}

/** The time since an instant as columns print it; `<unknown>` when there is none. */
export function age(since: string | null | undefined, now: number): string {
  if (!since) return '<unknown>';
  return humanDuration(now - Date.parse(since));
}

const units: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: second,
  m: minute,
  h: hour,
};

/** Go's notation (`1h30m`, `1.5s`, `-10ms`) in milliseconds; undefined when the text is none. */
export function parseDuration(text: string): number | undefined {
  const match = /^([-+]?)(.+)$/.exec(text);
  if (!match) return undefined;
  const [, sign, rest = ''] = match;
  if (rest === '0') return 0;
  let total = 0;
  let position = 0;
  for (const part of rest.matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/gy)) {
    total += Number(part[1]) * (units[part[2] ?? ''] ?? 0);
    position = part.index + part[0].length;
  }
  if (position !== rest.length) return undefined;
  return sign === '-' ? -total : total;
}

/** As Go prints it: `1h30m0s`, `1.5s`, `10ms`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds === 0) return '0s';
  const sign = milliseconds < 0 ? '-' : '';
  const size = Math.abs(milliseconds);
  if (size < second) return `${sign}${size}ms`;
  const hours = Math.floor(size / hour);
  const minutes = Math.floor((size % hour) / minute);
  const seconds = (size % minute) / second;
  return `${sign}${hours ? `${hours}h` : ''}${hours || minutes ? `${minutes}m` : ''}${seconds}s`;
}
