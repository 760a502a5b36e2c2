/**
 * Decides when history is compacted, so that disk use stays bounded: history older than `minutes` goes, and never
 * more than `revisions` are kept, however fast they come. Works on commits and one timer; an idle store costs nothing.
 */
import type { Revision } from './store.ts';

export interface CompactionPolicy {
  /** History younger than this stays (unless `revisions` is exceeded). */
  readonly minutes: number;
  /** At most about this many revisions of history stay. */
  readonly revisions: number;
}

/** Upstream's API server keeps five minutes. */
export const defaultCompactionPolicy: CompactionPolicy = { minutes: 5, revisions: 500_000 };

/** How often in one `minutes` the age of history is looked at. */
const looks = 5;

export class AutoCompaction implements Disposable {
  readonly #policy: CompactionPolicy;
  readonly #compact: (revision: Revision) => Promise<boolean>;
  #compacted: Revision;
  #newest: Revision;
  /** What the newest revision was at past looks, oldest first. */
  #marks: { at: number; revision: Revision }[] = [];
  #timer: NodeJS.Timeout | undefined;
  #busy = false;
  #disposed = false;

  /** `compact` answers whether it succeeded, and never rejects; what failed is tried again later. */
  constructor(
    policy: CompactionPolicy,
    newest: Revision,
    compacted: Revision,
    compact: (revision: Revision) => Promise<boolean>,
  ) {
    this.#policy = policy;
    this.#newest = newest;
    this.#compacted = compacted;
    this.#compact = compact;
    if (newest > compacted) this.#arm();
  }

  /** Called after each commit. */
  committed(revision: Revision): void {
    this.#newest = revision;
    this.#arm();
    // A tenth more than allowed may gather, so that a busy store is not compacted at every commit.
    if (revision - this.#compacted > this.#policy.revisions * 1.1) this.#start(revision - this.#policy.revisions);
  }

  [Symbol.dispose](): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
  }

  #arm(): void {
    if (this.#timer || this.#disposed) return;
    if (this.#marks.at(-1)?.revision !== this.#newest) this.#marks.push({ at: Date.now(), revision: this.#newest });
    this.#timer = setTimeout(() => this.#look(), (this.#policy.minutes * 60_000) / looks).unref();
  }

  #look(): void {
    this.#timer = undefined;
    const limit = Date.now() - this.#policy.minutes * 60_000;
    const old = this.#marks.filter((mark) => mark.at <= limit);
    this.#marks = this.#marks.slice(old.length);
    const revision = old.at(-1)?.revision ?? 0;
    if (revision > this.#compacted) this.#start(revision);
    if (this.#newest > this.#compacted) this.#arm();
  }

  #start(revision: Revision): void {
    if (this.#busy || this.#disposed) return;
    this.#busy = true;
    void this.#compact(revision).then((done) => {
      this.#busy = false;
      if (done) this.#compacted = Math.max(this.#compacted, revision);
    });
  }
}
