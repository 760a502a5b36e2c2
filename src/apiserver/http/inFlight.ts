/** How many requests are served at once: beyond the limit clients are asked to come back a second later. */
import { tooManyRequests } from '../../machinery/apiError.ts';

/** As upstream's --max-requests-inflight and --max-mutating-requests-inflight. */
export interface Limits {
  readonly reading: number;
  readonly mutating: number;
}

export class InFlight {
  readonly #limits: Limits;
  reading = 0;
  mutating = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Counts one in; 429 when there are too many. Every enter() is followed by one leave(). */
  enter(mutating: boolean): void {
    if (mutating ? this.mutating >= this.#limits.mutating : this.reading >= this.#limits.reading) {
      throw tooManyRequests('Too many requests, please try again later.', 1);
    }
    if (mutating) this.mutating += 1;
    else this.reading += 1;
  }

  leave(mutating: boolean): void {
    if (mutating) this.mutating -= 1;
    else this.reading -= 1;
  }
}
