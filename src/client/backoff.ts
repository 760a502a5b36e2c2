/** Exponential back-off with jitter, and a wait that can be called off. */
import { setTimeout as delay } from 'node:timers/promises';

export interface BackoffOptions {
  /** Milliseconds of the first wait. */
  readonly initial: number;
  /** Milliseconds that a wait never exceeds, jitter aside. */
  readonly max: number;
  /** Growth from one wait to the next; 2 when absent. */
  readonly factor?: number;
  /** A wait is stretched by up to this fraction of itself, at random; 0.5 when absent. */
  readonly jitter?: number;
}

export class Backoff {
  readonly #options: BackoffOptions;
  #next: number;

  constructor(options: BackoffOptions) {
    this.#options = options;
    this.#next = options.initial;
  }

  /** How long to wait now, in milliseconds; the answer after it is longer. */
  next(): number {
    const { max, factor = 2, jitter = 0.5 } = this.#options;
    const base = Math.min(this.#next, max);
    this.#next = Math.min(base * factor, max);
    return base * (1 + Math.random() * jitter);
  }

  reset(): void {
    this.#next = this.#options.initial;
  }
}

/** Resolves after `ms`, or at once when `signal` aborts; never rejects. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, signal ? { signal } : {});
  } catch {
    // Called off: the caller looks at its signal.
  }
}
