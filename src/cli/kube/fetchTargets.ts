/**
 * Gets what targets name: objects one by one, lists in chunks. One that fails does not keep the others from coming: errors
 * are handed back beside what came, in order.
 */
import type { Resource } from '../../machinery/resource.ts';
import { ApiError } from '../../machinery/apiError.ts';
import type { JsonObject } from './json.ts';
import { listAt, textAt } from './json.ts';
import { pathOf } from './mapper.ts';
import type { Session } from './session.ts';
import type { Target } from './targets.ts';

export interface FetchOptions {
  readonly selector?: string;
  readonly fieldSelector?: string;
  readonly chunkSize?: number;
  readonly subresource?: string;
  /** Another form than the object itself: Tables. */
  readonly accept?: string;
  readonly query?: Readonly<Record<string, string>>;
  /** NotFound is no error then. */
  readonly ignoreNotFound?: boolean;
}

export interface Fetched {
  readonly resource: Resource;
  readonly namespace: string | undefined;
  /** '' for a list. */
  readonly name: string;
  /** The object, the list, or the Table. */
  readonly object: JsonObject;
}

export async function fetchTargets(
  session: Session,
  targets: readonly Target[],
  options: FetchOptions = {},
): Promise<{ readonly fetched: readonly Fetched[]; readonly errors: readonly unknown[] }> {
  const answers = await Promise.allSettled(targets.map((target) => fetchTarget(session, target, options)));
  const fetched: Fetched[] = [];
  const errors: unknown[] = [];
  for (const answer of answers) {
    if (answer.status === 'fulfilled') fetched.push(answer.value);
    else if (!(options.ignoreNotFound && answer.reason instanceof ApiError && answer.reason.reason === 'NotFound'))
      errors.push(answer.reason);
  }
  return { fetched, errors };
}

export async function fetchTarget(session: Session, target: Target, options: FetchOptions = {}): Promise<Fetched> {
  const connection = await session.connection();
  const { resource, namespace } = target;
  if (target.type === 'named') {
    const object = await connection.json<JsonObject>({
      path: pathOf(resource, namespace, target.name, options.subresource),
      accept: options.accept,
      query: options.query,
    });
    return { resource, namespace, name: target.name, object };
  }
  const path = pathOf(resource, namespace);
  const page = (at: string): Promise<JsonObject> =>
    connection
      .json<JsonObject>({
        path,
        accept: options.accept,
        query: {
          ...options.query,
          labelSelector: options.selector,
          fieldSelector: options.fieldSelector,
          limit: options.chunkSize ? String(options.chunkSize) : undefined,
          continue: at,
        },
      })
      .catch((error: unknown) => {
        throw aboutList(error, resource, options);
      });
  let list = await page('');
  const member = list['kind'] === 'Table' ? 'rows' : 'items';
  let at = textAt(list, 'metadata', 'continue');
  if (at) {
    const all = [...listAt(list, member)];
    while (at) {
      const next = await page(at);
      for (const entry of listAt(next, member)) all.push(entry);
      at = textAt(next, 'metadata', 'continue');
    }
    list = { ...list, [member]: all };
  }
  return { resource, namespace, name: '', object: list };
}

/** What was asked for is told with the refusal, as kubectl does. */
function aboutList(error: unknown, resource: Resource, { selector = '', fieldSelector = '' }: FetchOptions): unknown {
  if (!(error instanceof ApiError) || (error.reason !== 'BadRequest' && error.reason !== 'NotFound')) return error;
  const what = JSON.stringify(`${resource.group}/${resource.version}, Resource=${resource.resource}`);
  const asked =
    selector === '' && fieldSelector === ''
      ? `Unable to list ${what}`
      : `Unable to find ${what} that match label selector ${JSON.stringify(selector)}, field selector ${JSON.stringify(fieldSelector)}`;
  return new ApiError(error.code, error.reason, `${asked}: ${error.message}`, error.details);
}

/** The objects of what was fetched: a list's items (with apiVersion and kind), or the object itself. */
export function objectsOf({ object, resource }: Fetched): readonly JsonObject[] {
  const kind = object['kind'];
  if (typeof kind !== 'string' || !kind.endsWith('List') || !Array.isArray(object['items'])) return [object];
  const apiVersion = resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
  // A named seam: the items of a list are objects.
  return (object['items'] as JsonObject[]).map((item) => ({ apiVersion, kind: resource.kind, ...item }));
}
