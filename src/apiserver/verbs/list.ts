/**
 * LIST: from the cache; from the store when a page or an exact revision of the past is asked for.
 *
 *  - All pages of one list show one revision.
 *  - Without a limit nothing but the cache is read.
 */
import { ApiError, badRequest, expired } from '../../machinery/apiError.ts';
import { CompactedError } from '../../store/store.ts';
import { CacheItem } from '../watchCache/cacheItem.ts';
import { decodeContinue, encodeContinue } from './continueToken.ts';
import type { VerbCore } from './core.ts';
import type { Endpoint } from './endpoint.ts';
import { checkNotInFuture } from './get.ts';
import { listOptions } from './listOptions.ts';
import type { ListOptions } from './listOptions.ts';
import { selectionOf } from './selection.ts';
import type { RequestSelection } from './selection.ts';
import type { Answer, ListAnswer, VerbRequest } from './verbRequest.ts';

const storePage = 500;

export function list(core: VerbCore, request: VerbRequest): Answer | Promise<Answer> {
  const { endpoint, query } = request;
  const options = listOptions(query, false);
  const selection = selectionOf(endpoint, query);
  const page = pageOf(core, options);
  if (page.revision === core.feed.revision || unchangedSince(endpoint, page.revision)) {
    return { status: 200, list: fromCache(request, selection, page, options.limit) };
  }
  return fromStore(core, request, selection, page, options.limit).then((answer) => ({ status: 200, list: answer }));
}

interface Page {
  readonly revision: number;
  readonly after: string | undefined;
}

function pageOf(core: VerbCore, options: ListOptions): Page {
  const current = core.feed.revision;
  if (options.continue !== '') {
    if (options.resourceVersion !== '' && options.resourceVersion !== '0') {
      throw badRequest('specifying resource version is not allowed when using continue');
    }
    const { revision, after } = decodeContinue(options.continue);
    return { revision: revision < 0 ? current : revision, after };
  }
  checkNotInFuture(options.revision, current);
  const exact = options.match === 'Exact' || (options.match === '' && options.limit > 0 && options.revision > 0);
  return { revision: exact ? options.revision : current, after: undefined };
}

/** The cache then is what the store was at that revision. */
const unchangedSince = (endpoint: Endpoint, revision: number): boolean =>
  endpoint.stored.ring.newest <= revision && endpoint.stored.ring.start <= revision;

/** A namespaced resource in the namespace of the path, or the one that the field selector pins. */
const namespaceOf = ({ endpoint, namespace }: VerbRequest, selection: RequestSelection): string | undefined =>
  endpoint.resource.namespaced ? (namespace ?? (selection.namespace || undefined)) : undefined;

function fromCache(request: VerbRequest, selection: RequestSelection, page: Page, limit: number): ListAnswer {
  const { endpoint } = request;
  const namespace = namespaceOf(request, selection);
  const { matches } = selection;
  const candidates = (): CacheItem[] => endpoint.stored.list(namespace, page.after);
  let items: readonly CacheItem[];
  if (
    selection.name !== undefined &&
    page.after === undefined &&
    (namespace !== undefined || !endpoint.resource.namespaced)
  ) {
    const item = endpoint.stored.get(endpoint.key(namespace, selection.name));
    items = item ? [item] : [];
  } else {
    items = candidates();
  }
  const present = endpoint.registration.storedAs ? items.map((item) => endpoint.present(item)) : items;
  const selected = matches ? present.filter(matches) : present;
  if (limit <= 0 || selected.length <= limit)
    return { revision: page.revision, items: selected, continue: undefined, remaining: undefined };
  const kept = selected.slice(0, limit);
  return {
    revision: page.revision,
    items: kept,
    continue: encodeContinue({ revision: page.revision, after: kept.at(-1)?.key ?? '' }),
    remaining: matches ? undefined : selected.length - limit,
  };
}

async function fromStore(
  core: VerbCore,
  request: VerbRequest,
  selection: RequestSelection,
  page: Page,
  limit: number,
): Promise<ListAnswer> {
  const { endpoint } = request;
  const cache = endpoint.stored;
  const namespace = namespaceOf(request, selection);
  const prefix = namespace === undefined ? cache.prefix : `${cache.prefix}${namespace}/`;
  const items: CacheItem[] = [];
  let after = page.after;
  for (;;) {
    const read = await core.store
      .list(prefix, {
        limit: limit > 0 && !selection.matches ? limit - items.length : storePage,
        revision: page.revision,
        ...(after !== undefined && { after: cache.prefix + after }),
      })
      .catch((error: unknown) => {
        throw tooOld(error, page);
      });
    for (const [i, entry] of read.entries.entries()) {
      after = entry.key.slice(cache.prefix.length);
      const known = cache.get(after);
      const item = endpoint.present(
        known?.revision === entry.modRevision
          ? known
          : CacheItem.fromStore(after, entry.modRevision, entry.value, cache.kind),
      );
      if (selection.matches && !selection.matches(item)) continue;
      items.push(item);
      if (limit <= 0 || items.length < limit) continue;
      const left = read.remaining + read.entries.length - i - 1;
      return {
        revision: page.revision,
        items,
        continue: left > 0 ? encodeContinue({ revision: page.revision, after }) : undefined,
        remaining: selection.matches || left === 0 ? undefined : left,
      };
    }
    if (read.remaining === 0 || read.entries.length === 0)
      return { revision: page.revision, items, continue: undefined, remaining: undefined };
  }
}

/** The client may go on at the newest revision with the token in the answer, at the price of consistency. */
function tooOld(error: unknown, page: Page): unknown {
  if (!(error instanceof CompactedError)) return error;
  if (page.after === undefined) return expired('The resourceVersion for the provided list is too old.');
  return new ExpiredContinue(encodeContinue({ revision: -1, after: page.after }));
}

class ExpiredContinue extends ApiError {
  readonly #token: string;

  constructor(token: string) {
    super(
      410,
      'Expired',
      'The provided continue parameter is too old to display a consistent list result. You can start a new list without ' +
        'the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided ' +
        'token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned ' +
        'and now may show up in the list.',
    );
    this.#token = token;
  }

  override toStatus() {
    return { ...super.toStatus(), metadata: { continue: this.#token } };
  }
}
