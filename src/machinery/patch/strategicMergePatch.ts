/**
 * Strategic merge patch: a merge patch that knows from the schema which lists are merged by key, with directives:
 *
 * - `$patch: replace | delete` in an object: it replaces its original, or takes it (or the list item) away.
 * - `$retainKeys: [..]`: only these members of the original survive.
 * - `$deleteFromPrimitiveList/<field>: [..]`: values to take out of a list of scalars.
 * - `$setElementOrder/<field>: [..]`: order of the merged list; items that only the server has keep their place.
 *
 * Where a list has no merge key, it is replaced. A null deletes a member.
 */
import type { ApiError } from '../apiError.ts';
import { badRequest } from '../apiError.ts';
import { jsonKind } from '../schema/goTypes.ts';
import type { FieldSchema, StructSchema, TypeSchema } from '../schema/model.ts';
import { cannotApply } from './errors.ts';
import { inOrder, mergeOrdered } from './order.ts';
import type { JsonObject } from './values.ts';
import { goValue, isObject, own, put } from './values.ts';

const directive = '$patch';
const retainKeys = '$retainKeys';
const deleteFrom = '$deleteFromPrimitiveList/';
const setOrder = '$setElementOrder/';

type List = readonly unknown[];

/** What the schema knows of a field that a patch names. */
interface Meta {
  readonly type: TypeSchema;
  readonly replace: boolean;
  readonly merge: boolean;
  readonly mergeKey: string;
}

const metaOf = (field: FieldSchema): Meta => ({
  type: field.type,
  replace: field.patchStrategy?.includes('replace') ?? false,
  merge: field.patchStrategy?.includes('merge') ?? false,
  mergeKey: field.patchMergeKey ?? '',
});

function lookup(type: TypeSchema, name: string): Meta {
  if (type.kind === 'map') return { type: type.values, replace: false, merge: false, mergeKey: '' };
  if (type.kind !== 'struct' && type.kind !== 'either')
    throw badRequest(`merging an object in json but data type is not struct, instead is: ${type.kind}`);
  const field = type.struct.field.get(name);
  if (!field)
    throw badRequest(
      `unable to find api field in struct ${type.struct.name} for the json field ${JSON.stringify(name)}`,
    );
  return metaOf(field);
}

const itemsOf = (meta: Meta, name: string): TypeSchema => {
  if (meta.type.kind !== 'list') throw badRequest(`expected slice or array type, but got: ${meta.type.kind} (${name})`);
  return meta.type.items;
};

const badType = (expected: string, value: unknown): ApiError =>
  badRequest(`expected a ${expected}, but received ${goValue(value)}`);
const unknownDirective = (value: unknown, item: JsonObject): ApiError =>
  badRequest(`unknown patch type: ${goValue(value)} in map: ${goValue(item)}`);

/** What a value of the patch becomes where the original has none: without nulls and directives; undefined for nothing. */
function fresh(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fresh).filter((item) => item !== undefined);
  if (!isObject(value)) return value;
  if (Object.hasOwn(value, directive)) return undefined;
  const made: JsonObject = {};
  for (const key of Object.keys(value)) {
    if (key === retainKeys || key.startsWith(setOrder) || key.startsWith(deleteFrom)) continue;
    const member = value[key] === null ? undefined : fresh(value[key]);
    if (member !== undefined) put(made, key, member);
  }
  return made;
}

function mergeObject(original: JsonObject, patch: JsonObject, type: TypeSchema): JsonObject {
  if (Object.hasOwn(patch, directive)) {
    if (patch[directive] === 'delete') return {};
    if (patch[directive] !== 'replace') throw unknownDirective(patch[directive], patch);
    const { [directive]: _, ...replacement } = patch;
    return replacement;
  }
  const merged = retained(original, patch);
  const done = new Set([retainKeys]);
  for (const key of Object.keys(patch)) {
    if (!key.startsWith(setOrder)) continue;
    const name = key.slice(setOrder.length);
    mergeInOrder(merged, name, own(patch, name), patch[key], lookup(type, name));
    done.add(key).add(name);
  }
  for (const key of Object.keys(patch)) {
    if (!done.has(key)) mergeMember(merged, key, patch[key], type);
  }
  return merged;
}

