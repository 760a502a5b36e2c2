/**
 * Exponential back-off by key, as kubelet uses it for crashing containers and failing pulls.
 *
 * Guarantees: the first failure of a key waits `initial`, each further one twice as long up to `maximum`; a key that
 * was not raised for twice the maximum starts afresh.
 */
export interface BackOffOptions {
  /** Milliseconds. */
  readonly initial: number;
  readonly maximum: number;
  readonly now?: () => number;
}

export class BackOff {
  readonly #initial: number;
  readonly #maximum: number;
  readonly #now: () => number;
  readonly #entries = new Map<string, { delay: number; raisedAt: number }>();

  constructor(options: BackOffOptions) {
    this.#initial = options.initial;
    this.#maximum = options.maximum;
    this.#now = options.now ?? Date.now;
  }

  /** The delay of a key now, in milliseconds; 0 for an unknown key. */
  delay(key: string): number {
    return this.#entries.get(key)?.delay ?? 0;
  }

  /** Milliseconds to wait still, counted from `since`; 0 when the key may go on. */
  remaining(key: string, since: number): number {
    const entry = this.#entries.get(key);
    if (entry === undefined || this.#expired(entry, since)) return 0;
    return Math.max(0, since + entry.delay - this.#now());
  }

  /** Milliseconds to wait still, counted from the last raise(). */
  remainingSinceRaise(key: string): number {
    const entry = this.#entries.get(key);
    return entry === undefined ? 0 : this.remaining(key, entry.raisedAt);
  }

  /** Notes one more attempt whose predecessor ended at `since`. */
  raise(key: string, since: number): void {
    const entry = this.#entries.get(key);
    const delay =
      entry === undefined || this.#expired(entry, since) ? this.#initial : Math.min(entry.delay * 2, this.#maximum);
    this.#entries.set(key, { delay, raisedAt: this.#now() });
  }

  /** For a key of which nothing is known: as if it had been raised to `delay` at `raisedAt`. */
  seed(key: string, delay: number, raisedAt: number): void {
    if (!this.#entries.has(key)) this.#entries.set(key, { delay: Math.min(delay, this.#maximum), raisedAt });
  }

  /** Forgets every key that begins so. */
  forget(prefix: string): void {
    for (const key of this.#entries.keys()) if (key.startsWith(prefix)) this.#entries.delete(key);
  }

  #expired(entry: { raisedAt: number }, since: number): boolean {
    return since - entry.raisedAt > 2 * this.#maximum;
  }
}

/** A span as Go prints it in messages: `10s`, `1m20s`, `5m0s`, `1.234s`, `85ms`. */
export function goDuration(milliseconds: number): string {
  if (milliseconds === 0) return '0s';
  if (milliseconds < 1000) return `${trim(milliseconds)}ms`;
  const total = Math.floor(milliseconds / 1000);
  const fraction = milliseconds - total * 1000;
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const seconds = trim((total % 60) + fraction / 1000);
  return `${hours ? `${hours}h` : ''}${hours || minutes ? `${minutes}m` : ''}${seconds}s`;
}

const trim = (value: number): string => String(Number(value.toFixed(3)));
