/** The functions that rules may call: CEL's own, its extensions for strings, optionals and sets, and Kubernetes' libraries. */
import { parseCidr, parseIp, networkOf, isMapped, contains as inBlock } from '../ip.ts';
import { isDNS1035Label, isDNS1123Label, isDNS1123Subdomain, isQualifiedName, isValidLabelValue } from '../names.ts';
import {
  addQuantities,
  compareQuantities,
  isQuantity,
  parseQuantity,
  quantityOf,
  subtractQuantities,
} from '../quantity.ts';
import { compilePattern, findPattern } from '../structural/patterns.ts';
import { base64Decode, utf8, utf8Text } from './bytes.ts';
import { format } from './format.ts';
import { durationOf, fieldOf, timestampOf } from './times.ts';
import { parseSignature } from './types.ts';
import type { Signature } from './types.ts';
import { urlOf } from './url.ts';
import {
  CelError,
  CidrValue,
  compare,
  Duration,
  equals,
  FormatValue,
  int,
  IpValue,
  Optional,
  QuantityValue,
  Timestamp,
  typeNameOf,
  TypeValue,
  Uint,
} from './values.ts';
import type { UrlValue } from './values.ts';

export interface Overload extends Signature {
  /** Receiver first. Types have been checked, at compile time or by the values. */
  readonly run: (...values: never[]) => unknown;
  /** What it costs beside the call itself. */
  readonly cost: ((values: readonly unknown[]) => number) | undefined;
}

export const namespaces: ReadonlySet<string> = new Set(['sets', 'strings', 'optional', 'ip', 'format']);

const overloads = new Map<string, Overload[]>();

/** Empty when nothing is called so. */
export const overloadsOf = (name: string): readonly Overload[] => overloads.get(name) ?? [];

type Cost = NonNullable<Overload['cost']>;

function define(text: string, run: (...values: never[]) => unknown, cost?: Cost): void {
  const signature = parseSignature(text);
  const known = overloads.get(signature.name);
  const overload = { ...signature, run, cost };
  if (known) known.push(overload);
  else overloads.set(signature.name, [overload]);
}

const sizeOf = (value: unknown): number =>
  typeof value === 'string' || Array.isArray(value) || value instanceof Uint8Array
    ? value.length
    : value instanceof Map
      ? value.size
      : 0;
/** Texts are walked through. */
const walked: Cost = (values) => values.reduce<number>((sum, each) => sum + sizeOf(each) / 10, 0);
const listed: Cost = (values) => values.reduce<number>((sum, each) => sum + sizeOf(each), 0);
const crossed: Cost = (values) => values.reduce<number>((all, each) => all * Math.max(1, sizeOf(each)), 1);

const points = (text: string): string[] => Array.from(text);
const isAscii = (text: string): boolean => !/[^\u0000-\u007f]/.test(text);
const at = (index: bigint): number => Number(index);

function outOfRange(index: number, size: number): void {
  if (index < 0 || index > size) throw new CelError(`index out of range: ${index}`);
}

function attempt<T>(message: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw error instanceof CelError ? error : new CelError(`${message}: ${(error as Error).message}`);
  }
}

