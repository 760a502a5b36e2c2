/** Exponential back-off kept for each key by itself (client-go's ItemExponentialFailureRateLimiter). */
export class ItemBackoff {
  readonly #initial: number;
  readonly #max: number;
  readonly #failures = new Map<string, number>();

  /** Both in milliseconds. */
  constructor(initial: number, max: number) {
    this.#initial = initial;
    this.#max = max;
  }

  /** How long the key has to wait now; twice as long the next time. */
  next(key: string): number {
    const failures = this.#failures.get(key) ?? 0;
    this.#failures.set(key, failures + 1);
    return Math.min(this.#initial * 2 ** failures, this.#max);
  }

  failures(key: string): number {
    return this.#failures.get(key) ?? 0;
  }

  forget(key: string): void {
    this.#failures.delete(key);
  }
}
