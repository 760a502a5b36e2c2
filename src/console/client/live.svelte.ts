/**
 * Live lists, shared: however many places show a kind, there is one watch for it.
 *
 *  - Rows come page by page at first, then with every change, at most once a frame.
 *  - A watch that is cut goes on where it was; when that revision has expired, everything is listed anew.
 *  - A list that nobody holds any more is kept for a while, so that going back is instant.
 */
import type { TableColumnDefinition } from '../../api/meta/v1.ts';
import { Collection, type Row, type TableAnswer } from './collection.ts';
import { asProblem, request, type Problem } from './http.ts';
import { nameOfKind, pathOf, type Kind } from './kind.ts';
import { readLines } from './lines.ts';
import { session } from './session.svelte.ts';

const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
const pageSize = '500';
const lingerMilliseconds = 30_000;
const shortestPause = 500;
const longestPause = 15_000;

export type Phase = 'loading' | 'live' | 'reconnecting' | 'failed';

export interface Scope {
  readonly kind: Kind;
  /** undefined: all namespaces. */
  readonly namespace?: string | undefined;
  readonly fieldSelector?: string | undefined;
  readonly labelSelector?: string | undefined;
}

export class LiveList {
  rows = $state.raw<readonly Row[]>([]);
  columns = $state.raw<readonly TableColumnDefinition[]>([]);
  phase = $state<Phase>('loading');
  /** Why it is not live. */
  problem = $state.raw<Problem>();

  readonly #scope: Scope;
  readonly #collection = new Collection();
  #holders = 0;
  #running: AbortController | undefined;
  #linger: ReturnType<typeof setTimeout> | undefined;
  #published = false;
  #wake: (() => void) | undefined;

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  /** Keeps it live until what is returned is called. */
  hold(): () => void {
    this.#holders += 1;
    clearTimeout(this.#linger);
    if (!this.#running) {
      this.#running = new AbortController();
      void this.#run(this.#running.signal);
    }
    return () => {
      this.#holders -= 1;
      if (this.#holders === 0) this.#linger = setTimeout(() => this.stop(), lingerMilliseconds);
    };
  }

  stop(): void {
    clearTimeout(this.#linger);
    this.#running?.abort();
    this.#running = undefined;
    lists.forEach((list, key) => {
      if (list === this) lists.delete(key);
    });
  }

  /** Tries again at once. */
  retry(): void {
    this.#wake?.();
  }

  async #run(signal: AbortSignal): Promise<void> {
    let pause = shortestPause;
    let listed = false;
    while (!signal.aborted) {
      try {
        if (!listed) await this.#list(signal);
        listed = true;
        this.phase = 'live';
        this.problem = undefined;
        const begun = Date.now();
        await this.#watch(signal);
        if (this.#collection.failure) {
          listed = !this.#collection.expired && this.#collection.failure.code !== 403;
          this.#collection.failure = undefined;
        }
        // A server that ends each watch at once is not asked in a circle.
        if (Date.now() - begun > 1000) pause = shortestPause;
      } catch (error) {
        if (signal.aborted) return;
        const problem = asProblem(error);
        this.problem = problem;
        if (problem.code === 401) return;
        this.phase = problem.code >= 400 && problem.code < 500 ? 'failed' : 'reconnecting';
        if (problem.code === 410) listed = false;
        if (this.phase === 'failed') pause = longestPause;
      }
      await this.#sleep(pause, signal);
      pause = Math.min(pause * 2, longestPause);
    }
  }

  async #list(signal: AbortSignal): Promise<void> {
    const first = this.rows.length === 0;
    const pages: TableAnswer[] = [];
    let next = '';
    do {
      const query = this.#query();
      query.set('limit', pageSize);
      if (next) query.set('continue', next);
      const page = await request<TableAnswer>(`${this.#path()}?${query}`, { accept, signal });
      pages.push(page);
      // Who waits for the first rows sees them; who has rows keeps them until all new ones are there.
      if (first) {
        this.#collection.addPage(page);
        this.#publish();
      }
      next = page.metadata?.continue ?? '';
    } while (next);
    if (!first) this.#collection.replace(pages);
    this.#publish();
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const query = this.#query();
    query.set('watch', '1');
    query.set('allowWatchBookmarks', 'true');
    query.set('resourceVersion', this.#collection.revision);
    await readLines(`${this.#path()}?${query}`, accept, signal, (lines) => {
      if (this.#collection.apply(lines)) this.#publishSoon();
    });
  }

  #path(): string {
    return pathOf(this.#scope.kind, this.#scope.namespace);
  }

  #query(): URLSearchParams {
    const query = new URLSearchParams({ includeObject: 'Object' });
    if (this.#scope.fieldSelector) query.set('fieldSelector', this.#scope.fieldSelector);
    if (this.#scope.labelSelector) query.set('labelSelector', this.#scope.labelSelector);
    return query;
  }

  /** Many changes at once are shown at once. A hidden page gets no frames: a timer does. */
  #publishSoon(): void {
    if (this.#published) return;
    this.#published = true;
    const publish = (): void => {
      if (!this.#published) return;
      this.#published = false;
      this.#publish();
    };
    requestAnimationFrame(publish);
    setTimeout(publish, 250);
  }

  #publish(): void {
    this.columns = this.#collection.columns;
    this.rows = this.#collection.rows();
  }

  #sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        window.removeEventListener('online', wake);
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      signal.addEventListener('abort', wake);
      window.addEventListener('online', wake);
      this.#wake = wake;
    });
  }
}

const lists = new Map<string, LiveList>();

const keyOfScope = ({ kind, namespace, fieldSelector, labelSelector }: Scope): string =>
  [nameOfKind(kind), kind.version, namespace ?? '', fieldSelector ?? '', labelSelector ?? '', session.token ?? ''].join(
    '\n',
  );

/** The one list of a scope. It becomes live when somebody holds it. */
export function live(scope: Scope): LiveList {
  const key = keyOfScope(scope);
  let list = lists.get(key);
  if (!list) lists.set(key, (list = new LiveList(scope)));
  return list;
}

/** Ends every watch: somebody else signs in. */
export function stopAll(): void {
  lists.forEach((list) => list.stop());
}
