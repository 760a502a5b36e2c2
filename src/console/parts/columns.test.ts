import assert from 'node:assert/strict';
import test from 'node:test';
import type { TableColumnDefinition } from '../../api/meta/v1.ts';
import type { Row } from '../client/collection.ts';
import { columnsOf, longestOf, toneOfCell } from './columns.ts';

const column = (name: string, priority = 0): TableColumnDefinition => ({
  name,
  priority,
  type: 'string',
  format: '',
  description: '',
});
const row = (...cells: unknown[]): Row => ({ key: `default/${String(cells[0])}`, object: {}, cells });
const widths = (kind: string, columns: TableColumnDefinition[], rows: Row[]): Record<string, number> =>
  Object.fromEntries(columnsOf(kind, columns, rows, false).map((c) => [c.column.name, c.width]));

test('a column is as wide as its longest text, up to a limit', () => {
  const columns = [column('Name'), column('Class'), column('Volume')];
  const rows = [row('a', 'local-path', 'v'.repeat(90)), row('b', 'x', null)];
  assert.deepEqual(widths('persistentvolumeclaims', columns, rows), { Class: 10, Volume: 46 });
});

test('a time has room to grow, and a state for its shape', () => {
  const columns = [column('Name'), column('Status'), column('Restarts'), column('Age')];
  assert.deepEqual(widths('pods', columns, [row('a', 'Running', '0', '2m')]), { Status: 9, Restarts: 9, Age: 7 });
  assert.equal(widths('pods', columns, [row('a', 'Running', '4 (9s ago)', '2m')])['Restarts'], 10);
});

test('more columns are shown when they are asked for; the node of a Pod always', () => {
  const columns = [column('Name'), column('IP', 1), column('Node', 1)];
  assert.deepEqual(
    columnsOf('pods', columns, [], false).map((c) => c.column.name),
    ['Node'],
  );
  assert.deepEqual(
    columnsOf('pods', columns, [], true).map((c) => c.column.name),
    ['IP', 'Node'],
  );
  assert.deepEqual(columnsOf('jobs.batch', columns, [], false), []);
});

test('the longest of some texts stays between its bounds', () => {
  const rows = [row('abc'), row('abcdef')];
  const name = ({ cells }: Row): string => String(cells[0]);
  assert.equal(longestOf(rows, name, 4, 5), 5);
  assert.equal(longestOf([], name, 4, 5), 4);
});

test('of a Pod the status has a tone, of other kinds also how many are ready', () => {
  assert.equal(toneOfCell('pods', 'Status', 'CrashLoopBackOff'), 'bad');
  assert.equal(toneOfCell('pods', 'Ready', '0/1'), undefined);
  assert.equal(toneOfCell('deployments.apps', 'Ready', '0/1'), 'warn');
  assert.equal(toneOfCell('deployments.apps', 'Ready', '1/1'), undefined);
  assert.equal(toneOfCell('events', 'Type', 'Warning'), 'warn');
  assert.equal(toneOfCell('services', 'Type', 'ClusterIP'), undefined);
});
