import { semanticEqual } from '../machinery/equal.ts';

/** Whether two statuses say the same: a number that is 0 may be left out on the wire. */
export const sameStatus = (a: object | undefined, b: object | undefined): boolean =>
  semanticEqual(withoutZeros(a), withoutZeros(b));

const withoutZeros = (status: object | undefined): object =>
  Object.fromEntries(Object.entries(status ?? {}).filter(([, value]) => value !== 0 && value !== ''));
