/**
 * The cells of a row as they are shown. The server prints them once, when the object changes; what tells a span of time
 * has to go on by itself, and is made of the object here, in the same words.
 */
import type { Job } from '../../api/batch/v1.ts';
import type { Event, Pod } from '../../api/core/v1.ts';
import type { TableColumnDefinition } from '../../api/meta/v1.ts';
import { age, humanDuration } from '../../machinery/duration.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { bytesText, coresText } from './amounts.ts';
import type { Row } from '../client/collection.ts';

type Live = (object: KubeObject, now: number, printed: string) => string;

const eventTime = (event: Event): string | undefined =>
  event.series?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime ?? event.metadata?.creationTimestamp;

/** By column name; each gets the printed cell, for what the object does not say. */
const liveCells: Readonly<Record<string, Live>> = {
  Age: ({ metadata }, now) => age(metadata?.creationTimestamp, now),
  'Created At': ({ metadata }) => metadata?.creationTimestamp ?? '',
  'Last Seen': (event, now) => age(eventTime(event as Event), now),
  'First Seen': (event, now) => age((event as Event).firstTimestamp ?? event.metadata?.creationTimestamp, now),
  Restarts: (pod, now, printed) => {
    const count = /^\d+/.exec(printed)?.[0];
    const last = lastRestart(pod);
    return count === undefined || count === '0' || last === undefined ? printed : `${count} (${age(last, now)} ago)`;
  },
  Duration: (job, now, printed) => {
    const { startTime, completionTime } = (job as Job).status ?? {};
    return startTime && !completionTime && printed !== '' ? humanDuration(now - Date.parse(startTime)) : printed;
  },
};

/** Columns of figures that the console adds: by their format, so that rows are ordered by the figure itself. */
const measures: Readonly<Record<string, (value: number) => string>> = { 'milli-cores': coresText, bytes: bytesText };
export const usageColumns: readonly TableColumnDefinition[] = [
  { name: 'CPU', type: 'integer', format: 'milli-cores', description: 'What it uses now', priority: 0 },
  { name: 'Memory', type: 'integer', format: 'bytes', description: 'What it uses now', priority: 0 },
];

function lastRestart({ status }: Pod): string | undefined {
  const ends = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]
    .map((c) => c.lastState?.terminated?.finishedAt)
    .filter((t) => t !== undefined && t !== null);
  return ends.sort().at(-1);
}

/** A cell as it was printed: text, mostly. */
export function textOf(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  return typeof cell === 'string' ? cell : JSON.stringify(cell);
}

/** As textOf(), and figures of the console's own columns with their unit. */
export const printedText = (cell: unknown, { format }: TableColumnDefinition): string =>
  (typeof cell === 'number' ? measures[format]?.(cell) : undefined) ?? textOf(cell);

/** Whether a column's text changes with time alone. */
export const isLive = ({ name }: TableColumnDefinition): boolean => name in liveCells;

export function cellText(row: Row, column: TableColumnDefinition, index: number, now: number): string {
  const cell = row.cells[index];
  const printed = printedText(cell, column);
  return liveCells[column.name]?.(row.object, now, printed) ?? printed;
}

/** What rows are ordered by: instants by time, numbers by value, `3/10` and the like naturally, the rest as text. */
function sortKey(row: Row, column: TableColumnDefinition, index: number): number | string {
  switch (column.name) {
    // The youngest first when ascending, as ages read.
    case 'Age':
    case 'Created At':
      return -Date.parse(row.object.metadata?.creationTimestamp ?? '') || 0;
    case 'Last Seen':
      return -Date.parse(eventTime(row.object as Event) ?? '') || 0;
    default: {
      const cell = row.cells[index];
      if (typeof cell === 'number') return cell;
      const text = textOf(cell);
      return column.type === 'integer' || /^\d+(\.\d+)?( |$)/.test(text) ? Number.parseFloat(text) || 0 : text;
    }
  }
}

const collator = new Intl.Collator('en', { numeric: true });

/** Ordered by a column; equal rows by their keys, so that the order never jumps. */
export function sortRows(
  rows: readonly Row[],
  column: TableColumnDefinition | undefined,
  index: number,
  descending: boolean,
): Row[] {
  const sign = descending ? -1 : 1;
  if (!column) return [...rows].sort((a, b) => sign * compareText(a.key, b.key));
  const keyed = rows.map((row) => ({ row, key: sortKey(row, column, index) }));
  keyed.sort((a, b) => {
    const order =
      typeof a.key === 'number' && typeof b.key === 'number'
        ? a.key - b.key
        : collator.compare(String(a.key), String(b.key));
    return sign * order || compareText(a.row.key, b.row.key);
  });
  return keyed.map(({ row }) => row);
}

/** By code, many times faster than by the rules of a language; names have no others. */
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Every word has to be somewhere: in the name, the namespace, a cell or a label (`app=web`). */
export function matches(row: Row, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = searchedText(row);
  return words.every((word) => text.includes(word));
}

/** Made once for each state of an object: every letter typed asks for all of them. */
const searchedTexts = new WeakMap<Row, string>();

function searchedText(row: Row): string {
  let text = searchedTexts.get(row);
  if (text === undefined) {
    const labels = Object.entries(row.object.metadata?.labels ?? {}).map(([k, v]) => `${k}=${v}`);
    text = `${row.key} ${row.cells.join(' ')} ${labels.join(' ')}`.toLowerCase();
    searchedTexts.set(row, text);
  }
  return text;
}

export const wordsOf = (query: string): string[] => query.toLowerCase().split(/\s+/).filter(Boolean);
