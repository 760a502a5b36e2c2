/** A row of the bench's table: something measured in one run beside a floor on the same machine. */
export interface Row {
  /** What is measured, as in the table. */
  readonly name: string;
  /** What the floor is; '–' when the row has none. */
  readonly floorName: string;
  readonly reach: Reach;
  run(): Promise<Measurement>;
}

/** What to reach: measured ÷ floor, or the plain number when the row has no floor. */
export type Reach = { readonly atLeast: number } | { readonly atMost: number };

export interface Measurement {
  /** Undefined when the row has none. */
  readonly floor?: number;
  readonly measured: number;
  /** Of both: 'creates/s', 'ms'. */
  readonly unit: string;
}

/** Calls `work` in `lanes` lanes at once for so many milliseconds; answers how many calls ended a second. */
export async function ratePerSecond(
  lanes: number,
  milliseconds: number,
  work: (lane: number, call: number) => Promise<void>,
): Promise<number> {
  const start = performance.now();
  const end = start + milliseconds;
  let calls = 0;
  await Promise.all(
    Array.from({ length: lanes }, async (_, lane) => {
      for (let call = 0; performance.now() < end; call++, calls++) await work(lane, call);
    }),
  );
  return calls / ((performance.now() - start) / 1000);
}
