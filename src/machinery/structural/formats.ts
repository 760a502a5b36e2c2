/** The formats of strings that are checked; others are descriptions only. Hyphens in their names do not count. */
import { parseCidr, parseIp } from '../ip.ts';

const uuid = (version: string, variant: string): RegExp =>
  new RegExp(`^[0-9a-f]{8}-?[0-9a-f]{4}-?${version}[0-9a-f]{3}-?${variant}[0-9a-f]{3}-?[0-9a-f]{12}$`, 'i');
const matching =
  (pattern: RegExp) =>
  (text: string): boolean =>
    pattern.test(text);

const month = /^(\d{4})-(\d{2})-(\d{2})$/;

function isDate(text: string): boolean {
  const [, year = '', of = '', day = ''] = month.exec(text) ?? [];
  const days = new Date(Date.UTC(Number(year), Number(of), 0)).getUTCDate();
  return day !== '' && Number(of) >= 1 && Number(of) <= 12 && Number(day) >= 1 && Number(day) <= days;
}

const dateTime = /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;

export function isDateTime(text: string): boolean {
  const [, date = '', hour = '', minute = '', second = ''] = dateTime.exec(text) ?? [];
  return isDate(date) && Number(hour) <= 23 && Number(minute) <= 59 && Number(second) <= 59;
}

/** As Go's time.ParseDuration reads it, or a number and a unit in words. */
const duration =
  /^([+-]?(0|((\d+(\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h))+)|\s*\d+(\.\d+)?\s*(ns|nanos?|nanoseconds?|us|µs|micros?|microseconds?|ms|millis?|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hours?|hrs?|d|days?|w|wks?|weeks?)\s*)$/i;

function isUri(text: string): boolean {
  // As Go's url.ParseRequestURI: an absolute URI, or an absolute path.
  if (/[\s\u0000-\u001f\u007f]/.test(text)) return false;
  return text.startsWith('/') || (/^[A-Za-z][A-Za-z0-9+.-]*:/.test(text) && parsesAsUrl(text));
}

/** What follows the scheme: a host with a port and a path, or anything opaque; percent signs stand before two digits. */
function parsesAsUrl(text: string): boolean {
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) return false;
  const authority = /^[^:]+:\/\/([^/?#]*)/.exec(text)?.[1];
  return authority === undefined || /^([^@]*@)?(\[[0-9A-Fa-f:.%a-z]*\]|[^:[\]]*)(:\d*)?$/.test(authority);
}

function hasIsbnChecksum(digits: string): boolean {
  const values = digits.split('').map((d) => (d === 'X' ? 10 : Number(d)));
  const sum = values.reduce((all, d, i) => all + d * (digits.length === 10 ? 10 - i : i % 2 === 0 ? 1 : 3), 0);
  return sum % (digits.length === 10 ? 11 : 10) === 0;
}

const isbn =
  (lengths: readonly number[]) =>
  (text: string): boolean => {
    const digits = text.replace(/[\s-]+/g, '');
    return lengths.includes(digits.length) && /^(\d{9}X|\d{10}|\d{13})$/.test(digits) && hasIsbnChecksum(digits);
  };

function isCreditCard(text: string): boolean {
  const digits = text.replace(/[^0-9]+/g, '');
  const known =
    /^(?:4\d{12}(?:\d{3})?|5[1-5]\d{14}|6(?:011|5\d\d)\d{12}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|(?:2131|1800|35\d{3})\d{11})$/;
  if (!known.test(digits)) return false;
  const sum = digits
    .split('')
    .reverse()
    .reduce((all, d, i) => {
      const value = i % 2 === 1 ? Number(d) * 2 : Number(d);
      return all + (value > 9 ? value - 9 : value);
    }, 0);
  return sum % 10 === 0;
}

const channel = '(0|[1-9]\\d?|1\\d\\d?|2[0-4]\\d|25[0-5])';
const label = /^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?$/;

const formats: Readonly<Record<string, (text: string) => boolean>> = {
  bsonobjectid: matching(/^[0-9a-f]{24}$/i),
  uri: isUri,
  email: matching(/^(.*<)?[^\s@<>(),;:"[\]]+@[^\s@<>(),;:"[\]]+>?$/),
  hostname: (text) =>
    text.length <= 255 &&
    text
      .replace(/\.$/, '')
      .split('.')
      .every((l) => l.length <= 63 && label.test(l)),
  ipv4: (text) => parseIp(text)?.family === 4,
  ipv6: (text) => parseIp(text)?.family === 6,
  cidr: (text) => parseCidr(text) !== undefined,
  mac: matching(
    /^([0-9a-f]{2}([:-])[0-9a-f]{2}(\2[0-9a-f]{2}){4}((\2[0-9a-f]{2}){2}|(\2[0-9a-f]{2}){14})?|[0-9a-f]{4}(\.[0-9a-f]{4}){2}((\.[0-9a-f]{4})|(\.[0-9a-f]{4}){7})?)$/i,
  ),
  uuid: matching(/^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i),
  uuid3: matching(uuid('3', '[0-9a-f]')),
  uuid4: matching(uuid('4', '[89ab]')),
  uuid5: matching(uuid('5', '[89ab]')),
  isbn: isbn([10, 13]),
  isbn10: isbn([10]),
  isbn13: isbn([13]),
  creditcard: isCreditCard,
  ssn: matching(/^\d{3}[- ]?\d{2}[- ]?\d{4}$/),
  hexcolor: matching(/^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$/),
  rgbcolor: matching(new RegExp(`^rgb\\(\\s*${channel}\\s*,\\s*${channel}\\s*,\\s*${channel}\\s*\\)$`)),
  byte: matching(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/),
  password: () => true,
  date: isDate,
  duration: matching(duration),
  datetime: isDateTime,
};

/** undefined for formats that are not checked. */
export function formatCheck(format: string): ((text: string) => boolean) | undefined {
  const name = format.replaceAll('-', '');
  return Object.hasOwn(formats, name) ? formats[name] : undefined;
}

/** Whether a format means something for values of the type. */
export function isKnownFormat(format: string, type: string | undefined): boolean {
  switch (type) {
    case undefined:
    case '':
    case 'string':
      return formatCheck(format) !== undefined;
    case 'integer':
      return format === 'int32' || format === 'int64';
    case 'number':
      return format === 'float' || format === 'double';
    default:
      return false;
  }
}
