/** A row of the bench's table: something measured in one run beside a floor on the same machine. */
export interface Row {
  /** What is measured, as in the table. */
  readonly name: string;
  /** What the floor is; '–' when the row has none. */
  readonly floorName: string;
  readonly reach: Reach;
  run(): Promise<Measurement>;
}

/** What to reach: measured ÷ floor, or the plain number when the row has no floor; `atMostMore` is measured − floor. */
export type Reach = { readonly atLeast: number } | { readonly atMost: number } | { readonly atMostMore: number };

export interface Measurement {
  /** Undefined when the row has none. */
  readonly floor?: number;
  readonly measured: number;
  /** Of both: 'creates/s', 'ms'. */
  readonly unit: string;
  /** What else was seen, printed under the table. */
  readonly note?: string;
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

/** The middle one; of an even number the upper of the two. NaN of none. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

/** '12.3 ms ± …' is not for a busy machine: all values, smallest first, say more. */
export const spread = (values: readonly number[], digits = 0): string =>
  values
    .toSorted((a, b) => a - b)
    .map((value) => value.toFixed(digits))
    .join(' ');
