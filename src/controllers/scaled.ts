import type { IntOrString } from '../api/scalars.ts';

/** A number as it is, a percentage of `total`. What is neither counts as 0 (validation lets none through). */
export function scaled(value: IntOrString, total: number, round: (n: number) => number): number {
  if (typeof value === 'number') return value;
  const percent = /^([0-9]+)%$/.exec(value)?.[1];
  return percent === undefined ? 0 : round((Number(percent) * total) / 100);
}
