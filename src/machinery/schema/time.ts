/**
 * Times as Go's time package reads and writes them (RFC 3339): accepted forms, normal form, and the words of its errors.
 * Time keeps whole seconds, MicroTime exactly six digits; both are normalised to UTC.
 */

/** A text that is no time; the message is that of Go's *time.ParseError. */
class TimeParseError extends Error {
  override readonly name = 'TimeParseError';
}

const layouts = {
  seconds: '2006-01-02T15:04:05Z07:00',
  micro: '2006-01-02T15:04:05.000000Z07:00',
} as const;

/** Go's zero time. */
const zeroTime = Date.parse('0001-01-01T00:00:00Z');
const plain = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z$/;
const general = /^(\d{4})-(\d\d)-(\d\d)T(\d{1,2}):(\d\d):(\d\d)(?:[.,](\d+))?(Z|[+-]\d\d:\d\d)$/;

const daysIn = (year: number, month: number): number => new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();

/** Go's quoting of the value in the message. */
const quote = (text: string): string => JSON.stringify(text);

function rangeProblem(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): string | undefined {
  if (month < 1 || month > 12) return 'month out of range';
  if (day < 1 || day > daysIn(year, month)) return 'day out of range';
  if (hour > 23) return 'hour out of range';
  if (minute > 59) return 'minute out of range';
  if (second > 59) return 'second out of range';
  return undefined;
}

/** Which element of the layout the text fails at: walks both as time.Parse does. */
function describe(text: string, layout: keyof typeof layouts): string {
  const head = `parsing time ${quote(text)}`;
  const elements: [literal: string, element: string, pattern: RegExp][] = [
    ['', '2006', /^\d{4}/],
    ['-', '01', /^\d\d/],
    ['-', '02', /^\d\d/],
    ['T', '15', /^\d\d?/],
    [':', '04', /^\d\d/],
    [':', '05', /^\d\d/],
  ];
  let rest = text;
  const fail = (element: string): string =>
    `${head} as ${quote(layouts[layout])}: cannot parse ${quote(rest)} as ${quote(element)}`;
  const numbers: number[] = [];
  for (const [literal, element, pattern] of elements) {
    if (!rest.startsWith(literal)) return fail(literal);
    rest = rest.slice(literal.length);
    const match = pattern.exec(rest)?.[0];
    if (match === undefined) return fail(element);
    rest = rest.slice(match.length);
    numbers.push(Number(match));
  }
  const fraction = (layout === 'micro' ? /^[.,]\d{6}/ : /^(?:[.,]\d+)?/).exec(rest)?.[0];
  if (fraction === undefined) return fail('.000000');
  rest = rest.slice(fraction.length);
  const zone = /^(?:Z|[+-]\d\d:\d\d)/.exec(rest)?.[0];
  if (zone === undefined) return fail('Z07:00');
  rest = rest.slice(zone.length);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = numbers;
  const range = rangeProblem(year, month, day, hour, minute, second);
  if (range && range !== 'day out of range') return `${head}: ${range}`;
  if (rest !== '') return `${head}: extra text: ${quote(rest)}`;
  return `${head}: ${range ?? 'time zone offset out of range'}`;
}

/** Milliseconds since 1970 and the microseconds beyond them. */
function parse(text: string, layout: keyof typeof layouts): { ms: number; micros: number } {
  const match = general.exec(text);
  if (!match) throw new TimeParseError(describe(text, layout));
  const [, y, mo, d, h, mi, s, fraction = '', zone = 'Z'] = match;
  if (layout === 'micro' && fraction.length !== 6) throw new TimeParseError(describe(text, layout));
  const [year, month, day, hour, minute, second] = [Number(y), Number(mo), Number(d), Number(h), Number(mi), Number(s)];
  const [zoneHours, zoneMinutes] = [Number(zone.slice(1, 3)), Number(zone.slice(4, 6))];
  if (rangeProblem(year, month, day, hour, minute, second) || zoneHours > 24 || zoneMinutes > 60) {
    throw new TimeParseError(describe(text, layout));
  }
  const offset = zone === 'Z' ? 0 : (zoneHours * 60 + zoneMinutes) * (zone.startsWith('-') ? -1 : 1);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute - offset, second);
  return { ms: date.getTime(), micros: Number(fraction.slice(0, 6).padEnd(6, '0')) };
}

const format = (ms: number): string => new Date(ms).toISOString().slice(0, 19);

/** A Time in its normal form, or null for Go's zero time. Throws TimeParseError. */
export function normalTime(text: string): string | null {
  const match = plain.exec(text);
  if (match) {
    const [, y, mo, d, h, mi, s] = match;
    if (!rangeProblem(Number(y), Number(mo), Number(d), Number(h), Number(mi), Number(s)) && y !== '0001') return text;
  }
  const { ms } = parse(text, 'seconds');
  return ms === zeroTime ? null : `${format(ms)}Z`;
}

/** A MicroTime in its normal form, or null for Go's zero time. Throws TimeParseError. */
export function normalMicroTime(text: string): string | null {
  const { ms, micros } = parse(text, 'micro');
  return ms === zeroTime && micros === 0 ? null : `${format(ms)}.${String(micros).padStart(6, '0')}Z`;
}
