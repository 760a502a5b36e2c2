/** Columns of `kubectl get` tables (meta/v1 TableColumnDefinition). */
import type { TableColumnDefinition } from '../../../api/meta/v1.ts';
import { age } from '../../../machinery/duration.ts';
import type { KubeObject } from '../../../machinery/object.ts';
import type { TableShape } from '../../registration.ts';

type ColumnType = 'string' | 'integer' | 'boolean' | 'date';

/** A column that is always shown. */
export const column = (name: string, type: ColumnType, description: string): TableColumnDefinition => ({
  name,
  type,
  format: '',
  description,
  priority: 0,
});

/** A column that only `-o wide` shows. */
export const wide = (name: string, type: ColumnType, description: string): TableColumnDefinition => ({
  ...column(name, type, description),
  priority: 1,
});

export const nameColumn: TableColumnDefinition = {
  name: 'Name',
  type: 'string',
  format: 'name',
  description: 'Name of the object, unique among its kind in its namespace.',
  priority: 0,
};

export const ageColumn = column('Age', 'string', 'Time since the object was created.');

export const nameOf = (object: KubeObject): string => object.metadata?.name ?? '';

export const ageOf = (object: KubeObject, now: number): string => age(object.metadata?.creationTimestamp, now);

export const orNone = (text: string | undefined): string => text || '<none>';

/** Kinds without a table of their own: name and time of creation. */
export const defaultTable: TableShape<KubeObject> = {
  columns: [nameColumn, column('Created At', 'date', 'When the object was created.')],
  row: (object) => [nameOf(object), object.metadata?.creationTimestamp ?? ''],
};
