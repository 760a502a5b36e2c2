/** Prints a meta/v1 Table as kubectl does: upper-case heads, three spaces between columns, no trailing blanks. */
import type { Table } from '../api/meta/v1.ts';

export interface TableOptions {
  /** Columns of priority above 0, too (-o wide). */
  readonly wide?: boolean;
}

/** Lines with a newline each; '' for a table without rows. */
export function printTable(table: Table, options: TableOptions = {}): string {
  const columns = (table.columnDefinitions ?? [])
    .map((c, i) => ({ c, i }))
    .filter(({ c }) => options.wide || c.priority === 0);
  const rows = (table.rows ?? []).map((row) => columns.map(({ i }) => cell(row.cells?.[i])));
  if (rows.length === 0) return '';
  return aligned([columns.map(({ c }) => c.name.toUpperCase()), ...rows]);
}

/** Cells in columns that are as wide as their widest; a line each. */
export function aligned(lines: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const line of lines) line.forEach((text, i) => (widths[i] = Math.max(widths[i] ?? 0, text.length)));
  return lines
    .map((line) => line.map((text, i) => (i === line.length - 1 ? text : text.padEnd((widths[i] ?? 0) + 3))).join(''))
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}

function cell(value: unknown): string {
  if (value === null || value === undefined || value === '') return '<none>';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