/** A copy of the original, without the members that $retainKeys does not name. */
function retained(original: JsonObject, patch: JsonObject): JsonObject {
  const keys = own(patch, retainKeys);
  if (keys === undefined) return { ...original };
  const bad = badRequest('invalid patch format of retainKeys');
  if (!Array.isArray(keys)) throw bad;
  const kept = new Set<unknown>(keys);
  for (const [key, value] of Object.entries(patch)) {
    if (
      key !== retainKeys &&
      value !== null &&
      !key.startsWith(setOrder) &&
      !key.startsWith(deleteFrom) &&
      !kept.has(key)
    )
      throw bad;
  }
  return Object.fromEntries(Object.entries(original).filter(([key]) => kept.has(key)));
}

function mergeMember(merged: JsonObject, key: string, value: unknown, type: TypeSchema): void {
  const deletes = key.startsWith(deleteFrom);
  const name = deletes ? key.slice(deleteFrom.length) : key;
  if (value === null) {
    delete merged[name];
    return;
  }
  const before = own(merged, name);
  if (isObject(before) && isObject(value)) {
    const meta = lookup(type, name);
    put(merged, name, meta.replace ? value : mergeObject(before, value, meta.type));
  } else if (Array.isArray(before) && Array.isArray(value)) {
    const meta = lookup(type, name);
    if (deletes) put(merged, name, withoutValues(before, value));
    else put(merged, name, meta.merge ? mergeList(before, value, itemsOf(meta, name), meta.mergeKey) : value);
  } else if (!deletes) {
    const made = fresh(value);
    if (made === undefined) delete merged[name];
    else put(merged, name, made);
  }
}

function withoutValues(list: readonly unknown[], values: readonly unknown[]): unknown[] {
  const gone = new Set(values);
  return list.filter((item) => !gone.has(item));
}

/** Whether the items of both lists are objects; they must be all of one sort. */
function areObjects(...lists: readonly (readonly unknown[])[]): boolean {
  const items = lists.flat();
  const sorts = new Set(items.map((item) => (Array.isArray(item) ? 'list' : item === null ? 'null' : typeof item)));
  if (sorts.has('list')) throw cannotApply('lists of lists are not supported');
  if (sorts.size > 1) throw badRequest(`list element types are not identical: ${goValue(lists)}`);
  return sorts.has('object');
}

function keyOf(item: unknown, mergeKey: string): unknown {
  if (!isObject(item)) throw badType('map[string]interface {}', item);
  const key = own(item, mergeKey);
  if (key === undefined) throw badRequest(`map: ${goValue(item)} does not contain declared merge key: ${mergeKey}`);
  return key;
}

function mergeList(
  original: readonly unknown[],
  patch: readonly unknown[],
  items: TypeSchema,
  mergeKey: string,
): unknown[] {
  if (original.length === 0 && patch.length === 0) return [];
  if (!areObjects(original, patch)) {
    const merged = [...new Set([...original, ...patch])];
    const identity = (item: unknown): unknown => item;
    return order(merged, patch, original, identity);
  }
  if (mergeKey === '') throw badRequest(`cannot merge lists without merge key for ${items.kind}`);
  const { kept, replaced, changes } = applyDirectives(original, patch, mergeKey);
  if (replaced) return changes;
  const merged = mergeItems(kept, changes, items, mergeKey);
  return order(merged, changes, kept, (item) => keyOf(item, mergeKey));
}

