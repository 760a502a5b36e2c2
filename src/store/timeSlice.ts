/** Keeps long synchronous work in slices, so that the event loop is never held for long. */
const sliceMilliseconds = 4;

export class TimeSlice {
  #end = performance.now() + sliceMilliseconds;

  /** True when it is time to stop and call next(). */
  get over(): boolean {
    return performance.now() >= this.#end;
  }

  /** Lets the event loop turn once, then begins a new slice. */
  async next(): Promise<void> {
    await new Promise(setImmediate);
    this.#end = performance.now() + sliceMilliseconds;
  }
}
