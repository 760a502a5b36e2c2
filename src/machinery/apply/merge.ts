/** Merges a configuration into an object: what it names is set, all else stays. Neither is changed. */
import { childOf } from './fieldType.ts';
import type { FieldType, ListType, StructType } from './fieldType.ts';
import { isBare, isRecord, namesOf } from './values.ts';

/** Both must be valid (validate.ts). The result shares parts with both. */
export function merge(type: StructType, live: object, applied: object): Record<string, unknown> {
  const merged = mergeValue(type, live, applied);
  return isRecord(merged) ? merged : {};
}

function mergeValue(type: FieldType, live: unknown, applied: unknown): unknown {
  if (applied === undefined) return live;
  if (live === undefined || type.atomic || (isBare(live) && isBare(applied))) return applied;
  if (type.kind === 'list') {
    const items = Array.isArray(live) ? live : [];
    return Array.isArray(applied) ? mergeItems(type, items, applied) : applied === null ? live : applied;
  }
  if (applied === null && isRecord(live)) return live;
  if (!isRecord(applied)) return applied;
  const old = isRecord(live) ? live : null;
  const out: Record<string, unknown> = {};
  for (const name of namesOf(old, applied)) {
    const child = childOf(type, name);
    const value = child ? mergeValue(child, old?.[name], applied[name]) : (applied[name] ?? old?.[name]);
    if (value !== undefined)
      Object.defineProperty(out, name, { value, enumerable: true, writable: true, configurable: true });
  }
  return out;
}

/**
 * Applied items come in the order in which they are applied. Items that only the object has stay between the neighbours
 * they had, as far as that order allows.
 */
function mergeItems(type: ListType, live: readonly unknown[], applied: readonly unknown[]): unknown[] {
  const liveSteps = live.map((item) => type.stepOf(item));
  const appliedSteps = applied.map((item) => type.stepOf(item));
  const wanted = new Set(appliedSteps);
  const there = new Map<string, unknown>();
  // Items that are there twice are not merged with: the applied one takes their place.
  for (const [i, step] of liveSteps.entries()) there.set(step, there.has(step) ? undefined : live[i]);
  const shared = appliedSteps.filter((step) => there.has(step));
  const done = new Set<string>();
  const out: unknown[] = [];
  let l = 0;
  let a = 0;
  let next = 0;
  const take = (step: string): void => {
    done.add(step);
    out.push(mergeValue(type.items, there.get(step), applied[a]));
    a += 1;
  };
  while (l < live.length || a < applied.length) {
    const mine = liveSteps[l];
    const theirs = appliedSteps[a];
    if (mine !== undefined && theirs !== undefined) {
      if (mine === theirs) {
        take(theirs);
        l += 1;
        next += 1;
        continue;
      }
      // Shared, but its turn comes later.
      if (wanted.has(mine) && next < shared.length && shared[next] !== mine) {
        l += 1;
        continue;
      }
    }
    if (mine !== undefined) {
      if (!wanted.has(mine)) {
        out.push(live[l]);
        l += 1;
        continue;
      }
      if (done.has(mine)) l += 1;
    }
    if (theirs !== undefined) {
      take(theirs);
      if (shared[next] === theirs) next += 1;
    }
  }
  return out;
}
