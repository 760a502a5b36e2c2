/** From two looks at how much CPU time was used so far to how much is in use. */
import type { Point } from './parse.ts';

export interface Usage {
  /** The end of the window, in milliseconds since the epoch. */
  readonly time: number;
  /** Milliseconds. */
  readonly window: number;
  /** Cores in use on average over the window. */
  readonly cpu: number;
  /** Working set at the end, in bytes. */
  readonly memory: number;
}

/** Milliseconds: what is shorter is noise. */
const shortestWindow = 1_000;

/**
 * undefined while it cannot be told. What started after `base` was taken has used nothing when it started: its window
 * begins there.
 */
export function usageBetween(base: Point | undefined, last: Point): Usage | undefined {
  const { time, cpu, memory, startedAt } = last;
  if (cpu === undefined || memory === undefined) return undefined;
  const from = base?.cpu !== undefined && startedAt <= base.time ? { time: base.time, cpu: base.cpu } : undefined;
  const since = from ?? (startedAt > 0 ? { time: startedAt, cpu: 0 } : undefined);
  if (!since || cpu < since.cpu) return undefined;
  const window = time - since.time;
  return window < shortestWindow ? undefined : { time, window, cpu: ((cpu - since.cpu) / window) * 1000, memory };
}
