/**
 * Quantities (`500m`, `1.5Gi`, `1e3`) computed exactly.
 *
 * An amount is a whole number of nano-units; what is finer is rounded up, away from zero, as Kubernetes does. Each
 * quantity remembers the family of its suffix and prints itself in that family, in canonical form: no fraction, the
 * largest suffix that leaves a whole number.
 */
import type { Quantity as QuantityText } from '../api/scalars.ts';

/** `decimal`: n u m k M G T P E. `binary`: Ki Mi Gi Ti Pi Ei. `exponent`: e3, E-3. */
export type QuantityFormat = 'decimal' | 'binary' | 'exponent';

export interface Quantity {
  readonly nano: bigint;
  readonly format: QuantityFormat;
}

/** What the functions here take: text as on the wire, or a parsed quantity. */
export type QuantityLike = QuantityText | Quantity;

class QuantityError extends Error {
  override readonly name = 'QuantityError';
}

const nanoDigits = 9;
const nanoPerUnit = 1_000_000_000n;
const largestInt64 = 9_223_372_036_854_775_807n;
const decimalExponent: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const decimalSuffixes = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const binarySuffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const shape = /^([+-]?)([0-9]*)(\.?)([0-9]*)([eEinumkKMGTP]*[-+]?[0-9]*)$/;
const exponentSuffix = /^[eE][-+]?[0-9]+$/;

interface Parsed extends Quantity {
  readonly canonical: string;
}

const remembered = new Map<string, Parsed>();
const rememberedAtMost = 4096;

/** Throws QuantityError, worded as upstream's parser. */
export function parseQuantity(text: QuantityText): Quantity {
  return parse(text);
}

/** The text as the API server returns it: `0.5` becomes `500m`, `1024Mi` becomes `1Gi`. Throws QuantityError. */
export function canonicalQuantity(text: QuantityText): string {
  return parse(text).canonical;
}

export function isQuantity(text: string): boolean {
  try {
    parse(text);
    return true;
  } catch {
    return false;
  }
}

function parse(text: string): Parsed {
  const known = remembered.get(text);
  if (known) return known;
  const parsed = parseText(text);
  if (remembered.size >= rememberedAtMost) remembered.clear();
  remembered.set(text, parsed);
  return parsed;
}

function parseText(text: string): Parsed {
  const match = shape.exec(text);
  if (!match || text === '') {
    throw new QuantityError(
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    );
  }
  const [, sign, integer = '', dot = '', fraction = '', suffix = ''] = match;
  const digits = integer.replace(/^0+/, '') + fraction;
  if (integer === '' && fraction === '' && dot === '') {
    throw new QuantityError(
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    );
  }
  const { base, exponent, format } = interpretSuffix(suffix);
  const mantissa = BigInt(digits === '' ? '0' : digits);
  let nano: bigint;
  let finalFormat = format;
  if (base === 10) {
    nano = scaleUp(mantissa, exponent - fraction.length + nanoDigits);
  } else {
    nano = scaleUp(mantissa << BigInt(exponent), nanoDigits - fraction.length);
    if (nano > largestInt64 * nanoPerUnit) nano = largestInt64 * nanoPerUnit;
    if (nano > 0n && nano < nanoPerUnit) finalFormat = 'decimal';
  }
  const quantity: Quantity = { nano: sign === '-' ? -nano : nano, format: finalFormat };
  const canonical = keepsItsText(integer, fraction, suffix, base, exponent) ? text : formatQuantity(quantity);
  return { ...quantity, canonical };
}

function interpretSuffix(suffix: string): { base: 2 | 10; exponent: number; format: QuantityFormat } {
  const decimal = decimalExponent[suffix];
  if (decimal !== undefined) return { base: 10, exponent: decimal, format: 'decimal' };
  const binary = binarySuffixes.indexOf(suffix);
  if (binary > 0) return { base: 2, exponent: binary * 10, format: 'binary' };
  if (exponentSuffix.test(suffix)) {
    const exponent = Number(suffix.slice(1));
    if (Math.abs(exponent) <= 1000) return { base: 10, exponent, format: 'exponent' };
  }
  throw new QuantityError("unable to parse quantity's suffix");
}

/** mantissa × 10^exponent, rounded up when the exponent is negative. */
function scaleUp(mantissa: bigint, exponent: number): bigint {
  if (exponent >= 0) return mantissa * 10n ** BigInt(exponent);
  const divisor = 10n ** BigInt(-exponent);
  return (mantissa + divisor - 1n) / divisor;
}

