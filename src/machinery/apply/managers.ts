/**
 * Who owns which fields of an object, and how that changes with an update or an apply (KEP-555; behaves as
 * sigs.k8s.io/structured-merge-diff does for Kubernetes 1.33).
 *
 *  - An update takes over what it changes; what it removes, nobody owns any longer.
 *  - An apply owns what it names. It conflicts with who else owns a field that it changes, unless forced; it removes what
 *    it named before, names no longer, and nobody else owns.
 *  - The time of a manager changes with its fields' values or its set alone.
 */
import { compare } from './compare.ts';
import type { Comparison } from './compare.ts';
import { difference, intersection, isEmpty, leaf, union } from './fieldSet.ts';
import type { FieldSet } from './fieldSet.ts';
import { fieldsOf } from './fieldsOf.ts';
import type { StructType } from './fieldType.ts';
import { merge } from './merge.ts';
import { removeFields, withStructFields } from './removeFields.ts';

/** What tells managers apart; the apiVersion does so for updates only. */
export interface ManagerId {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  /** '' for the object itself. */
  readonly subresource: string;
}

export interface Manager extends ManagerId {
  /** RFC 3339 in seconds. */
  readonly time: string | undefined;
  readonly fields: FieldSet;
}

/** Which fields a write cannot set, so that nobody comes to own them by it: what these tell apart is left out. */
export type FieldFilter = (set: FieldSet) => FieldSet;

/** What an applier would take from others. */
export interface Conflict {
  readonly manager: Manager;
  readonly fields: FieldSet;
}

export class ApplyConflict extends Error {
  override readonly name = 'ApplyConflict';
  readonly conflicts: readonly Conflict[];

  constructor(conflicts: readonly Conflict[]) {
    super('fields are owned by other managers');
    this.conflicts = conflicts;
  }
}

const sameManager = (a: ManagerId, b: ManagerId): boolean =>
  a.manager === b.manager &&
  a.operation === b.operation &&
  a.subresource === b.subresource &&
  (a.operation === 'Apply' || a.apiVersion === b.apiVersion);

/** Never owned: what names an object, and what the server keeps in it. */
const unowned: FieldSet = {
  'f:apiVersion': leaf,
  'f:kind': leaf,
  'f:metadata': {
    '.': leaf,
    'f:clusterName': leaf,
    'f:creationTimestamp': leaf,
    'f:generation': leaf,
    'f:managedFields': leaf,
    'f:name': leaf,
    'f:namespace': leaf,
    'f:resourceVersion': leaf,
    'f:selfLink': leaf,
    'f:uid': leaf,
  },
};

export interface Write {
  readonly type: StructType;
  readonly managers: readonly Manager[];
  readonly self: ManagerId;
  readonly now: string;
  readonly filter: FieldFilter;
}

/** The managers after a write that is no apply. The very same array when nothing changed. */
export function update(write: Write, before: object, after: object): readonly Manager[] {
  const { managers, self, now } = write;
  const changes = filtered(compare(write.type, before, after), write.filter);
  if (isEmpty(changes.changed) && isEmpty(changes.removed)) return managers;
  const others = withoutLost(managers, self.apiVersion, changes);
  const taken = difference(changes.changed, unowned);
  if (isEmpty(taken)) return others;
  const previous = others.find((m) => sameManager(m, self));
  const fields = previous ? union(previous.fields, taken) : taken;
  return [...others.filter((m) => m !== previous), { ...self, time: now, fields }];
}

const filtered = ({ changed, removed }: Comparison, filter: FieldFilter): Comparison => ({
  changed: filter(changed),
  removed: filter(removed),
});

/** Fields of other versions of the kind are not compared. */
function withoutLost(managers: readonly Manager[], apiVersion: string, changes: Comparison): Manager[] {
  return managers.flatMap((manager) => {
    if (manager.apiVersion !== apiVersion) return [manager];
    const fields = difference(difference(manager.fields, changes.changed), changes.removed);
    if (fields === manager.fields) return [manager];
    return isEmpty(fields) ? [] : [{ ...manager, fields }];
  });
}

export interface Applied {
  /** The object with the configuration merged in; parts are shared with both. */
  readonly object: Record<string, unknown>;
  readonly managers: readonly Manager[];
}

/** Throws ApplyConflict. `config` must be valid (validate.ts). */
export function apply(write: Write, live: object, config: object, force: boolean): Applied {
  const { type, self } = write;
  const last = write.managers.find((m) => sameManager(m, self));
  const fields = write.filter(fieldsOf(type, config));
  const others = write.managers.filter((m) => m !== last);
  const merged = merge(type, live, config);
  const owned = [
    ...others.map((m) => ({ version: m.apiVersion, fields: m.fields })),
    { version: self.apiVersion, fields },
  ];
  const object =
    last && last.apiVersion === self.apiVersion && !isEmpty(last.fields)
      ? prune(
          type,
          merged,
          last.fields,
          owned.filter((o) => o.version === self.apiVersion).map((o) => o.fields),
        )
      : merged;
  const changes = filtered(compare(type, live, object), write.filter);
  const conflicts = others
    .filter((m) => m.apiVersion === self.apiVersion)
    .map((manager) => ({ manager, fields: intersection(manager.fields, changes.changed) }))
    .filter((conflict) => !isEmpty(conflict.fields));
  if (conflicts.length > 0 && !force) throw new ApplyConflict(conflicts);
  const mine = difference(fields, unowned);
  const managers = withoutLost(others, self.apiVersion, changes);
  return { object, managers: isEmpty(mine) ? managers : [...managers, { ...self, time: write.now, fields: mine }] };
}

/**
 * `merged` without what the applier named `last` and nobody owns any longer. What only comes to be empty by that goes
 * too, but nothing that the applier had not named.
 */
function prune(
  type: StructType,
  merged: Record<string, unknown>,
  last: FieldSet,
  owned: readonly FieldSet[],
): Record<string, unknown> {
  const named = (set: FieldSet): FieldSet => withStructFields(type, set);
  const all = named(fieldsOf(type, merged));
  const left = named(fieldsOf(type, removeFields(type, merged, named(last))));
  const kept = union(left, named(owned.reduce(union, leaf)));
  const pruned = removeFields(type, merged, difference(all, kept));
  const gone = difference(all, named(fieldsOf(type, pruned)));
  return removeFields(type, merged, intersection(gone, named(last)));
}
