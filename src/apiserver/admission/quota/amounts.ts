/** Sums and comparisons of named quantities, as quotas need them. */
import {
  addQuantities,
  canonicalQuantity,
  compareQuantities,
  formatQuantity,
  isZero,
  subtractQuantities,
} from '../../../machinery/quantity.ts';

export type Amounts = Readonly<Record<string, string>>;

export function add(a: Amounts, b: Amounts): Record<string, string> {
  const sum: Record<string, string> = { ...a };
  for (const [name, amount] of Object.entries(b)) sum[name] = formatQuantity(addQuantities(sum[name] ?? '0', amount));
  return sum;
}

/** What `a` has more than `b`; never less than nothing. */
export function beyond(a: Amounts, b: Amounts): Record<string, string> {
  const rest: Record<string, string> = {};
  for (const [name, amount] of Object.entries(a)) {
    const before = b[name] ?? '0';
    if (compareQuantities(amount, before) > 0) rest[name] = formatQuantity(subtractQuantities(amount, before));
  }
  return rest;
}

export const mask = (amounts: Amounts, names: Iterable<string>): Record<string, string> => {
  const wanted = new Set(names);
  return Object.fromEntries(Object.entries(amounts).filter(([name]) => wanted.has(name)));
};

export const withoutZeros = (amounts: Amounts): Record<string, string> =>
  Object.fromEntries(Object.entries(amounts).filter(([, amount]) => !isZero(amount)));

/** `cpu=1,memory=2Gi` */
export const amountsText = (amounts: Amounts): string =>
  Object.keys(amounts)
    .sort()
    .map((name) => `${name}=${canonicalQuantity(amounts[name] ?? '0')}`)
    .join(',');