/** Upstream sends some texts back untouched although another form is shorter (`100.035k`); clients compare them. */
function keepsItsText(integer: string, fraction: string, suffix: string, base: 2 | 10, exponent: number): boolean {
  const whole = integer.replace(/^0+/, '') || '0';
  if (base === 2) {
    const precision = 15 - whole.length - Math.trunc((exponent * 3) / 10) - 1;
    return fraction === '' && precision >= 0 && whole !== '0' && (Number(whole) & 7) !== 0;
  }
  if (18 - whole.length - fraction.length < 0) return false;
  const scale = exponent - fraction.length;
  const shifted = whole + fraction;
  if (suffix === '' && fraction === '' && whole === '0') return false;
  return scale >= -nanoDigits && scale % 3 === 0 && !shifted.endsWith('000') && shifted[0] !== '0';
}

/** In the quantity's own family of suffixes. */
export function formatQuantity(quantity: Quantity): string {
  const { nano, format } = quantity;
  if (nano === 0n) return '0';
  const sign = nano < 0n ? '-' : '';
  const size = nano < 0n ? -nano : nano;
  if (format === 'binary' && size >= 1024n * nanoPerUnit && size % nanoPerUnit === 0n) {
    let units = size / nanoPerUnit;
    let power = 0;
    while (units % 1024n === 0n && power < binarySuffixes.length - 1) {
      units /= 1024n;
      power += 1;
    }
    return `${sign}${units}${binarySuffixes[power] ?? ''}`;
  }
  let amount = size;
  let exponent = -nanoDigits;
  while (amount % 1000n === 0n && (format === 'exponent' || exponent < 18)) {
    amount /= 1000n;
    exponent += 3;
  }
  if (format === 'exponent') return exponent === 0 ? `${sign}${amount}` : `${sign}${amount}e${exponent}`;
  return `${sign}${amount}${decimalSuffixes[exponent / 3 + 3] ?? ''}`;
}

const of = (quantity: QuantityLike): Quantity => (typeof quantity === 'string' ? parse(quantity) : quantity);

/** Negative, zero or positive, as for Array.sort(). */
export function compareQuantities(a: QuantityLike, b: QuantityLike): number {
  const left = of(a).nano;
  const right = of(b).nano;
  return left < right ? -1 : left > right ? 1 : 0;
}

export const isZero = (quantity: QuantityLike): boolean => of(quantity).nano === 0n;

/** In the family of `a`, unless that is zero. */
export function addQuantities(a: QuantityLike, b: QuantityLike): Quantity {
  const left = of(a);
  const right = of(b);
  return { nano: left.nano + right.nano, format: left.nano === 0n ? right.format : left.format };
}

/** In the family of `a`, unless that is zero. */
export function subtractQuantities(a: QuantityLike, b: QuantityLike): Quantity {
  const left = of(a);
  const right = of(b);
  return { nano: left.nano - right.nano, format: left.nano === 0n ? right.format : left.format };
}

function divideUp(nano: bigint, unit: bigint): number {
  if (nano < 0n) return -divideUp(-nano, unit);
  return Number((nano + unit - 1n) / unit);
}

/** Whole units, rounded up: bytes of memory, pods. Exact up to 2^53. */
export const value = (quantity: QuantityLike): number => divideUp(of(quantity).nano, nanoPerUnit);

/** Thousandths, rounded up: millicores of CPU. Exact up to 2^53. */
export const milliValue = (quantity: QuantityLike): number => divideUp(of(quantity).nano, 1_000_000n);

/** A quantity of whole units. */
export const quantityOf = (units: number | bigint, format: QuantityFormat = 'decimal'): Quantity => ({
  nano: BigInt(units) * nanoPerUnit,
  format,
});

/** A quantity of thousandths. */
export const milliQuantityOf = (thousandths: number | bigint, format: QuantityFormat = 'decimal'): Quantity => ({
  nano: BigInt(thousandths) * 1_000_000n,
  format,
});

/** Canonical text with nothing finer than a thousandth, which is as fine as resource lists go: rounded up. */
export function roundedToMilli(text: QuantityText): string {
  const parsed = parse(text);
  if (parsed.nano % 1_000_000n === 0n) return parsed.canonical;
  return formatQuantity(milliQuantityOf(milliValue(parsed), parsed.format));
}
