/**
 * What a controller has done and not yet seen in its cache (client-go's ControllerExpectations). As long as something is
 * missing, the controller must not count: it would create or delete again what it already has.
 *
 * Guarantees:
 *  - satisfied() is false from expectCreations() or expectDeletions() until each of them has been observed.
 *  - A deletion is observed once, however often it is reported.
 *  - Expectations that nothing fulfils end after five minutes: a lost event never stops a controller for good.
 */
const lifetime = 5 * 60_000;

interface Expected {
  creations: number;
  readonly deletions: Set<string>;
  readonly since: number;
}

export class Expectations {
  readonly #expected = new Map<string, Expected>();

  expectCreations(key: string, count: number): void {
    this.expect(key, count, []);
  }

  /** `uids` of what is going to be deleted. */
  expectDeletions(key: string, uids: Iterable<string>): void {
    this.expect(key, 0, uids);
  }

  /** Both at once; `uids` of what is going to be deleted. */
  expect(key: string, creations: number, uids: Iterable<string>): void {
    this.#expected.set(key, { creations, deletions: new Set(uids), since: performance.now() });
  }

  /** One creation has been seen, or failed and will never be. */
  creationObserved(key: string, count = 1): void {
    const expected = this.#expected.get(key);
    if (expected) expected.creations -= count;
  }

  deletionObserved(key: string, uid: string): void {
    this.#expected.get(key)?.deletions.delete(uid);
  }

  satisfied(key: string): boolean {
    return this.remaining(key) === 0;
  }

  /** Milliseconds until the expectations end by themselves; 0 when they are satisfied. */
  remaining(key: string): number {
    const expected = this.#expected.get(key);
    if (!expected || (expected.creations <= 0 && expected.deletions.size === 0)) return 0;
    return Math.max(0, lifetime - (performance.now() - expected.since));
  }

  forget(key: string): void {
    this.#expected.delete(key);
  }
}