// Sizes and conversions.
for (const type of ['string', 'bytes', 'list<A>', 'map<A, B>']) {
  const size = (value: string | Uint8Array | unknown[] | Map<unknown, unknown>): bigint =>
    BigInt(typeof value === 'string' && !isAscii(value) ? points(value).length : sizeOf(value));
  define(`size(${type}): int`, size);
  define(`${type}.size(): int`, size);
}
define('dyn(A): dyn', (value: unknown) => value);
define('type(A): type', (value: unknown) => new TypeValue(typeNameOf(value)));
define('int(int): int', (value: bigint) => value);
define('int(uint): int', ({ value }: Uint) => int(value));
define('int(double): int', (value: number) => {
  if (!Number.isFinite(value)) throw new CelError('integer overflow');
  return int(BigInt(Math.trunc(value)));
});
define('int(string): int', (text: string) => {
  if (!/^[+-]?\d+$/.test(text)) throw new CelError(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  return int(BigInt(text.replace(/^\+/, '')));
});
define('int(timestamp): int', ({ nanos }: Timestamp) => nanos / 1_000_000_000n);
define('uint(uint): uint', (value: Uint) => value);
define('uint(int): uint', (value: bigint) => new Uint(value));
define('uint(double): uint', (value: number) =>
  attempt('unsigned integer overflow', () => new Uint(BigInt(Math.trunc(value)))),
);
define('uint(string): uint', (text: string) => attempt('invalid syntax', () => new Uint(BigInt(text))));
define('double(double): double', (value: number) => value);
define('double(int): double', (value: bigint) => Number(value));
define('double(uint): double', ({ value }: Uint) => Number(value));
define('double(string): double', (text: string) => {
  const value = Number(text);
  if (text.trim() === '' || Number.isNaN(value))
    throw new CelError(`strconv.ParseFloat: parsing ${JSON.stringify(text)}: invalid syntax`);
  return value;
});
define('bool(bool): bool', (value: boolean) => value);
define('bool(string): bool', (text: string) => {
  if (['1', 't', 'T', 'true', 'TRUE', 'True'].includes(text)) return true;
  if (['0', 'f', 'F', 'false', 'FALSE', 'False'].includes(text)) return false;
  throw new CelError(`strconv.ParseBool: parsing ${JSON.stringify(text)}: invalid syntax`);
});
for (const type of ['string', 'bool', 'int', 'uint', 'double', 'timestamp', 'duration', 'ip', 'cidr'])
  define(`string(${type}): string`, (value: unknown) => (value instanceof Uint ? String(value.value) : String(value)));
define('string(bytes): string', (value: Uint8Array) => utf8Text(value));
define('bytes(bytes): bytes', (value: Uint8Array) => value);
define('bytes(string): bytes', (text: string) => utf8(text));
define('duration(string): duration', durationOf);
define('duration(duration): duration', (value: Duration) => value);
define('timestamp(string): timestamp', timestampOf);
define('timestamp(timestamp): timestamp', (value: Timestamp) => value);
define('timestamp(int): timestamp', (seconds: bigint) => new Timestamp(seconds * 1_000_000_000n));

// Times.
for (const name of [
  'getFullYear',
  'getMonth',
  'getDate',
  'getDayOfMonth',
  'getDayOfWeek',
  'getDayOfYear',
  'getHours',
  'getMinutes',
  'getSeconds',
  'getMilliseconds',
] as const) {
  define(`timestamp.${name}(): int`, (time: Timestamp) => fieldOf(time, name, 'UTC'));
  define(`timestamp.${name}(string): int`, (time: Timestamp, zone: string) => fieldOf(time, name, zone));
}
for (const [name, nanos] of [
  ['getHours', 3_600_000_000_000n],
  ['getMinutes', 60_000_000_000n],
  ['getSeconds', 1_000_000_000n],
  ['getMilliseconds', 1_000_000n],
] as const)
  define(`duration.${name}(): int`, (duration: Duration) => duration.nanos / nanos);

// Strings.
define('string.startsWith(string): bool', (text: string, head: string) => text.startsWith(head), walked);
define('string.endsWith(string): bool', (text: string, tail: string) => text.endsWith(tail), walked);
define('string.contains(string): bool', (text: string, part: string) => text.includes(part), walked);
const matches = (text: string, pattern: string): boolean =>
  attempt('error parsing regexp', () => compilePattern(pattern))(text);
define('string.matches(string): bool', matches, walked);
define('matches(string, string): bool', matches, walked);
define('string.find(string): string', (text: string, pattern: string) => find(text, pattern, 1)[0] ?? '', walked);
define('string.findAll(string): list<string>', (text: string, pattern: string) => find(text, pattern, -1), walked);
define(
  'string.findAll(string, int): list<string>',
  (text: string, pattern: string, most: bigint) => find(text, pattern, at(most)),
  walked,
);
const find = (text: string, pattern: string, most: number): string[] =>
  attempt('error parsing regexp', () => findPattern(pattern, text, most));
define(
  'string.charAt(int): string',
  (text: string, index: bigint) => {
    const all = points(text);
    outOfRange(at(index), all.length);
    return all[at(index)] ?? '';
  },
  walked,
);
const indexOf = (text: string, part: string, from: bigint): bigint => {
  const all = points(text);
  outOfRange(at(from), all.length);
  const found = all.slice(at(from)).join('').indexOf(part);
  return found < 0 ? -1n : from + BigInt(points(all.slice(at(from)).join('').slice(0, found)).length);
};
define('string.indexOf(string): int', (text: string, part: string) => indexOf(text, part, 0n), walked);
define('string.indexOf(string, int): int', indexOf, walked);
const lastIndexOf = (text: string, part: string, to: bigint): bigint => {
  const all = points(text);
  outOfRange(at(to), all.length);
  const wanted = points(part);
  for (let i = Math.min(at(to), all.length - wanted.length); i >= 0; i -= 1)
    if (wanted.every((each, k) => all[i + k] === each)) return BigInt(i);
  return -1n;
};
define(
  'string.lastIndexOf(string): int',
  (text: string, part: string) => lastIndexOf(text, part, BigInt(points(text).length)),
  crossed,
);
define('string.lastIndexOf(string, int): int', lastIndexOf, crossed);
define('string.lowerAscii(): string', (text: string) => text.replace(/[A-Z]/g, (c) => c.toLowerCase()), walked);
define('string.upperAscii(): string', (text: string) => text.replace(/[a-z]/g, (c) => c.toUpperCase()), walked);
define('string.trim(): string', (text: string) => text.trim(), walked);
define(
  'string.replace(string, string): string',
  (text: string, old: string, by: string) => text.replaceAll(old, () => by),
  walked,
);
define(
  'string.replace(string, string, int): string',
  (text: string, old: string, by: string, most: bigint) => {
    if (most < 0n) return text.replaceAll(old, () => by);
    let left = at(most);
    return text.replaceAll(old, (found) => (left-- > 0 ? by : found));
  },
  walked,
);
define('string.split(string): list<string>', (text: string, by: string) => split(text, by, -1), walked);
define(
  'string.split(string, int): list<string>',
  (text: string, by: string, most: bigint) => split(text, by, at(most)),
  walked,
);
function split(text: string, by: string, most: number): string[] {
  if (most === 0) return [];
  const parts = by === '' ? points(text) : text.split(by);
  if (most < 0 || parts.length <= most) return parts;
  return [...parts.slice(0, most - 1), parts.slice(most - 1).join(by)];
}
define('string.substring(int): string', (text: string, from: bigint) => substring(text, at(from), undefined), walked);
define(
  'string.substring(int, int): string',
  (text: string, from: bigint, to: bigint) => substring(text, at(from), at(to)),
  walked,
);
function substring(text: string, from: number, to: number | undefined): string {
  const all = points(text);
  outOfRange(from, all.length);
  if (to === undefined) return all.slice(from).join('');
  outOfRange(to, all.length);
  if (from > to) throw new CelError(`invalid substring range. start: ${from}, end: ${to}`);
  return all.slice(from, to).join('');
}
define('list<string>.join(): string', (list: string[]) => list.join(''), listed);
define('list<string>.join(string): string', (list: string[], by: string) => list.join(by), listed);
define('strings::quote(string): string', (text: string) => JSON.stringify(text), walked);
define('string.format(list<A>): string', format, walked);

// Lists.
const ordered = ['int', 'uint', 'double', 'bool', 'string', 'bytes', 'duration', 'timestamp'];
for (const type of ordered) {
  define(
    `list<${type}>.isSorted(): bool`,
    (list: unknown[]) => list.every((each, i) => i === 0 || compare(list[i - 1], each) <= 0),
    listed,
  );
  define(`list<${type}>.min(): ${type}`, (list: unknown[]) => extreme(list, 'min', -1), listed);
  define(`list<${type}>.max(): ${type}`, (list: unknown[]) => extreme(list, 'max', 1), listed);
}
function extreme(list: readonly unknown[], name: string, sign: number): unknown {
  if (list.length === 0) throw new CelError(`${name} called on empty list`);
  return list.reduce((best, each) => (Math.sign(compare(each, best)) === sign ? each : best));
}
define('list<int>.sum(): int', (list: bigint[]) => list.reduce((a, b) => int(a + b), 0n), listed);
define('list<uint>.sum(): uint', (list: Uint[]) => new Uint(list.reduce((a, b) => a + b.value, 0n)), listed);
define('list<double>.sum(): double', (list: number[]) => list.reduce((a, b) => a + b, 0), listed);
define(
  'list<duration>.sum(): duration',
  (list: Duration[]) => new Duration(list.reduce((a, b) => a + b.nanos, 0n)),
  listed,
);
define(
  'list<A>.indexOf(A): int',
  (list: unknown[], item: unknown) => BigInt(list.findIndex((each) => equals(each, item))),
  listed,
);
define(
  'list<A>.lastIndexOf(A): int',
  (list: unknown[], item: unknown) => BigInt(list.findLastIndex((each) => equals(each, item))),
  listed,
);

// Sets.
const within = (list: readonly unknown[], item: unknown): boolean => list.some((each) => equals(each, item));
define(
  'sets::contains(list<A>, list<A>): bool',
  (list: unknown[], part: unknown[]) => part.every((each) => within(list, each)),
  crossed,
);
define(
  'sets::intersects(list<A>, list<A>): bool',
  (a: unknown[], b: unknown[]) => a.some((each) => within(b, each)),
  crossed,
);
define(
  'sets::equivalent(list<A>, list<A>): bool',
  (a: unknown[], b: unknown[]) => a.every((each) => within(b, each)) && b.every((each) => within(a, each)),
  crossed,
);

// Optionals.
define('optional::none(): optional<A>', () => Optional.none);
define('optional::of(A): optional<A>', (value: unknown) => new Optional(value));
define('optional::ofNonZeroValue(A): optional<A>', (value: unknown) =>
  isZero(value) ? Optional.none : new Optional(value),
);
const isZero = (value: unknown): boolean =>
  value === null ||
  value === false ||
  value === '' ||
  value === 0 ||
  value === 0n ||
  ((Array.isArray(value) || value instanceof Map || value instanceof Uint8Array) && sizeOf(value) === 0);
define('optional<A>.hasValue(): bool', (optional: Optional) => optional.hasValue);
define('optional<A>.value(): A', ({ held }: Optional) => {
  if (held === undefined) throw new CelError('optional::none() dereference');
  return held;
});

// URLs.
define(
  'url(string): url',
  (text: string) => {
    const url = urlOf(text);
    if (!url)
      throw new CelError(
        `URL parse error during conversion from string: parse ${JSON.stringify(text)}: invalid URI for request`,
      );
    return url;
  },
  walked,
);
define('isURL(string): bool', (text: string) => urlOf(text) !== undefined, walked);
define('url.getScheme(): string', ({ scheme }: UrlValue) => scheme);
define('url.getHost(): string', ({ host }: UrlValue) => host);
define('url.getHostname(): string', ({ host }: UrlValue) => host.replace(/:\d*$/, '').replace(/^\[(.*)\]$/, '$1'));
define('url.getPort(): string', ({ host }: UrlValue) => /:(\d*)$/.exec(host)?.[1] ?? '');
define('url.getEscapedPath(): string', ({ path }: UrlValue) => path);
define('url.getQuery(): map<string, list<string>>', ({ query }: UrlValue) => query);

// Quantities.
define('quantity(string): quantity', (text: string) =>
  attempt('quantity', () => new QuantityValue(parseQuantity(text))),
);
define('isQuantity(string): bool', (text: string) => isQuantity(text));
define('quantity.sign(): int', ({ quantity }: QuantityValue) =>
  quantity.nano > 0n ? 1n : quantity.nano < 0n ? -1n : 0n,
);
const compared = (a: QuantityValue, b: QuantityValue): number => compareQuantities(a.quantity, b.quantity);
define('quantity.isGreaterThan(quantity): bool', (a: QuantityValue, b: QuantityValue) => compared(a, b) > 0);
define('quantity.isLessThan(quantity): bool', (a: QuantityValue, b: QuantityValue) => compared(a, b) < 0);
define('quantity.compareTo(quantity): int', (a: QuantityValue, b: QuantityValue) => BigInt(compared(a, b)));
define('quantity.isInteger(): bool', ({ quantity }: QuantityValue) => quantity.nano % 1_000_000_000n === 0n);
define('quantity.asInteger(): int', ({ quantity }: QuantityValue) => {
  if (quantity.nano % 1_000_000_000n !== 0n) throw new CelError('cannot convert value to integer');
  return int(quantity.nano / 1_000_000_000n);
});
define('quantity.asApproximateFloat(): double', ({ quantity }: QuantityValue) => Number(quantity.nano) / 1e9);
for (const [name, run] of [
  ['add', addQuantities],
  ['sub', subtractQuantities],
] as const) {
  define(
    `quantity.${name}(quantity): quantity`,
    (a: QuantityValue, b: QuantityValue) => new QuantityValue(run(a.quantity, b.quantity)),
  );
  define(
    `quantity.${name}(int): quantity`,
    (a: QuantityValue, b: bigint) => new QuantityValue(run(a.quantity, quantityOf(b))),
  );
}

// Addresses.
const ipOf = (text: string): IpValue => {
  const ip = parseIp(text);
  if (!ip || isMapped(ip))
    throw new CelError(`IP Address ${JSON.stringify(text)} parse error during conversion from string`);
  return new IpValue(ip);
};
define('ip(string): ip', ipOf);
define('isIP(string): bool', (text: string) => {
  const ip = parseIp(text);
  return ip !== undefined && !isMapped(ip);
});
define('ip::isCanonical(string): bool', (text: string) => String(ipOf(text)) === text);
define('ip.family(): int', ({ ip }: IpValue) => BigInt(ip.family));
const blocks = {
  isUnspecified: ['0.0.0.0/32', '::/128'],
  isLoopback: ['127.0.0.0/8', '::1/128'],
  isLinkLocalMulticast: ['224.0.0.0/24', 'ff02::/16'],
  isLinkLocalUnicast: ['169.254.0.0/16', 'fe80::/10'],
} as const;
const inAny = ({ ip }: IpValue, texts: readonly string[]): boolean =>
  texts.some((text) => {
    const block = parseCidr(text);
    return block !== undefined && inBlock(block, ip);
  });
for (const [name, texts] of Object.entries(blocks))
  define(`ip.${name}(): bool`, (value: IpValue) => inAny(value, texts));
define(
  'ip.isGlobalUnicast(): bool',
  (value: IpValue) =>
    !inAny(value, [
      ...blocks.isUnspecified,
      ...blocks.isLoopback,
      ...blocks.isLinkLocalUnicast,
      '224.0.0.0/4',
      'ff00::/8',
      '255.255.255.255/32',
    ]),
);
const cidrOf = (text: string): CidrValue => {
  const cidr = parseCidr(text);
  if (!cidr) throw new CelError(`network address parse error during conversion from string: ${JSON.stringify(text)}`);
  return new CidrValue(cidr);
};
define('cidr(string): cidr', cidrOf);
define('isCIDR(string): bool', (text: string) => parseCidr(text) !== undefined);
define('cidr.ip(): ip', ({ cidr }: CidrValue) => new IpValue(cidr.address));
define('cidr.prefixLength(): int', ({ cidr }: CidrValue) => BigInt(cidr.prefixLength));
define('cidr.masked(): cidr', ({ cidr }: CidrValue) => new CidrValue({ ...cidr, address: networkOf(cidr) }));
define('cidr.containsIP(ip): bool', ({ cidr }: CidrValue, { ip }: IpValue) => inBlock(cidr, ip));
define('cidr.containsIP(string): bool', ({ cidr }: CidrValue, text: string) => inBlock(cidr, ipOf(text).ip));
const containsCidr = ({ cidr }: CidrValue, inner: CidrValue): boolean =>
  inner.cidr.prefixLength >= cidr.prefixLength && inBlock(cidr, networkOf(inner.cidr));
define('cidr.containsCIDR(cidr): bool', containsCidr);
define('cidr.containsCIDR(string): bool', (outer: CidrValue, text: string) => containsCidr(outer, cidrOf(text)));

// Named formats.
const prefix = (rule: (text: string) => string[]) => (text: string) =>
  rule(text.endsWith('-') ? `${text.slice(0, -1)}a` : text);
const formats = new Map<string, FormatValue>(
  Object.entries({
    dns1123Label: isDNS1123Label,
    dns1123Subdomain: isDNS1123Subdomain,
    dns1035Label: isDNS1035Label,
    qualifiedName: isQualifiedName,
    dns1123LabelPrefix: prefix(isDNS1123Label),
    dns1123SubdomainPrefix: prefix(isDNS1123Subdomain),
    dns1035LabelPrefix: prefix(isDNS1035Label),
    labelValue: isValidLabelValue,
    uri: (text: string) => (urlOf(text) ? [] : ['invalid URI']),
    uuid: (text: string) =>
      /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i.test(text)
        ? []
        : ['does not match the UUID format'],
    byte: (text: string) => (base64Decode(text) ? [] : ['invalid base64']),
    date: (text: string) => (/^\d{4}-\d{2}-\d{2}$/.test(text) ? [] : ['invalid date']),
    datetime: (text: string) => {
      try {
        timestampOf(text);
        return [];
      } catch {
        return ['invalid datetime'];
      }
    },
  }).map(([name, complaints]) => [name, new FormatValue(name, complaints)]),
);
define('format::named(string): optional<format>', (name: string) => {
  const found = formats.get(name);
  return found ? new Optional(found) : Optional.none;
});
for (const [name, value] of formats) define(`format::${name}(): format`, () => value);
define(
  'format.validate(string): optional<list<string>>',
  ({ complaints }: FormatValue, text: string) => {
    const found = complaints(text);
    return found.length > 0 ? new Optional([...found]) : Optional.none;
  },
  walked,
);
