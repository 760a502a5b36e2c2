/**
 * Values of CEL at run time: int is a bigint, double a number, lists are arrays, maps and objects are Maps; string, bool
 * and null are JavaScript's own. The other types are the classes here.
 */
import type { Cidr, IpAddress } from '../ip.ts';
import { formatIp, networkOf } from '../ip.ts';
import type { Quantity } from '../quantity.ts';
import { compareQuantities } from '../quantity.ts';

/** The expression has no value: `no such key: x`, `division by zero`. */
export class CelError extends Error {
  override readonly name = 'CelError';
}

/** More has been computed than a rule may. */
export class CostExceeded extends Error {
  override readonly name = 'CostExceeded';
}

export class Uint {
  readonly value: bigint;
  constructor(value: bigint) {
    if (value < 0n || value > 0xffffffffffffffffn) throw new CelError('unsigned integer overflow');
    this.value = value;
  }
}

const nanoPerSecond = 1_000_000_000n;

export class Duration {
  readonly nanos: bigint;
  constructor(nanos: bigint) {
    this.nanos = nanos;
  }
  toString(): string {
    const whole = this.nanos / nanoPerSecond;
    const rest = (this.nanos < 0n ? -this.nanos : this.nanos) % nanoPerSecond;
    const sign = this.nanos < 0n && whole === 0n ? '-' : '';
    const fraction = rest === 0n ? '' : `.${String(rest).padStart(9, '0').replace(/0+$/, '')}`;
    return `${sign}${whole}${fraction}s`;
  }
}

export class Timestamp {
  /** Since 1970, in UTC. */
  readonly nanos: bigint;
  constructor(nanos: bigint) {
    this.nanos = nanos;
  }
  get date(): Date {
    return new Date(Number(this.nanos / 1_000_000n));
  }
  toString(): string {
    const rest = ((this.nanos % nanoPerSecond) + nanoPerSecond) % nanoPerSecond;
    const seconds = new Date(Number((this.nanos - rest) / 1_000_000n)).toISOString().slice(0, 19);
    return `${seconds}${rest === 0n ? '' : `.${String(rest).padStart(9, '0').replace(/0+$/, '')}`}Z`;
  }
}

export class Optional {
  static readonly none = new Optional(undefined);
  readonly held: unknown;
  constructor(held: unknown) {
    this.held = held;
  }
  get hasValue(): boolean {
    return this.held !== undefined;
  }
}

export class QuantityValue {
  readonly quantity: Quantity;
  constructor(quantity: Quantity) {
    this.quantity = quantity;
  }
}

export class IpValue {
  readonly ip: IpAddress;
  constructor(ip: IpAddress) {
    this.ip = ip;
  }
  toString(): string {
    return formatIp(this.ip);
  }
}

export class CidrValue {
  readonly cidr: Cidr;
  constructor(cidr: Cidr) {
    this.cidr = cidr;
  }
  toString(): string {
    return `${formatIp(this.cidr.address)}/${this.cidr.prefixLength}`;
  }
}

export class UrlValue {
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
  readonly query: ReadonlyMap<string, string[]>;
  readonly text: string;
  constructor(text: string, scheme: string, host: string, path: string, query: ReadonlyMap<string, string[]>) {
    this.text = text;
    this.scheme = scheme;
    this.host = host;
    this.path = path;
    this.query = query;
  }
}

/** A named format of names, such as dns1123Label. */
export class FormatValue {
  readonly name: string;
  readonly complaints: (text: string) => readonly string[];
  constructor(name: string, complaints: (text: string) => readonly string[]) {
    this.name = name;
    this.complaints = complaints;
  }
}

