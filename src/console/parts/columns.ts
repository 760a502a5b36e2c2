/** Which of a kind's columns a table shows, and how wide each has to be so that nothing moves while it is scrolled. */
import type { TableColumnDefinition } from '../../api/meta/v1.ts';
import type { Row } from '../client/collection.ts';
import { isLive, printedText } from '../text/cells.ts';
import { toneOf, toneOfFraction, type Tone } from '../text/tone.ts';

export interface Shown {
  readonly column: TableColumnDefinition;
  /** Of the row's cell. */
  readonly index: number;
  /** In letters. */
  readonly width: number;
}

/** Columns whose cells may bear a state's shape, which takes the room of some letters. */
const isToned = (kind: string, name: string): boolean =>
  ['Status', 'Phase', 'Completions'].includes(name) ||
  (name === 'Type' && isEvents(kind)) ||
  (name === 'Ready' && kind !== 'pods');
const shapeWidth = 2;
/** Longer texts are cut. */
const widest = 46;
const narrowest = 5;
/** '59m59s', '2d23h': a time goes on while its column stays. */
const liveWidth = 7;
/** A count of restarts without the time of the last one. */
const plainCount = 5;
/** '12 (59m5…': the count, and the time as far as there is room; the whole is told beside it. */
const restartsWidth = 10;
/** Columns that kubectl shows only when asked for more, and that everybody looks for. */
const always: Readonly<Record<string, readonly string[]>> = { pods: ['Node'] };
/** Of columns whose longest texts say little at their end. */
const narrower: Readonly<Record<string, number>> = {
  Object: 26,
  Images: 30,
  Selector: 30,
  Message: 28,
  Restarts: 10,
  Status: 20,
};

export const isEvents = (kind: string): boolean => kind.startsWith('events');

/** All but the name, which every table has in front. */
export function columnsOf(
  kind: string,
  columns: readonly TableColumnDefinition[],
  rows: readonly Row[],
  wide: boolean,
): Shown[] {
  return columns
    .map((column, index) => ({ column, index }))
    .filter(
      ({ column: { name, priority } }) => name !== 'Name' && (wide || priority === 0 || always[kind]?.includes(name)),
    )
    .map(({ column, index }) => ({ column, index, width: widthOf(kind, column, index, rows) }));
}

function widthOf(kind: string, column: TableColumnDefinition, index: number, rows: readonly Row[]): number {
  let longest = 0;
  for (const { cells } of rows) {
    longest = Math.max(longest, printedText(cells[index], column).length);
  }
  if (column.name === 'Restarts' && longest > plainCount) longest = Math.max(longest, restartsWidth);
  else if (isLive(column)) longest = Math.max(longest, liveWidth);
  // Headings are smaller than cells.
  longest = Math.max(longest, Math.ceil(column.name.length * 0.9) + 1);
  const most = narrower[column.name] ?? widest;
  return Math.max(narrowest, Math.min(longest, most)) + (isToned(kind, column.name) ? shapeWidth : 0);
}

/** The longest of some texts, in letters, between two bounds. */
export function longestOf(
  rows: readonly Row[],
  text: (row: Row) => string | undefined,
  least: number,
  most: number,
): number {
  let longest = least;
  for (const row of rows) longest = Math.max(longest, text(row)?.length ?? 0);
  return Math.min(longest, most);
}

/** How a cell is shown when it tells a state; undefined for every other one. */
export function toneOfCell(kind: string, column: string, text: string): Tone | undefined {
  if (column === 'Status' || column === 'Phase') return toneOf(text);
  if (column === 'Type' && isEvents(kind)) return text === 'Warning' ? 'warn' : 'ok';
  // A Pod's status says it better: one that is done is not ready either.
  const isFraction = column === 'Completions' || (column === 'Ready' && kind !== 'pods');
  return isFraction && toneOfFraction(text) === 'warn' ? 'warn' : undefined;
}
