/**
 * The strategic merge patch that makes one object of another; the inverse of strategicMergePatch.ts. Lists with a merge
 * key are compared item by item, and `$setElementOrder` says how the merged list shall lie; the other lists are replaced.
 */
import { badRequest } from '../apiError.ts';
import type { FieldSchema, TypeSchema } from '../schema/model.ts';
import type { JsonObject } from './values.ts';
import { goValue, isObject, jsonEqual, own, put } from './values.ts';

export interface DiffOptions {
  /** Leave out what `modified` no longer has. */
  readonly ignoreDeletions?: boolean;
  /** Leave out what `modified` has anew or otherwise. */
  readonly ignoreChanges?: boolean;
  /** Say the order of merged lists. */
  readonly setOrder?: boolean;
}

interface Walk extends DiffOptions {
  /** Of a union (`retainKeys`): the patch names the members that stay. */
  readonly retainKeys: boolean;
}

type List = readonly unknown[];

const fieldOf = (type: TypeSchema, name: string): FieldSchema | undefined =>
  type.kind === 'struct' ? type.struct.field.get(name) : undefined;

/** The type of a member; undefined for what the schema does not have. */
const memberType = (type: TypeSchema, name: string): TypeSchema | undefined =>
  type.kind === 'map' ? type.values : fieldOf(type, name)?.type;

function unknownField(type: TypeSchema, name: string): Error {
  const struct = type.kind === 'struct' ? type.struct.name : type.kind;
  return badRequest(`unable to find api field in struct ${struct} for the json field ${JSON.stringify(name)}`);
}

const sortOf = (value: unknown): string => (Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value);

/** What turns `original` into `modified`. Both stay as they are; the patch may share parts of `modified`. Throws ApiError. */
export function strategicDiff(
  type: TypeSchema,
  original: JsonObject,
  modified: JsonObject,
  options: DiffOptions,
): JsonObject {
  return diffObjects(type, original, modified, { ...options, retainKeys: false });
}

function diffObjects(type: TypeSchema, original: JsonObject, modified: JsonObject, walk: Walk): JsonObject {
  const patch: JsonObject = {};
  const kept: string[] = [];
  for (const key of Object.keys(modified)) {
    const after = modified[key];
    if (walk.retainKeys && after !== null) kept.push(key);
    const before = own(original, key);
    if (before === undefined || sortOf(before) !== sortOf(after)) {
      if (!walk.ignoreChanges) put(patch, key, after);
    } else if (isObject(before) && isObject(after)) {
      diffObjectMember(type, key, before, after, patch, walk);
    } else if (Array.isArray(before) && Array.isArray(after)) {
      diffListMember(type, key, before, after, patch, walk);
    } else if (!walk.ignoreChanges && !jsonEqual(before, after)) {
      put(patch, key, after);
    }
  }
  if (!walk.ignoreDeletions) {
    for (const key of Object.keys(original)) {
      if (!Object.hasOwn(modified, key)) put(patch, key, null);
    }
  }
  const grew = Object.keys(modified).some((key) => !Object.hasOwn(original, key));
  if (kept.length > 0 && (Object.keys(patch).length > 0 || grew)) patch.$retainKeys = kept.sort();
  return patch;
}

function diffObjectMember(
  type: TypeSchema,
  key: string,
  before: JsonObject,
  after: JsonObject,
  patch: JsonObject,
  walk: Walk,
): void {
  const inner = memberType(type, key);
  if (!inner) {
    if (jsonEqual(before, after)) return;
    throw unknownField(type, key);
  }
  const strategy = fieldOf(type, key)?.patchStrategy ?? [];
  if (strategy.includes('replace')) {
    if (!walk.ignoreChanges) put(patch, key, after);
    return;
  }
  const changes = diffObjects(inner, before, after, { ...walk, retainKeys: strategy.includes('retainKeys') });
  if (Object.keys(changes).length > 0) put(patch, key, changes);
}

