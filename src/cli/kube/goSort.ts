/**
 * Sorts as Go's sort.Sort does: pattern-defeating quicksort, which leaves equal items in an order of its own. What kubectl prints
 * of equal items depends on that order, and so does what we print. `less` may be no strict order: kubectl's sometimes is none.
 */
export function goSort<T>(items: readonly T[], less: (a: T, b: T) => boolean): readonly T[] {
  const sorter = new Sorter([...items], less);
  sorter.sort(0, items.length, bitLength(items.length));
  return sorter.items;
}

const shortest = { insertion: 12, ninther: 50, shifting: 50 };
const maxSteps = 5;
const maxSwaps = 12;

const bitLength = (n: number): number => (n === 0 ? 0 : Math.floor(Math.log2(n)) + 1);

type Hint = 'increasing' | 'decreasing' | 'unknown';

class Sorter<T> {
  readonly items: T[];
  readonly #before: (a: T, b: T) => boolean;
  #swaps = 0;

  constructor(items: T[], less: (a: T, b: T) => boolean) {
    this.items = items;
    this.#before = less;
  }

  sort(from: number, to: number, depth: number): void {
    let [a, b, limit] = [from, to, depth];
    let balanced = true;
    let partitioned = true;
    for (;;) {
      const length = b - a;
      if (length <= shortest.insertion) return this.#insertion(a, b);
      if (limit === 0) return this.#heap(a, b);
      if (!balanced) {
        this.#breakPatterns(a, b);
        limit--;
      }
      let [pivot, hint] = this.#choosePivot(a, b);
      if (hint === 'decreasing') {
        for (let [i, j] = [a, b - 1]; i < j; i++, j--) this.#swap(i, j);
        pivot = b - 1 - (pivot - a);
        hint = 'increasing';
      }
      if (balanced && partitioned && hint === 'increasing' && this.#nearlySorted(a, b)) return;
      if (a > 0 && !this.#less(a - 1, pivot)) {
        a = this.#partitionEqual(a, b, pivot);
        continue;
      }
      const [middle, already] = this.#partition(a, b, pivot);
      partitioned = already;
      const [left, right] = [middle - a, b - middle];
      const least = Math.floor(length / 8);
      if (left < right) {
        balanced = left >= least;
        this.sort(a, middle, limit);
        a = middle + 1;
      } else {
        balanced = right >= least;
        this.sort(middle + 1, b, limit);
        b = middle;
      }
    }
  }

  #less(i: number, j: number): boolean {
    // Both are positions in the list.
    return this.#before(this.items[i] as T, this.items[j] as T);
  }

  #swap(i: number, j: number): void {
    [this.items[i], this.items[j]] = [this.items[j] as T, this.items[i] as T];
  }

  #insertion(a: number, b: number): void {
    for (let i = a + 1; i < b; i++) for (let j = i; j > a && this.#less(j, j - 1); j--) this.#swap(j, j - 1);
  }

  #heap(a: number, b: number): void {
    const sift = (start: number, end: number): void => {
      for (let root = start; ; ) {
        let child = 2 * root + 1;
        if (child >= end) return;
        if (child + 1 < end && this.#less(a + child, a + child + 1)) child++;
        if (!this.#less(a + root, a + child)) return;
        this.#swap(a + root, a + child);
        root = child;
      }
    };
    const length = b - a;
    for (let i = Math.floor((length - 1) / 2); i >= 0; i--) sift(i, length);
    for (let i = length - 1; i >= 0; i--) {
      this.#swap(a, a + i);
      sift(0, i);
    }
  }

  #partition(a: number, b: number, pivot: number): readonly [middle: number, already: boolean] {
    this.#swap(a, pivot);
    let [i, j] = [a + 1, b - 1];
    const meet = (): void => {
      while (i <= j && this.#less(i, a)) i++;
      while (i <= j && !this.#less(j, a)) j--;
    };
    meet();
    const already = i > j;
    while (i <= j) {
      this.#swap(i++, j--);
      meet();
    }
    this.#swap(j, a);
    return [j, already];
  }

  /** Of items none of which is less than the pivot: those equal to it first. */
  #partitionEqual(a: number, b: number, pivot: number): number {
    this.#swap(a, pivot);
    let [i, j] = [a + 1, b - 1];
    for (;;) {
      while (i <= j && !this.#less(a, i)) i++;
      while (i <= j && this.#less(a, j)) j--;
      if (i > j) return i;
      this.#swap(i++, j--);
    }
  }

  /** Whether a few shifts were enough. */
  #nearlySorted(a: number, b: number): boolean {
    let i = a + 1;
    for (let step = 0; step < maxSteps; step++) {
      while (i < b && !this.#less(i, i - 1)) i++;
      if (i === b) return true;
      if (b - a < shortest.shifting) return false;
      this.#swap(i, i - 1);
      if (i - a >= 2) for (let j = i - 1; j >= 1 && this.#less(j, j - 1); j--) this.#swap(j, j - 1);
      if (b - i >= 2) for (let j = i + 1; j < b && this.#less(j, j - 1); j++) this.#swap(j, j - 1);
    }
    return false;
  }

  #breakPatterns(a: number, b: number): void {
    const length = b - a;
    if (length < 8) return;
    let random = BigInt(length);
    const word = (n: bigint): bigint => BigInt.asUintN(64, n);
    const modulus = 1n << BigInt(bitLength(length));
    const first = a + Math.floor(length / 4) * 2 - 1;
    for (let i = 0; i < 3; i++) {
      random ^= word(random << 13n);
      random ^= random >> 7n;
      random ^= word(random << 17n);
      const other = Number(random & (modulus - 1n));
      this.#swap(first + i, a + (other >= length ? other - length : other));
    }
  }

  #choosePivot(a: number, b: number): [number, Hint] {
    const length = b - a;
    const quarter = Math.floor(length / 4);
    this.#swaps = 0;
    let [i, j, k] = [a + quarter, a + quarter * 2, a + quarter * 3];
    if (length >= shortest.ninther)
      [i, j, k] = [i, j, k].map((m) => this.#median(m - 1, m, m + 1)) as [number, number, number];
    if (length >= 8) j = this.#median(i, j, k);
    return [j, this.#swaps === 0 ? 'increasing' : this.#swaps === maxSwaps ? 'decreasing' : 'unknown'];
  }

  #median(a: number, b: number, c: number): number {
    const ordered = (x: number, y: number): readonly [number, number] => {
      if (!this.#less(y, x)) return [x, y];
      this.#swaps++;
      return [y, x];
    };
    const [low, high] = ordered(a, b);
    const [middle] = ordered(high, c);
    return ordered(low, middle)[1];
  }
}