/** Takes out what items of the patch say to delete; `replaced` when one says that the patch is the whole list. */
function applyDirectives(
  original: readonly unknown[],
  patch: readonly unknown[],
  mergeKey: string,
): { kept: unknown[]; replaced: boolean; changes: JsonObject[] } {
  let kept = [...original];
  let replaced = false;
  const changes: JsonObject[] = [];
  for (const item of patch) {
    if (!isObject(item)) throw badType('map[string]interface {}', item);
    if (!Object.hasOwn(item, directive)) {
      changes.push(item);
    } else if (item[directive] === 'delete') {
      const key = keyOf(item, mergeKey);
      kept = kept.filter((one) => !isObject(one) || own(one, mergeKey) !== key);
    } else if (item[directive] === 'replace') {
      replaced = true;
    } else if (item[directive] === 'merge') {
      throw badRequest('merging lists cannot yet be specified in the patch');
    } else {
      throw unknownDirective(item[directive], item);
    }
  }
  return { kept, replaced, changes };
}

function mergeItems(
  original: readonly unknown[],
  changes: readonly JsonObject[],
  items: TypeSchema,
  mergeKey: string,
): unknown[] {
  const merged = [...original];
  for (const change of changes) {
    const key = keyOf(change, mergeKey);
    const index = merged.findIndex((item) => isObject(item) && own(item, mergeKey) === key);
    const before = merged[index];
    if (isObject(before)) merged[index] = mergeObject(before, change, items);
    else merged.push(fresh(change));
  }
  return merged;
}

/** Items of the patch in its order, the others in that of the original, interleaved as they stood there. */
function order(merged: List, wanted: List, original: List, key: (item: unknown) => unknown): unknown[] {
  const named = new Set(wanted.map(key));
  return mergeOrdered(
    inOrder(
      merged.filter((item) => !named.has(key(item))),
      original,
      key,
    ),
    inOrder(
      merged.filter((item) => named.has(key(item))),
      wanted,
      key,
    ),
    original,
    key,
  );
}

/** Merges one list under a $setElementOrder directive, in place in `merged`. */
function mergeInOrder(merged: JsonObject, name: string, patch: unknown, wanted: unknown, meta: Meta): void {
  const original = own(merged, name);
  if (!Array.isArray(wanted)) throw badType('[]interface {}', wanted);
  if (original !== undefined && original !== null && !Array.isArray(original))
    throw badType('[]interface {}', original);
  if (patch !== undefined && !Array.isArray(patch)) throw badType('[]interface {}', patch);
  const items = itemsOf(meta, name);
  const key =
    meta.mergeKey === '' ? (item: unknown): unknown => item : (item: unknown): unknown => keyOf(item, meta.mergeKey);
  if (patch) checkOrder(patch, wanted, key);
  if (!original && !patch) return;
  const list = !patch
    ? original
    : !original
      ? fresh(patch)
      : meta.merge
        ? mergeList(original, patch, items, meta.mergeKey)
        : patch;
  put(merged, name, order(Array.isArray(list) ? list : [], wanted, Array.isArray(original) ? original : [], key));
}

/** The items of the patch must stand in the list of order, in the same order. */
function checkOrder(patch: readonly unknown[], wanted: readonly unknown[], key: (item: unknown) => unknown): void {
  if (wanted.length === 0) return;
  const keys = wanted.map(key);
  let at = 0;
  for (const item of patch) {
    if (isObject(item) && Object.hasOwn(item, directive)) continue;
    const wantedKey = key(item);
    while (at < keys.length && keys[at] !== wantedKey) at++;
    if (at === keys.length) {
      throw badRequest(
        `The order in patch list:\n${goValue(patch)}\n doesn't match $setElementOrder list:\n${goValue(wanted)}\n`,
      );
    }
    at++;
  }
}

/**
 * The object with the patch applied. `object` and `patch` stay as they are; the result may share parts of both.
 * Throws ApiError: 400 when the patch is malformed, 422 when it does not fit the object.
 */
export function applyStrategicMergePatch(schema: StructSchema, object: object, patch: unknown): object {
  if (!isObject(patch))
    throw badRequest(`json: cannot unmarshal ${jsonKind(patch)} into Go value of type map[string]interface {}`);
  return mergeObject(object as JsonObject, patch, { kind: 'struct', struct: schema });
}
