/** Measurements, each with the moment it was taken: milliseconds since the epoch. */

export interface CpuUse {
  readonly time: number;
  /** CPU time used since the start, in nanoseconds. Exact up to a hundred days of one core. */
  readonly coreNanoSeconds: number;
}

export interface MemoryUse {
  readonly time: number;
  /** All memory that is charged, file cache included. */
  readonly usageBytes: number;
  /** Without the inactive part of the file cache: what cannot be taken back easily. */
  readonly workingSetBytes: number;
  readonly rssBytes?: number;
}
