/**
 * The patches of `apply`: what the last applied configuration had and the new one no longer has is deleted, what the new
 * one says is set, and what others have set stays. `original` is the last applied configuration, `modified` the new
 * one, `current` the live object. The patch is empty when there is nothing to do.
 */
import { badRequest } from '../apiError.ts';
import type { FieldSchema, StructSchema, TypeSchema } from '../schema/model.ts';
import { inOrder } from './order.ts';
import { strategicDiff } from './strategicDiff.ts';
import type { JsonObject } from './values.ts';
import { isObject, jsonEqual, own, put } from './values.ts';

export interface ThreeWayOptions {
  /** Changes that others made to what the new configuration says are undone; refused when false. */
  readonly overwrite?: boolean;
}

/** What `apply` refuses because somebody else changed the same fields. */
export class PatchConflict extends Error {
  override readonly name = 'PatchConflict';
  readonly patch: JsonObject;
  readonly changed: JsonObject;

  constructor(patch: JsonObject, changed: JsonObject) {
    super('the patch conflicts with changes made from original to current');
    this.patch = patch;
    this.changed = changed;
  }
}

/** For built-in kinds: a strategic merge patch. Throws ApiError, PatchConflict. */
export function threeWayStrategicPatch(
  schema: StructSchema,
  original: JsonObject,
  modified: JsonObject,
  current: JsonObject,
  { overwrite = true }: ThreeWayOptions = {},
): JsonObject {
  const type: TypeSchema = { kind: 'struct', struct: schema };
  const changes = strategicDiff(type, current, modified, { ignoreDeletions: true, setOrder: true });
  const deletions = strategicDiff(type, original, modified, { ignoreChanges: true, setOrder: true });
  const patch = union(type, deletions, changes);
  if (!overwrite) {
    const changed = strategicDiff(type, original, current, {});
    if (conflicts(type, patch, changed)) throw new PatchConflict(patch, changed);
  }
  return patch;
}

/** A patch that only deletes and one that only sets, as one. */
function union(type: TypeSchema, deletions: JsonObject, changes: JsonObject): JsonObject {
  const patch: JsonObject = { ...deletions };
  for (const [key, change] of Object.entries(changes)) {
    const deletion = own(deletions, key);
    const field = type.kind === 'struct' ? type.struct.field.get(key) : undefined;
    const inner = type.kind === 'map' ? type.values : field?.type;
    if (inner && isObject(deletion) && isObject(change)) put(patch, key, union(inner, deletion, change));
    else if (field?.type.kind === 'list' && Array.isArray(deletion) && Array.isArray(change) && !key.startsWith('$'))
      put(patch, key, unionOfLists(field, field.type.items, deletion, change, patch, changes));
    else put(patch, key, change);
  }
  return patch;
}

function unionOfLists(
  field: FieldSchema,
  items: TypeSchema,
  deletions: readonly unknown[],
  changes: readonly unknown[],
  patch: JsonObject,
  allChanges: JsonObject,
): unknown[] {
  const mergeKey = field.patchMergeKey ?? '';
  if (mergeKey === '') return [...changes];
  const keyOf = (item: unknown): unknown => (isObject(item) ? own(item, mergeKey) : undefined);
  const isDelete = (item: unknown): boolean => isObject(item) && Object.hasOwn(item, '$patch');
  const gone = deletions.filter(isDelete);
  const merged = changes.map((change) => {
    const deletion = deletions.find((d) => !isDelete(d) && jsonEqual(keyOf(d), keyOf(change)));
    return isObject(deletion) && isObject(change) ? union(items, deletion, change) : change;
  });
  for (const deletion of deletions) {
    if (!isDelete(deletion) && !merged.some((item) => jsonEqual(keyOf(item), keyOf(deletion)))) merged.push(deletion);
  }
  const order = own(allChanges, `$setElementOrder/${field.name}`) ?? own(patch, `$setElementOrder/${field.name}`);
  return [...(Array.isArray(order) ? inOrder(merged, order, keyOf) : merged), ...gone];
}

/** Whether two patches say different things of the same field. */
function conflicts(type: TypeSchema, left: unknown, right: unknown): boolean {
  if (!isObject(left) || !isObject(right)) return !jsonEqual(left, right);
  return Object.keys(left).some((key) => {
    if (!Object.hasOwn(right, key) || key.startsWith('$')) return false;
    const [a, b] = [left[key], right[key]];
    const field = type.kind === 'struct' ? type.struct.field.get(key) : undefined;
    const inner: TypeSchema = (type.kind === 'map' ? type.values : field?.type) ?? type;
    const mergeKey = field?.patchMergeKey;
    if (inner.kind !== 'list' || mergeKey === undefined || !Array.isArray(a) || !Array.isArray(b))
      return conflicts(inner, a, b);
    return a.some((item) => {
      const other: unknown = b.find(
        (one) => isObject(one) && isObject(item) && jsonEqual(own(one, mergeKey), own(item, mergeKey)),
      );
      return other !== undefined && conflicts(inner.items, item, other);
    });
  });
}

/** For kinds that are not built in: a JSON merge patch. Throws ApiError when the object would become another. */
export function threeWayMergePatch(original: JsonObject, modified: JsonObject, current: JsonObject): JsonObject {
  const patch = withNullsOf(
    onlyNulls(mergeDiff(original, modified), true),
    onlyNulls(mergeDiff(current, modified), false),
  );
  const metadata = own(patch, 'metadata');
  if (
    Object.hasOwn(patch, 'apiVersion') ||
    Object.hasOwn(patch, 'kind') ||
    (isObject(metadata) && Object.hasOwn(metadata, 'name'))
  )
    throw badRequest('At least one of apiVersion, kind and name was changed');
  return patch;
}

/** The JSON merge patch that turns `before` into `after`. */
export function mergeDiff(before: JsonObject, after: JsonObject): JsonObject {
  const patch: JsonObject = {};
  for (const [key, value] of Object.entries(after)) {
    const old = own(before, key);
    if (isObject(old) && isObject(value)) {
      const inner = mergeDiff(old, value);
      if (Object.keys(inner).length > 0) put(patch, key, inner);
    } else if (!Object.hasOwn(before, key) || !jsonEqual(old, value)) {
      put(patch, key, value);
    }
  }
  for (const key of Object.keys(before)) {
    if (!Object.hasOwn(after, key)) put(patch, key, null);
  }
  return patch;
}

/** The part of a merge patch that deletes, or the one that sets. Empty objects that are set are values. */
function onlyNulls(patch: JsonObject, nulls: boolean): JsonObject {
  const part: JsonObject = {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) {
      if (nulls) put(part, key, null);
    } else if (isObject(value) && Object.keys(value).length > 0) {
      const inner = onlyNulls(value, nulls);
      if (Object.keys(inner).length > 0) put(part, key, inner);
    } else if (!nulls) {
      put(part, key, value);
    }
  }
  return part;
}

function withNullsOf(nulls: JsonObject, values: JsonObject): JsonObject {
  const merged: JsonObject = { ...nulls };
  for (const [key, value] of Object.entries(values)) {
    const before = own(nulls, key);
    put(merged, key, isObject(before) && isObject(value) ? withNullsOf(before, value) : value);
  }
  return merged;
}
