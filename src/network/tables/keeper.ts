/**
 * Keeps one nftables table as its owners want it.
 *
 * Guarantees:
 *  - Changes that come while one is applied are applied together, in one atomic transaction with only what differs.
 *  - At its start, and after a transaction that was refused, the table is made anew, whatever another process left there.
 */
import type { Logger } from '../../machinery/log.ts';
import { applyRuleset } from '../nft.ts';
import type { TableKind, TableRules } from './rules.ts';
import { TableState } from './state.ts';

export interface TableKeeperOptions {
  readonly kind: TableKind;
  /** What the owner wants now; undefined: nothing. */
  readonly rulesOf: (owner: string) => TableRules | undefined;
  /** Called after each transaction. */
  readonly applied?: () => Promise<void>;
  readonly log: Logger;
}

/** Milliseconds to wait after a failure: doubled each time, up to the second. */
const retryAfter = [500, 30_000] as const;

export class TableKeeper implements AsyncDisposable {
  readonly #options: TableKeeperOptions;
  readonly #state: TableState;
  readonly #dirty = new Set<string>();
  readonly #stop = new AbortController();
  #started = false;
  #applying: Promise<void> | undefined;
  #retry: NodeJS.Timeout | undefined;
  #failures = 0;
  /** The table is as #state says. */
  #known = false;
  #trouble = '';

  constructor(options: TableKeeperOptions) {
    this.#options = options;
    this.#state = new TableState(options.kind);
  }

  /** What is wrong; '' when nothing is. */
  get trouble(): string {
    return this.#trouble;
  }

  /** Before start(), it is only noted. */
  changed(owner: string): void {
    this.#dirty.add(owner);
    if (this.#started && !this.#retry) void this.#apply();
  }

  /** Resolves when the table is in effect with everything noted so far, or was refused: then it is tried again. */
  async start(): Promise<void> {
    this.#started = true;
    await this.#apply();
  }

  /** Leaves the table in effect: connections go on while the process is away. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    clearTimeout(this.#retry);
    await this.#applying;
  }

  /** Never rejects. One at a time; the rest of the events of this turn are taken along. */
  #apply(): Promise<void> {
    this.#applying ??= Promise.resolve()
      .then(() => this.#work())
      .finally(() => (this.#applying = undefined));
    return this.#applying;
  }

  async #work(): Promise<void> {
    while ((this.#dirty.size > 0 || !this.#known) && !this.#stop.signal.aborted) {
      try {
        await this.#once();
        this.#failures = 0;
        this.#trouble = '';
      } catch (error) {
        this.#known = false;
        this.#trouble = error instanceof Error ? error.message : String(error);
        this.#options.log.warn({ error: this.#trouble }, 'a change of the rules was refused; the table is made anew');
        this.#retryLater();
        return;
      }
    }
  }

  async #once(): Promise<void> {
    const owners = [...this.#dirty];
    this.#dirty.clear();
    const change = this.#state.change(new Map(owners.map((owner) => [owner, this.#options.rulesOf(owner)])));
    const ruleset = this.#known ? change : this.#state.everything();
    if (ruleset !== '') await applyRuleset(ruleset);
    this.#known = true;
    await this.#options.applied?.();
  }

  #retryLater(): void {
    if (this.#stop.signal.aborted) return;
    const [first, most] = retryAfter;
    this.#retry = setTimeout(
      () => {
        this.#retry = undefined;
        void this.#apply();
      },
      Math.min(first * 2 ** this.#failures++, most),
    );
  }
}
