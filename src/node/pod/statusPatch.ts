/** The smallest strategic merge patch from one status to another, so that what others wrote beside it stays. Pure. */
import type { PodCondition, PodStatus } from '../../api/core/v1.ts';
import { resizeConditions } from './conditions.ts';

/** What the node agent writes; the rest of a status belongs to others. */
const owned = [
  'phase',
  'message',
  'reason',
  'hostIP',
  'hostIPs',
  'podIP',
  'podIPs',
  'startTime',
  'initContainerStatuses',
  'containerStatuses',
  'ephemeralContainerStatuses',
  'qosClass',
] as const;

/** undefined when there is nothing to write. */
export function statusPatch(from: PodStatus, to: PodStatus): Record<string, unknown> | undefined {
  const patch: Record<string, unknown> = {};
  for (const key of owned) {
    if (same(from[key], to[key])) continue;
    const value = to[key];
    // Addresses merge by address: an old one would stay.
    if ((key === 'podIPs' || key === 'hostIPs') && value !== undefined)
      patch[key] = [...(value as object[]), { $patch: 'replace' }];
    else patch[key] = value ?? null;
  }
  const conditions = changedConditions(from.conditions ?? [], to.conditions ?? []);
  if (conditions.length > 0) {
    patch['conditions'] = conditions;
    patch['$setElementOrder/conditions'] = (to.conditions ?? []).map(({ type }) => ({ type }));
  }
  return Object.keys(patch).length === 0 ? undefined : patch;
}

/** Conditions that are there only while they are true. */
const passing: ReadonlySet<string> = new Set(resizeConditions);

function changedConditions(from: readonly PodCondition[], to: readonly PodCondition[]): object[] {
  const over = from.filter(({ type }) => passing.has(type) && !to.some((c) => c.type === type));
  const changed = to.flatMap((condition) => {
    const old = from.find((c) => c.type === condition.type);
    if (same(old, condition)) return [];
    // What the condition no longer has must be taken out by name.
    const gone = Object.keys(old ?? {})
      .filter((k) => k !== 'lastProbeTime' && !(k in condition))
      .map((k) => [k, null]);
    return [{ ...condition, ...Object.fromEntries(gone) }];
  });
  return [...changed, ...over.map(({ type }) => ({ type, $patch: 'delete' }))];
}

/** Equal as the API sees it: absent, null and an empty object are one. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b || (isNothing(a) && isNothing(b))) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => same(item, b[i]));
  if (!isRecord(a) || !isRecord(b)) return isNothing(a) && isNothing(b);
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => same(a[key], b[key]));
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isNothing = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === false ||
  value === '' ||
  (Array.isArray(value) ? value.length === 0 : isRecord(value) && Object.values(value).every(isNothing));
