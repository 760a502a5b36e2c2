/**
 * Hands out numbers of a range (addresses, ports) so that no two objects hold the same.
 *
 * What is in use is what the stored objects say; only claims whose objects are not stored yet are remembered, so that a
 * restart forgets nothing and leaks nothing. Free numbers are sought from a random place in the upper part of the range
 * first: the lower part is left to those who ask for a number of their own.
 */
export interface Range {
  readonly first: number;
  readonly last: number;
  /** How many numbers at the beginning are left to explicit requests. */
  readonly reservedForRequests: number;
}

export type ClaimResult = 'claimed' | 'taken' | 'outside';

export class Allocator {
  readonly range: Range;
  readonly #claimed = new Set<number>();

  constructor(range: Range) {
    this.range = range;
  }

  /** Takes exactly this number. */
  claim(number: number, inUse: ReadonlySet<number>): ClaimResult {
    this.#forgetStored(inUse);
    if (number < this.range.first || number > this.range.last) return 'outside';
    if (inUse.has(number) || this.#claimed.has(number)) return 'taken';
    this.#claimed.add(number);
    return 'claimed';
  }

  /** Takes any number that is free; undefined when none is. */
  next(inUse: ReadonlySet<number>): number | undefined {
    this.#forgetStored(inUse);
    const { first, last, reservedForRequests } = this.range;
    const middle = Math.min(first + reservedForRequests, last);
    const found = this.#freeIn(middle, last, inUse) ?? this.#freeIn(first, middle - 1, inUse);
    if (found !== undefined) this.#claimed.add(found);
    return found;
  }

  /** Gives back what claim() or next() took. */
  release(number: number): void {
    this.#claimed.delete(number);
  }

  #freeIn(first: number, last: number, inUse: ReadonlySet<number>): number | undefined {
    const size = last - first + 1;
    if (size <= 0) return undefined;
    const start = Math.floor(Math.random() * size);
    for (let i = 0; i < size; i++) {
      const number = first + ((start + i) % size);
      if (!inUse.has(number) && !this.#claimed.has(number)) return number;
    }
    return undefined;
  }

  #forgetStored(inUse: ReadonlySet<number>): void {
    for (const number of this.#claimed) if (inUse.has(number)) this.#claimed.delete(number);
  }
}