export class TypeValue {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** 'int', 'list', 'google.protobuf.Timestamp': what type() answers, and what overloads are chosen by. */
export function typeNameOf(value: unknown): string {
  switch (typeof value) {
    case 'bigint':
      return 'int';
    case 'number':
      return 'double';
    case 'string':
      return 'string';
    case 'boolean':
      return 'bool';
    default:
  }
  if (value === null || value === undefined) return 'null_type';
  if (Array.isArray(value)) return 'list';
  if (value instanceof Map) return 'map';
  if (value instanceof Uint) return 'uint';
  if (value instanceof Duration) return 'google.protobuf.Duration';
  if (value instanceof Timestamp) return 'google.protobuf.Timestamp';
  if (value instanceof Uint8Array) return 'bytes';
  if (value instanceof Optional) return 'optional_type';
  if (value instanceof QuantityValue) return 'kubernetes.Quantity';
  if (value instanceof IpValue) return 'net.IP';
  if (value instanceof CidrValue) return 'net.CIDR';
  if (value instanceof UrlValue) return 'kubernetes.URL';
  if (value instanceof FormatValue) return 'kubernetes.NamedFormat';
  return 'type';
}

const asNumber = (value: unknown): number | bigint | undefined =>
  typeof value === 'number' || typeof value === 'bigint' ? value : value instanceof Uint ? value.value : undefined;

export function equals(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  const left = asNumber(a);
  const right = asNumber(b);
  // An int and a double of the same amount are equal.
  // oxlint-disable-next-line eslint/eqeqeq -- it compares a bigint and a number by their amount
  if (left !== undefined && right !== undefined) return left == right;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => equals(item, b[i]));
  if (a instanceof Map) {
    if (!(b instanceof Map) || a.size !== b.size) return false;
    for (const [key, value] of a) if (!b.has(key) || !equals(value, b.get(key))) return false;
    return true;
  }
  if (a instanceof Uint8Array)
    return b instanceof Uint8Array && a.length === b.length && a.every((byte, i) => byte === b[i]);
  if (a instanceof Optional)
    return b instanceof Optional && a.hasValue === b.hasValue && (!a.hasValue || equals(a.held, b.held));
  if (a instanceof Duration || a instanceof Timestamp)
    return (b instanceof Duration || b instanceof Timestamp) && a.constructor === b.constructor && a.nanos === b.nanos;
  if (a instanceof QuantityValue) return b instanceof QuantityValue && compareQuantities(a.quantity, b.quantity) === 0;
  if (a instanceof IpValue) return b instanceof IpValue && a.ip.family === b.ip.family && a.ip.number === b.ip.number;
  if (a instanceof CidrValue)
    return (
      b instanceof CidrValue &&
      a.cidr.prefixLength === b.cidr.prefixLength &&
      networkOf(a.cidr).number === networkOf(b.cidr).number &&
      a.cidr.address.family === b.cidr.address.family
    );
  if (a instanceof UrlValue) return b instanceof UrlValue && a.text === b.text;
  if (a instanceof TypeValue) return b instanceof TypeValue && a.name === b.name;
  if (a instanceof FormatValue) return b instanceof FormatValue && a.name === b.name;
  return false;
}

/** Negative, zero or positive. Throws CelError for what has no order. */
export function compare(a: unknown, b: unknown): number {
  const left = asNumber(a);
  const right = asNumber(b);
  if (left !== undefined && right !== undefined) return left < right ? -1 : left > right ? 1 : 0;
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if ((a instanceof Duration && b instanceof Duration) || (a instanceof Timestamp && b instanceof Timestamp))
    return a.nanos < b.nanos ? -1 : a.nanos > b.nanos ? 1 : 0;
  if (a instanceof Uint8Array && b instanceof Uint8Array) {
    for (let i = 0; i < Math.min(a.length, b.length); i += 1) {
      const difference = (a[i] ?? 0) - (b[i] ?? 0);
      if (difference !== 0) return difference;
    }
    return a.length - b.length;
  }
  throw new CelError('no such overload');
}

/** By code points, as UTF-8 orders them. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const [left, right] = [Array.from(a), Array.from(b)];
  for (let i = 0; i < Math.min(left.length, right.length); i += 1) {
    const difference = (left[i]?.codePointAt(0) ?? 0) - (right[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

const lowest = -(2n ** 63n);
const highest = 2n ** 63n - 1n;

export function int(value: bigint): bigint {
  if (value < lowest || value > highest) throw new CelError('integer overflow');
  return value;
}
