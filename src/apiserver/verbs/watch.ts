/**
 * WATCH: the state first when asked for, then every change, in order, each once.
 *
 *  - resourceVersion unset or 0: ADDED for what is there, then changes. A revision: the changes after it, from the ring,
 *    else from the store's history, else an Expired error.
 *  - sendInitialEvents: the state, then a bookmark that says it is complete.
 *  - allowWatchBookmarks: a bookmark now and then (storeFeed.ts), and one when the time is up.
 */
import { expired } from '../../machinery/apiError.ts';
import { CompactedError } from '../../store/store.ts';
import type { Change } from '../watchCache/changeRing.ts';
import { storeHistory } from '../watchCache/storeHistory.ts';
import { Watcher } from '../watchCache/watcher.ts';
import type { WatchSink } from '../watchCache/watcher.ts';
import type { VerbCore } from './core.ts';
import { checkNotInFuture } from './get.ts';
import { listOptions } from './listOptions.ts';
import type { ListOptions } from './listOptions.ts';
import { selectionOf } from './selection.ts';
import type { VerbRequest } from './verbRequest.ts';

const sliceMilliseconds = 5;
/** A watch that names no time ends after this long to twice as long, so that connections spread again. */
const shortestSeconds = 1800;
const longestTimer = 2 ** 31 - 1;

export interface PreparedWatch {
  /** Resolves when the watch is over. Rejects with ApiError when it cannot begin (Expired). */
  run(sink: WatchSink, signal: AbortSignal): Promise<void>;
}

/** Checks the request; throws ApiError for what is wrong with it. */
export function prepareWatch(core: VerbCore, request: VerbRequest): PreparedWatch {
  const { endpoint, query, name } = request;
  const options = listOptions(query, true);
  const selection = selectionOf(endpoint, query, name);
  const { matches } = selection;
  const { storedAs } = endpoint.registration;
  const namespace = endpoint.resource.namespaced
    ? (request.namespace ?? (selection.namespace || undefined))
    : undefined;
  return {
    async run(sink, signal) {
      const presented: WatchSink = storedAs
        ? {
            ...bound(sink),
            event(type, item, change) {
              const shown = endpoint.present(item);
              sink.event(type, shown, shown === item ? change : undefined);
            },
          }
        : sink;
      const ended = Promise.withResolvers<void>();
      const watcher = new Watcher(
        endpoint.stored,
        {
          namespace,
          matches: matches && storedAs ? (item) => matches(endpoint.present(item)) : matches,
        },
        { ...bound(presented), end: () => ended.resolve() },
        options.bookmarks,
      );
      const seconds = options.timeoutSeconds || shortestSeconds * (1 + Math.random());
      const timer = setTimeout(
        () => {
          if (options.bookmarks) watcher.bookmark(core.feed.revision);
          ended.resolve();
        },
        Math.min(seconds * 1000, longestTimer),
      );
      const stop = (): void => ended.resolve();
      signal.addEventListener('abort', stop);
      try {
        if (signal.aborted) return;
        await begin(core, request, options, watcher, presented, namespace, signal);
        await ended.promise;
      } finally {
        clearTimeout(timer);
        signal.removeEventListener('abort', stop);
        watcher[Symbol.dispose]();
      }
    },
  };
}

const bound = (sink: WatchSink): WatchSink => ({
  event: (type, item, change) => sink.event(type, item, change),
  bookmark: (revision, end) => sink.bookmark(revision, end),
  ready: () => sink.ready(),
  onReady: (listener) => sink.onReady(listener),
  begin: () => sink.begin(),
  flush: () => sink.flush(),
  end: () => sink.end(),
});

async function begin(
  core: VerbCore,
  request: VerbRequest,
  options: ListOptions,
  watcher: Watcher,
  sink: WatchSink,
  namespace: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const { ring } = request.endpoint.stored;
  const state = options.sendInitialEvents ?? options.revision === 0;
  if (state) {
    checkNotInFuture(options.revision, core.feed.revision);
    const next = ring.next;
    const revision = core.feed.revision;
    const items = request.endpoint.stored.list(namespace);
    await inSlices(items, sink, signal, (item) =>
      watcher.offer({ type: 'create', key: item.key, revision: item.revision, item, previous: undefined }),
    );
    if (options.sendInitialEvents && options.bookmarks) sink.bookmark(revision, true);
    watcher.start(next);
    return;
  }
  if (options.revision === 0) {
    watcher.start(ring.next);
    return;
  }
  const sequence = ring.after(options.revision);
  if (sequence !== undefined) {
    watcher.start(sequence);
    return;
  }
  const to = ring.start;
  const changes = await history(core, request, options.revision, to, signal);
  await inSlices(changes, sink, signal, (change) => watcher.offer(change));
  const then = ring.after(to);
  if (then === undefined) throw tooOld(options.revision, ring.start);
  watcher.start(then);
}

async function history(
  core: VerbCore,
  request: VerbRequest,
  from: number,
  to: number,
  signal: AbortSignal,
): Promise<Change[]> {
  try {
    return await storeHistory(core.store, request.endpoint.stored, from, to, signal);
  } catch (error) {
    if (error instanceof CompactedError) throw tooOld(from, error.compacted);
    throw error;
  }
}

const tooOld = (asked: number, oldest: number) => expired(`too old resource version: ${asked} (${oldest})`);

/** Writes much without holding the event loop or flooding the connection. */
async function inSlices<T>(
  all: readonly T[],
  sink: WatchSink,
  signal: AbortSignal,
  each: (one: T) => void,
): Promise<void> {
  let until = performance.now() + sliceMilliseconds;
  sink.begin();
  for (const one of all) {
    each(one);
    if (performance.now() < until && sink.ready()) continue;
    sink.flush();
    await (sink.ready() ? new Promise(setImmediate) : whenReady(sink, signal));
    if (signal.aborted) return;
    sink.begin();
    until = performance.now() + sliceMilliseconds;
  }
  sink.flush();
}

const whenReady = (sink: WatchSink, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    sink.onReady(resolve);
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
