/** The patches that our own components send, applied without a schema: for tests only. */
import { applyJsonPatch } from '../../machinery/patch/jsonPatch.ts';
import type { PatchType } from '../transport.ts';

type Fields = Record<string, unknown>;

/** What identifies an entry of the lists that strategic merge patches name. */
const mergeKeys: Readonly<Record<string, string>> = {
  ownerReferences: 'uid',
  conditions: 'type',
  containers: 'name',
  taints: 'key',
};

export function memoryPatch(old: unknown, type: PatchType | undefined, patch: unknown): unknown {
  if (type === 'application/json-patch+json' && isFields(old)) return applyJsonPatch(old, patch);
  return merge(old, patch, type === 'application/strategic-merge-patch+json');
}

function merge(old: unknown, patch: unknown, strategic: boolean): unknown {
  if (!isFields(patch)) return patch;
  const result: Fields = isFields(old) ? { ...old } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (name.startsWith('$deleteFromPrimitiveList/') && Array.isArray(value)) {
      const list = name.slice(name.indexOf('/') + 1);
      const kept = result[list];
      result[list] = Array.isArray(kept) ? kept.filter((item) => !value.includes(item)) : [];
    } else if (value === null) {
      delete result[name];
    } else if (strategic && Array.isArray(value) && name in mergeKeys) {
      result[name] = mergeList(result[name], value, mergeKeys[name] ?? '');
    } else if (strategic && Array.isArray(value) && name === 'finalizers') {
      result[name] = [...new Set([...(Array.isArray(result[name]) ? result[name] : []), ...value])];
    } else {
      result[name] = merge(result[name], value, strategic);
    }
  }
  return result;
}

function mergeList(old: unknown, patch: readonly unknown[], key: string): unknown[] {
  let list: unknown[] = Array.isArray(old) ? [...old] : [];
  for (const item of patch) {
    if (!isFields(item)) continue;
    const same = (other: unknown): boolean => isFields(other) && other[key] === item[key];
    if (item['$patch'] === 'delete') list = list.filter((other) => !same(other));
    else if (list.some(same)) list = list.map((other) => (same(other) ? merge(other, item, true) : other));
    else list.push(item);
  }
  return list;
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
