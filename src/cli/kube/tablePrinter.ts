/** Prints meta/v1 Tables as kubectl does, one after the other into one set of columns. */
import type { Table } from '../../api/meta/v1.ts';
import type { Resource } from '../../machinery/resource.ts';
import { goSprint } from './goValue.ts';
import { byCodePoint, isJsonObject, objectAt, textAt, type JsonObject } from './json.ts';
import { qualifiedKind } from './mapper.ts';

export interface TableOptions {
  readonly wide: boolean;
  readonly noHeaders: boolean;
  readonly withNamespace: boolean;
  readonly showLabels: boolean;
  readonly labelColumns: readonly string[];
  /** Names as 'pod/web' of this resource. */
  readonly kind: Resource | undefined;
}

/** Tab-separated lines; widths are the TabWriter's affair. */
export class TablePrinter {
  readonly #options: TableOptions;
  #columns: Table['columnDefinitions'] | undefined;
  #printedHeaders = false;

  constructor(options: TableOptions) {
    this.#options = options;
  }

  /** Rows of watch events may come without columns: those of the last Table count then. */
  print(table: Table): string {
    const { wide, noHeaders, withNamespace, showLabels, labelColumns, kind } = this.#options;
    if (table.columnDefinitions && table.columnDefinitions.length > 0) this.#columns = table.columnDefinitions;
    const columns = this.#columns ?? [];
    const shown = columns
      .map((column, i) => ({ column, i }))
      .filter(({ column }) => wide || (column.priority ?? 0) === 0);
    const lines: string[] = [];
    if (!this.#printedHeaders && !noHeaders && (table.rows ?? []).length > 0) {
      this.#printedHeaders = true;
      lines.push(
        [
          ...(withNamespace ? ['NAMESPACE'] : []),
          ...shown.map(({ column }) => column.name.toUpperCase()),
          ...labelColumns.map((l) => (l.split('/').at(-1) ?? l).toUpperCase()),
          ...(showLabels ? ['LABELS'] : []),
        ].join('\t'),
      );
    }
    for (const row of table.rows ?? []) {
      const metadata = objectAt(row.object, 'metadata');
      const labels = objectAt(metadata, 'labels');
      const cells = row.cells ?? [];
      lines.push(
        [
          ...(withNamespace ? [textAt(metadata, 'namespace')] : []),
          ...shown.flatMap(({ column, i }) => {
            if (i >= cells.length) return [];
            const text = cellText(cells[i]);
            return [
              kind && column.format === 'name' && column.type === 'string' ? `${qualifiedKind(kind)}/${text}` : text,
            ];
          }),
          ...labelColumns.map((l) => (typeof labels[l] === 'string' ? labels[l] : '')),
          ...(showLabels ? [labelsText(labels)] : []),
        ].join('\t'),
      );
    }
    return lines.map((line) => `${line}\n`).join('');
  }
}

/** 'a=1,b=2', or <none>. */
function labelsText(labels: unknown): string {
  if (!isJsonObject(labels)) return '<none>';
  const text = Object.keys(labels)
    .sort(byCodePoint)
    .map((k) => `${k}=${String(labels[k])}`)
    .join(',');
  return text || '<none>';
}

/** One line; what comes behind a line break is told by dots. */
function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell !== 'string') return escape(goSprint(cell));
  const end = cell.search(/[\f\n\r]/);
  return end < 0 ? escape(cell) : `${escape(cell.slice(0, end))}...`;
}

/** Control characters would move a terminal's cursor. */
const escape = (text: string): string => text.replace(/\u001B/g, '^[').replace(/\r/g, '\\r');

/** What a server that makes no Tables answers with: name and age. */
export function tableOf(
  objects: readonly JsonObject[],
  now: number,
  age: (since: string | undefined, now: number) => string,
): Table {
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    columnDefinitions: [
      { name: 'Name', type: 'string', format: 'name', description: '', priority: 0 },
      { name: 'Age', type: 'string', format: '', description: '', priority: 0 },
    ],
    rows: objects.map((object) => ({
      cells: [
        textAt(object, 'metadata', 'name'),
        age(textAt(object, 'metadata', 'creationTimestamp') || undefined, now),
      ],
      object,
    })),
  };
}
