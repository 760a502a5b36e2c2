/** Durations in Go's notation (`1h30m`, `1.5s`), as time.ParseDuration reads and Duration.String writes them. */
import { goQuote } from '../goText.ts';

export class DurationError extends Error {
  override readonly name = 'DurationError';
}

const units: Readonly<Record<string, bigint>> = {
  ns: 1n, us: 1_000n, 'µs': 1_000n, 'μs': 1_000n, ms: 1_000_000n, s: 1_000_000_000n, m: 60_000_000_000n, h: 3_600_000_000_000n,
};

/** Nanoseconds. Throws DurationError in Go's words. */
export function parseDuration(text: string): bigint {
  const invalid = new DurationError(`time: invalid duration ${goQuote(text)}`);
  const negative = text.startsWith('-');
  let rest = text.replace(/^[-+]/, '');
  if (rest === '0') return 0n;
  if (rest === '') throw invalid;
  let total = 0n;
  while (rest !== '') {
    const number = /^(\d*)(?:\.(\d*))?/.exec(rest);
    const [whole, integer = '', fraction = ''] = number ?? [''];
    if (integer === '' && fraction === '') throw invalid;
    rest = rest.slice(whole.length);
    const unit = /^[^.\d]+/.exec(rest)?.[0];
    if (unit === undefined) throw new DurationError(`time: missing unit in duration ${goQuote(text)}`);
    rest = rest.slice(unit.length);
    const scale = Object.hasOwn(units, unit) ? units[unit] : undefined;
    if (scale === undefined) throw new DurationError(`time: unknown unit ${goQuote(unit)} in duration ${goQuote(text)}`);
    total += BigInt(integer || '0') * scale;
    if (fraction) total += (BigInt(fraction) * scale) / 10n ** BigInt(fraction.length);
    if (total > 1n << 63n || (total === 1n << 63n && !negative)) throw invalid;
  }
  return negative ? -total : total;
}

const withFraction = (amount: bigint, scale: bigint, unit: string): string => {
  const fraction = String(amount % scale).padStart(String(scale).length - 1, '0').replace(/0+$/, '');
  return `${amount / scale}${fraction && scale > 1n ? `.${fraction}` : ''}${unit}`;
};

/** `1h30m0s`, `1.5s`, `20ms`, `0s`. */
export function formatDuration(nanoseconds: bigint): string {
  if (nanoseconds === 0n) return '0s';
  if (nanoseconds < 0n) return `-${formatDuration(-nanoseconds)}`;
  if (nanoseconds < 1_000n) return `${nanoseconds}ns`;
  if (nanoseconds < 1_000_000n) return withFraction(nanoseconds, 1_000n, 'µs');
  if (nanoseconds < 1_000_000_000n) return withFraction(nanoseconds, 1_000_000n, 'ms');
  const minutes = nanoseconds / 60_000_000_000n;
  const seconds = withFraction(nanoseconds % 60_000_000_000n, 1_000_000_000n, 's');
  if (minutes === 0n) return seconds;
  return minutes < 60n ? `${minutes}m${seconds}` : `${minutes / 60n}h${minutes % 60n}m${seconds}`;
}