function diffListMember(type: TypeSchema, key: string, before: List, after: List, patch: JsonObject, walk: Walk): void {
  const field = fieldOf(type, key);
  const inner = memberType(type, key);
  if (inner?.kind !== 'list') {
    if (jsonEqual(before, after)) return;
    throw unknownField(type, key);
  }
  const strategy = field?.patchStrategy ?? [];
  if (!strategy.includes('merge')) {
    if (!walk.ignoreChanges && !jsonEqual(before, after)) put(patch, key, after);
    return;
  }
  const { changes, deleted, order } = diffLists(inner.items, before, after, field?.patchMergeKey ?? '', {
    ...walk,
    retainKeys: strategy.includes('retainKeys'),
  });
  if (changes.length > 0) put(patch, key, changes);
  if (deleted.length > 0) patch[`$deleteFromPrimitiveList/${key}`] = deleted;
  if (order.length > 0) patch[`$setElementOrder/${key}`] = order;
}

interface ListDiff {
  readonly changes: List;
  readonly deleted: List;
  readonly order: List;
}

const nothingChanged: ListDiff = { changes: [], deleted: [], order: [] };

function diffLists(items: TypeSchema, before: List, after: List, mergeKey: string, walk: Walk): ListDiff {
  if (before.length === 0) {
    return after.length === 0 || walk.ignoreChanges ? nothingChanged : { ...nothingChanged, changes: after };
  }
  const sorts = new Set([...before, ...after].map(sortOf));
  if (sorts.size > 1) throw badRequest('list element types are not identical');
  if (sorts.has('list')) throw badRequest('lists of lists are not supported');
  return sorts.has('object')
    ? diffListsOfObjects(items, before, after, mergeKey, walk)
    : diffListsOfScalars(before, after, walk);
}

/** Scalars are compared by how they print, as upstream does. */
function diffListsOfScalars(before: List, after: List, walk: Walk): ListDiff {
  const [had, has] = [new Set(before.map(goValue)), new Set(after.map(goValue))];
  const changes = walk.ignoreChanges ? [] : after.filter((value) => !had.has(goValue(value)));
  const deleted = walk.ignoreDeletions
    ? []
    : [...new Set(before.filter((value) => !has.has(goValue(value))))].sort((a, b) =>
        goValue(a) < goValue(b) ? -1 : 1,
      );
  const ordered =
    walk.setOrder &&
    ((!walk.ignoreDeletions && deleted.length > 0) || (!walk.ignoreChanges && !jsonEqual(before, after)));
  return { changes, deleted, order: ordered ? after : [] };
}

function keyOf(item: unknown, mergeKey: string): unknown {
  const key = isObject(item) ? own(item, mergeKey) : undefined;
  if (key === undefined) throw badRequest(`map: ${goValue(item)} does not contain declared merge key: ${mergeKey}`);
  return key;
}

function diffListsOfObjects(items: TypeSchema, before: List, after: List, mergeKey: string, walk: Walk): ListDiff {
  const had = new Map(before.map((item) => [goValue(keyOf(item, mergeKey)), item]));
  const has = new Set<string>();
  const changes: unknown[] = [];
  for (const item of after) {
    const key = keyOf(item, mergeKey);
    has.add(goValue(key));
    const old = had.get(goValue(key));
    if (!isObject(old) || !isObject(item)) {
      if (!walk.ignoreChanges) changes.push(item);
      continue;
    }
    const difference = diffObjects(items, old, item, walk);
    if (Object.keys(difference).length > 0) changes.push({ ...difference, [mergeKey]: key });
  }
  if (!walk.ignoreDeletions) {
    for (const [text, item] of [...had].sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (!has.has(text)) changes.push({ $patch: 'delete', [mergeKey]: keyOf(item, mergeKey) });
    }
  }
  const sameOrder =
    before.length === after.length &&
    before.every((item, i) => jsonEqual(keyOf(item, mergeKey), keyOf(after[i], mergeKey)));
  const ordered =
    walk.setOrder &&
    ((!walk.ignoreChanges && (changes.length > 0 || !sameOrder)) || (!walk.ignoreDeletions && changes.length > 0));
  return {
    changes,
    deleted: [],
    order: ordered ? after.map((item) => ({ [mergeKey]: keyOf(item, mergeKey) })) : [],
  };
}
