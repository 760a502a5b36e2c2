/** GET of one object, straight from the cache. */
import { ApiError, badRequest, notFound } from '../../machinery/apiError.ts';
import type { VerbCore } from './core.ts';
import type { Answer, VerbRequest } from './verbRequest.ts';

export function get(core: VerbCore, { endpoint, namespace, name, query }: VerbRequest): Answer {
  const version = query.size > 0 ? query.get('resourceVersion') : null;
  if (version) checkNotInFuture(parseResourceVersion(version), core.feed.revision);
  const item = endpoint.get(namespace, name);
  if (!item) throw notFound(endpoint.subject, name);
  return { status: 200, item };
}

/** 0 for '' and '0'. 400 when it is no revision. */
export function parseResourceVersion(text: string): number {
  if (text === '') return 0;
  if (!/^[0-9]+$/.test(text)) {
    throw badRequest(
      `Invalid value: ${JSON.stringify(text)}: strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`,
    );
  }
  return Number(text);
}

/** 504 with the cause that clients look for when a revision is asked for that has not happened yet. */
export function checkNotInFuture(revision: number, current: number): void {
  if (revision <= current) return;
  throw new ApiError(504, 'Timeout', `Too large resource version: ${revision}, current: ${current}`, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  });
}
