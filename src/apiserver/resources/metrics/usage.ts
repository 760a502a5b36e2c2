/** What nodes' and Pods' metrics have in common: usage as a resource list, the window, the columns. */
import type { TableColumnDefinition } from '../../../api/meta/v1.ts';
import type { Quantity } from '../../../api/scalars.ts';
import { formatDuration } from '../../../machinery/duration.ts';
import { formatQuantity, quantityOf } from '../../../machinery/quantity.ts';
import { formatTime } from '../../../machinery/time.ts';
import { column, nameColumn } from '../shared/columns.ts';
import type { Usage } from '../../usage/rate.ts';

export const usageOf = ({ cpu, memory }: { cpu: number; memory: number }): Record<string, Quantity> => ({
  cpu: formatQuantity({ nano: BigInt(Math.round(cpu * 1e9)), format: 'decimal' }),
  memory: formatQuantity(quantityOf(Math.round(memory), 'binary')),
});

export const momentOf = ({ time, window }: Usage): { timestamp: string; window: string } => ({
  timestamp: formatTime(time),
  window: formatDuration(window),
});

/** As metrics-server's: its columns are named after the resources. */
export const usageColumns: readonly TableColumnDefinition[] = [
  nameColumn,
  { ...column('cpu', 'string', 'Cores in use on average over the window.'), format: 'quantity' },
  { ...column('memory', 'string', 'Working set in bytes.'), format: 'quantity' },
  { ...column('Window', 'string', 'Span of time over which CPU use is averaged.'), format: 'duration' },
];
