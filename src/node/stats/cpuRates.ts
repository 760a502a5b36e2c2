/**
 * CPU use as a rate, for the stats of one moment: from how much was used when somebody last asked. Unknown the first
 * time, and when that was long ago.
 */
import type { CpuUse } from './use.ts';

/** Milliseconds: a shorter window is noise, a longer one says nothing of now. */
const shortest = 500;
const longest = 5 * 60_000;

export class CpuRates {
  #known = new Map<string, CpuUse>();
  #next = new Map<string, CpuUse>();

  /** Billionths of a core in use. Every key is asked for once between two calls of finish(). */
  nanoCores(key: string, use: CpuUse): number | undefined {
    const before = this.#known.get(key);
    const window = before ? use.time - before.time : 0;
    // Too close together: the older one stays, so that people who ask often get an answer in the end.
    this.#next.set(key, before && window < shortest ? before : use);
    if (!before || window < shortest || window > longest || use.coreNanoSeconds < before.coreNanoSeconds)
      return undefined;
    return Math.round(((use.coreNanoSeconds - before.coreNanoSeconds) / window) * 1000);
  }

  /** What was not asked for is gone, and forgotten. */
  finish(): void {
    this.#known = this.#next;
    this.#next = new Map();
  }
}
