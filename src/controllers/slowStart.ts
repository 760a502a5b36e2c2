/** Does one thing many times, carefully: one first, then twice as many at once as long as all of them succeed. */
export interface SlowStartResult {
  readonly successes: number;
  /** The first failure; nothing was begun after its batch. */
  readonly error: unknown;
}

export async function slowStart(count: number, run: (index: number) => Promise<unknown>): Promise<SlowStartResult> {
  let successes = 0;
  for (let begun = 0, batch = 1; begun < count; begun += batch, batch *= 2) {
    batch = Math.min(batch, count - begun);
    const results = await Promise.allSettled(Array.from({ length: batch }, (_, i) => run(begun + i)));
    successes += results.filter((result) => result.status === 'fulfilled').length;
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) return { successes, error: failed.reason };
  }
  return { successes, error: undefined };
}
