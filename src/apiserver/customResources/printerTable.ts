/** Tables of custom resources: the name, and the columns that the definition names by JSONPath. */
import type { CustomResourceColumnDefinition } from '../../api/apiextensions/v1.ts';
import { age } from '../../machinery/duration.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { isDateTime } from '../../machinery/structural/formats.ts';
import type { TableShape } from '../registration.ts';
import { nameColumn, nameOf } from '../resources/shared/columns.ts';
import { compileJsonPath, JsonPathError } from './jsonPath.ts';

type Cell = string | number | boolean | null;

const ageOnly: readonly CustomResourceColumnDefinition[] = [
  { name: 'Age', type: 'date', description: 'When the object was created.', jsonPath: '.metadata.creationTimestamp' },
];

/** Without columns of its own: the age. As upstream, columns behind one that cannot be understood are left out. */
export function printerTable(columns: readonly CustomResourceColumnDefinition[] = ageOnly): TableShape<KubeObject> {
  const compiled: { column: CustomResourceColumnDefinition; find: (object: unknown) => readonly unknown[] }[] = [];
  for (const column of columns) {
    try {
      compiled.push({ column, find: compileJsonPath(column.jsonPath) });
    } catch (error) {
      if (!(error instanceof JsonPathError)) throw error;
      break;
    }
  }
  return {
    columns: [
      nameColumn,
      ...compiled.map(({ column: { name, type, format = '', description, priority = 0, jsonPath } }) => ({
        name,
        type,
        format,
        description: description || `Custom resource definition column (in JSONPath format): ${jsonPath}`,
        priority,
      })),
    ],
    row: (object, now) => [
      nameOf(object),
      ...compiled.map(({ column, find }) => cell(column.type, find(object)[0], now)),
    ],
  };
}

function cell(type: string, value: unknown, now: number): Cell {
  if (value === null || value === undefined) return null;
  switch (type) {
    case 'string':
      return typeof value === 'string' ? value : JSON.stringify(value);
    case 'integer':
      return typeof value === 'number' ? Math.trunc(value) : null;
    case 'number':
      return typeof value === 'number' ? value : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'date':
      if (typeof value !== 'string') return null;
      return isDateTime(value) ? age(value, now) : '<invalid>';
    default:
      return null;
  }
}
