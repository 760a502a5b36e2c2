/** Amounts of memory and processor time as people read them. */
import { isQuantity, value } from '../../machinery/quantity.ts';

const gibibyte = 2 ** 30;
const mebibyte = 2 ** 20;

export const bytesText = (bytes: number): string =>
  bytes >= gibibyte ? `${(bytes / gibibyte).toFixed(1)} GiB` : `${(bytes / mebibyte).toFixed(1)} MiB`;

/** Of thousandths of a core, as kubectl tells them: '59m', '1.50 cores'. */
export const coresText = (milli: number): string =>
  milli >= 1000 ? `${(milli / 1000).toFixed(2)} cores` : `${Math.round(milli)}m`;

/** Of a quantity: '24581692Ki' → '23.4 GiB'; '?' when there is none. */
export const memoryText = (quantity: string | undefined): string =>
  quantity !== undefined && isQuantity(quantity) ? bytesText(value(quantity)) : '?';
