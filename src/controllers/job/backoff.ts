/** How long a Job waits before it replaces failed Pods: 10 s after the first failure in a row, doubling up to 10 minutes. */
import type { Pod } from '../../api/core/v1.ts';
import type { Stored } from '../../machinery/object.ts';
import { finishedAt } from './jobPods.ts';

const first = 10_000;
const longest = 10 * 60_000;

export interface BackoffRecord {
  /** Since the last success. */
  readonly failures: number;
  /** Milliseconds. */
  readonly lastFailure: number;
}

export const noFailures: BackoffRecord = { failures: 0, lastFailure: 0 };

/** The record after these Pods have ended, none of which it has counted yet. A success starts it anew. */
export function afterwards(
  record: BackoffRecord,
  succeeded: readonly Stored<Pod>[],
  failed: readonly Stored<Pod>[],
): BackoffRecord {
  const lastSuccess = Math.max(...succeeded.map(finishedAt));
  const start = succeeded.length > 0 ? noFailures : record;
  const since = failed.map(finishedAt).filter((time) => time > lastSuccess);
  return { failures: start.failures + since.length, lastFailure: Math.max(start.lastFailure, ...since) };
}

/** Milliseconds; 0 when the time is over. */
export function remainingBackoff({ failures, lastFailure }: BackoffRecord, now: number): number {
  if (failures === 0) return 0;
  return Math.max(0, lastFailure + Math.min(first * 2 ** (failures - 1), longest) - now);
}
