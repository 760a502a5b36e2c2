/**
 * The rows of one kind, as a list gives them and a watch changes them.
 *
 *  - Each object once, in its latest state; a list replaces everything.
 *  - `revision` is where a watch that was cut goes on.
 *  - An expired revision is told by `expired`: only a new list helps.
 */
import type { TableColumnDefinition } from '../../api/meta/v1.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { keyOf } from '../../machinery/object.ts';

export interface Row {
  /** 'namespace/name', or 'name'. */
  readonly key: string;
  readonly object: KubeObject;
  readonly cells: readonly unknown[];
}

export interface TableAnswer {
  readonly metadata?: { readonly resourceVersion?: string; readonly continue?: string };
  readonly columnDefinitions?: readonly TableColumnDefinition[] | null;
  readonly rows?: readonly { readonly cells: readonly unknown[]; readonly object: KubeObject }[];
}

interface WatchFrame {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: TableAnswer & { readonly code?: number; readonly message?: string };
}

export class Collection {
  #rows = new Map<string, Row>();
  revision = '';
  columns: readonly TableColumnDefinition[] = [];
  /** Set by an ERROR frame: why the watch cannot go on. */
  failure: { readonly code: number; readonly message: string } | undefined;

  get size(): number {
    return this.#rows.size;
  }

  get expired(): boolean {
    return this.failure?.code === 410;
  }

  rows(): Row[] {
    return [...this.#rows.values()];
  }

  /** Everything there is: the pages of one list, in order. */
  replace(pages: readonly TableAnswer[]): void {
    this.#rows = new Map();
    for (const page of pages) this.addPage(page);
    this.failure = undefined;
  }

  addPage(page: TableAnswer): void {
    if (page.columnDefinitions) this.columns = page.columnDefinitions;
    for (const row of page.rows ?? []) this.#put(row);
    this.revision = page.metadata?.resourceVersion ?? this.revision;
  }

  /** Returns whether any row is another one now. */
  apply(lines: readonly string[]): boolean {
    let changed = false;
    for (const line of lines) {
      if (line === '') continue;
      // A named seam: a watch sends WatchEvents of Tables, one a line.
      const { type, object } = JSON.parse(line) as WatchFrame;
      if (type === 'ERROR') {
        this.failure = { code: object.code ?? 0, message: object.message ?? '' };
        continue;
      }
      for (const row of object.rows ?? []) {
        this.revision = row.object.metadata?.resourceVersion ?? this.revision;
        if (type === 'BOOKMARK') continue;
        changed = true;
        if (type === 'DELETED') this.#rows.delete(keyOf(row.object));
        else this.#put(row);
      }
    }
    return changed;
  }

  #put({ object, cells }: { readonly cells: readonly unknown[]; readonly object: KubeObject }): void {
    // Nobody reads them here, and they are half of every object.
    if (object.metadata?.managedFields) delete object.metadata.managedFields;
    const key = keyOf(object);
    this.#rows.set(key, { key, object, cells });
  }
}
