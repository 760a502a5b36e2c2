/** `metadata.managedFields` read and written: entries sorted as upstream sorts them, and not more than ten updaters. */
import type { ManagedFieldsEntry } from '../../api/meta/v1.ts';
import { parseFieldSet, union } from './fieldSet.ts';
import type { FieldSet } from './fieldSet.ts';
import type { Manager, ManagerId } from './managers.ts';

const updatersAtMost = 10;
const ancient = 'ancient-changes';

/** Entries that the server itself wrote. */
export const managersOf = (entries: readonly ManagedFieldsEntry[] | undefined): Manager[] =>
  // A named seam: what the server stored is a set.
  (entries ?? []).map((entry) => managerOf(entry, (entry.fieldsV1 ?? {}) as FieldSet));

/** Entries that a client sent; undefined when one of them is malformed. */
export function parseManagers(entries: readonly ManagedFieldsEntry[]): Manager[] | undefined {
  const managers: Manager[] = [];
  for (const entry of entries) {
    const known = entry.operation === 'Apply' || entry.operation === 'Update';
    if (!known || !entry.apiVersion || entry.fieldsType !== 'FieldsV1') return undefined;
    const fields = parseFieldSet(entry.fieldsV1 ?? {});
    if (!fields) return undefined;
    managers.push(managerOf(entry, fields));
  }
  return managers;
}

const managerOf = (entry: ManagedFieldsEntry, fields: FieldSet): Manager => ({
  manager: entry.manager ?? '',
  operation: entry.operation ?? 'Update',
  apiVersion: entry.apiVersion ?? '',
  subresource: entry.subresource ?? '',
  time: entry.time,
  fields,
});

/** undefined when nobody manages anything. */
export function managedFieldsOf(managers: readonly Manager[]): ManagedFieldsEntry[] | undefined {
  if (managers.length === 0) return undefined;
  return managers.toSorted(inOrder).map(({ manager, operation, apiVersion, subresource, time, fields }) => ({
    ...(manager && { manager }),
    operation,
    apiVersion,
    ...(time && { time }),
    fieldsType: 'FieldsV1',
    fieldsV1: fields,
    ...(subresource && { subresource }),
  }));
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const inOrder = (a: Manager, b: Manager): number =>
  compareText(a.operation, b.operation) ||
  compareText(a.time ?? '', b.time ?? '') ||
  compareText(a.manager, b.manager) ||
  compareText(a.apiVersion, b.apiVersion) ||
  compareText(a.subresource, b.subresource);

/** A manager as one text, by which upstream orders managers where it needs an order. */
export const managerKey = ({ manager, operation, apiVersion, subresource }: ManagerId): string =>
  JSON.stringify({
    ...(manager && { manager }),
    operation,
    ...(operation === 'Update' && { apiVersion }),
    ...(subresource && { subresource }),
  });

/** Beyond ten updaters, the oldest of each version become one, `ancient-changes`. */
export function capped(managers: readonly Manager[]): readonly Manager[] {
  if (managers.length <= updatersAtMost) return managers;
  const updaters = managers.filter((m) => m.operation === 'Update');
  if (updaters.length <= updatersAtMost) return managers;
  const byAge = updaters
    .map((manager) => ({ manager, key: managerKey(manager) }))
    .sort((a, b) => compareText(a.manager.time ?? '', b.manager.time ?? '') || compareText(a.key, b.key))
    .map(({ manager }) => manager);
  const kept = new Set(managers);
  const buckets = new Map<string, Manager>();
  let count = updaters.length;
  for (const manager of byAge) {
    if (count <= updatersAtMost) break;
    const bucket = buckets.get(manager.apiVersion);
    buckets.set(manager.apiVersion, manager);
    if (!bucket) continue;
    const id = { manager: ancient, operation: 'Update', apiVersion: manager.apiVersion, subresource: '' } as const;
    const merged: Manager = { ...id, time: manager.time, fields: union(bucket.fields, manager.fields) };
    kept.delete(bucket);
    kept.delete(manager);
    kept.add(merged);
    buckets.set(manager.apiVersion, merged);
    count -= 1;
  }
  return [...kept];
}

/** Whether two lists of entries differ in their times at most. */
export function sameButForTimes(
  a: readonly ManagedFieldsEntry[] | undefined,
  b: readonly ManagedFieldsEntry[] | undefined,
): boolean {
  const without = (entries: readonly ManagedFieldsEntry[] | undefined): string =>
    JSON.stringify((entries ?? []).map((entry) => ({ ...entry, time: '' })));
  return a === b || ((a?.length ?? 0) === (b?.length ?? 0) && without(a) === without(b));
}
