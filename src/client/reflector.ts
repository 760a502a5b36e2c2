/**
 * Follows a resource on the server: lists it, then watches from the revision of the list (client-go's Reflector).
 *
 * Guarantees:
 *  - The sink sees every object of the first list, then every change after it, in the server's order.
 *  - A watch that breaks is resumed from the last revision seen, bookmarks included, without a new list.
 *  - When the server no longer has that revision (410), everything is listed again and given to replace(), which
 *    must work out what has been deleted meanwhile.
 *  - It never gives up: failures are tried again after 0.2 s growing to 10 s, with jitter, until the signal aborts.
 */
import { ApiError, isExpired } from '../machinery/apiError.ts';
import type { Logger } from '../machinery/log.ts';
import type { KubeObject, Stored } from '../machinery/object.ts';
import { Backoff, pause } from './backoff.ts';
import type { ListParameters, ResourceClient } from './client.ts';
import type { InformerSelection } from './informer.ts';

export interface ReflectorSink<T extends KubeObject> {
  /** The whole state, as of a list. */
  replace(objects: readonly Stored<T>[]): void | Promise<void>;
  apply(type: 'ADDED' | 'MODIFIED' | 'DELETED', object: Stored<T>): void;
}

export interface ReflectorOptions<T extends KubeObject> {
  readonly client: ResourceClient<T>;
  readonly selection: InformerSelection;
  readonly sink: ReflectorSink<T>;
  readonly signal: AbortSignal;
  readonly log: Logger;
  /** Milliseconds; for tests. */
  readonly backoff?: { readonly initial: number; readonly max: number };
}

/** Objects a page: small enough to be parsed without holding up everything else. */
const pageSize = 500;
/** A watch that ended sooner than this without an event counts as a failure. */
const shortestWatch = 1_000;

/** Resolves when `signal` aborts; never rejects. */
export async function runReflector<T extends KubeObject>(options: ReflectorOptions<T>): Promise<void> {
  const { signal, log } = options;
  const backoff = new Backoff(options.backoff ?? { initial: 200, max: 10_000 });
  let revision: string | undefined;
  while (!signal.aborted) {
    try {
      if (revision === undefined) {
        revision = await listAll(options);
        backoff.reset();
      }
      const from: string = revision;
      const started = performance.now();
      revision = await watchFrom(options, from, (seen) => {
        revision = seen;
        backoff.reset();
      });
      if (revision === from && performance.now() - started < shortestWatch) await pause(backoff.next(), signal);
    } catch (error) {
      if (signal.aborted) return;
      if (revisionIsGone(error)) {
        log.info({ revision }, 'the revision to watch from is gone; listing again');
        revision = undefined;
        if (isExpired(error)) continue;
      } else {
        log.warn(
          { revision, error: error instanceof Error ? error.message : String(error) },
          'list or watch failed; it is tried again',
        );
      }
      await pause(backoff.next(), signal);
    }
  }
}

/** Gives the sink every page of one consistent list, and answers the list's revision. */
async function listAll<T extends KubeObject>({
  client,
  selection,
  sink,
  signal,
}: ReflectorOptions<T>): Promise<string> {
  const parameters: ListParameters = { ...selectors(selection), limit: pageSize };
  let page = await client.list(selection.namespace, parameters);
  const objects = [...page.items];
  while (page.metadata.continue) {
    signal.throwIfAborted();
    page = await client.list(selection.namespace, { ...parameters, continue: page.metadata.continue });
    for (const item of page.items) objects.push(item);
  }
  signal.throwIfAborted();
  await sink.replace(objects);
  return page.metadata.resourceVersion;
}

async function watchFrom<T extends KubeObject>(
  { client, selection, sink, signal }: ReflectorOptions<T>,
  from: string,
  seen: (revision: string) => void,
): Promise<string> {
  let revision = from;
  // Ended by the server now and then, so that no watch hangs on a dead connection for ever.
  const timeoutSeconds = Math.round(300 * (1 + Math.random()));
  const parameters = { ...selectors(selection), resourceVersion: from, allowWatchBookmarks: true, timeoutSeconds };
  for await (const event of client.watch(selection.namespace, parameters, signal)) {
    if (event.type !== 'BOOKMARK') sink.apply(event.type, event.object);
    revision = event.object.metadata.resourceVersion;
    seen(revision);
  }
  return revision;
}

function selectors({ fieldSelector, labelSelector }: InformerSelection): ListParameters {
  return { ...(fieldSelector && { fieldSelector }), ...(labelSelector && { labelSelector }) };
}

/** 410, or a revision that this server has never had: its data directory has been replaced. */
function revisionIsGone(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  return (
    ['Expired', 'Gone', 'Invalid', 'BadRequest'].includes(error.reason) ||
    /too large resource version/i.test(error.message)
  );
}
