/** From a verb's answer to bytes: the object itself, a list, a Table or only the metadata; JSON or YAML. */
import type { ListMeta } from '../../api/meta/v1.ts';
import { ApiError, internalError } from '../../machinery/apiError.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { listKindOf } from '../../machinery/resource.ts';
import { printYaml } from '../../machinery/yaml.ts';
import type { Endpoint } from '../verbs/endpoint.ts';
import type { Answer, ListAnswer } from '../verbs/verbRequest.ts';
import { CacheItem } from '../watchCache/cacheItem.ts';
import type { Exchange, Headers } from './exchange.ts';
import type { Negotiated } from './negotiation.ts';
import { sendBody, sendPieces } from './pieces.ts';
import type { Part } from './pieces.ts';
import { includeObject, partial, tableHead, tableRow, tableTail } from './table.ts';
import type { TableForm } from './table.ts';

export interface Rendering {
  readonly exchange: Exchange;
  /** Sent with the answer; owned by it. */
  readonly headers: Headers;
  readonly query: URLSearchParams;
  readonly form: Negotiated;
}

export function respond(rendering: Rendering, endpoint: Endpoint, answer: Answer): void | Promise<void> {
  const { exchange, headers, form } = rendering;
  headers['Content-Type'] = form.mediaType;
  if (form.as !== undefined) return respondAs(rendering, endpoint, answer, form.as);
  if (form.mediaType === 'application/yaml') return respondYaml(rendering, endpoint, answer);
  if (isPretty(rendering))
    return sendBody(exchange, answer.status, headers, `${JSON.stringify(plain(endpoint, answer), null, 2)}\n`);
  if ('item' in answer) return sendBody(exchange, answer.status, headers, answer.item.wire);
  if ('object' in answer) return sendBody(exchange, answer.status, headers, `${JSON.stringify(answer.object)}\n`);
  return respondList(rendering, endpoint, answer);
}

/** People at a terminal or a browser get it indented. */
function isPretty({ exchange, query }: Rendering): boolean {
  const asked = query.size > 0 ? query.get('pretty') : null;
  if (asked !== null) return asked !== 'false' && asked !== '0';
  const agent = exchange.headers['user-agent'];
  return (
    agent !== undefined && (agent.startsWith('curl') || agent.startsWith('Wget') || agent.startsWith('Mozilla/5.0'))
  );
}

function respondYaml({ exchange, headers }: Rendering, endpoint: Endpoint, answer: Answer): void | Promise<void> {
  return sendBody(exchange, answer.status, headers, printYaml(plain(endpoint, answer)));
}

const plain = (endpoint: Endpoint, answer: Answer): unknown =>
  'item' in answer ? answer.item.object : 'object' in answer ? answer.object : listObject(endpoint, answer.list);

/** The list as one value, for in-process clients and YAML. */
export const listObject = ({ resource, apiVersion }: Endpoint, list: ListAnswer): object => ({
  kind: listKindOf(resource),
  apiVersion,
  metadata: listMeta(list),
  items: list.items.map((item) => item.object),
});

const listMeta = (list: ListAnswer): ListMeta => ({
  ...(list.revision !== undefined && { resourceVersion: String(list.revision) }),
  ...(list.continue !== undefined && { continue: list.continue }),
  ...(list.remaining !== undefined && { remainingItemCount: list.remaining }),
});

type ListOf = Extract<Answer, { list: ListAnswer }>;

function respondList({ exchange, headers }: Rendering, endpoint: Endpoint, { status, list }: ListOf): Promise<void> {
  const { resource, apiVersion } = endpoint;
  const head = `{"kind":"${listKindOf(resource)}","apiVersion":"${apiVersion}","metadata":${JSON.stringify(listMeta(list))},"items":[`;
  // With its length told, an answer needs no chunks around its pieces.
  let length = Buffer.byteLength(head) + listTail.length;
  for (const item of list.items) length += item.listItemLength + ',{'.length;
  headers['Content-Length'] = length - (list.items.length > 0 ? 1 : 0);
  return sendPieces(exchange, status, headers, listParts(head, list.items));
}

const listTail = ']}\n';

function* listParts(head: string, items: readonly CacheItem[]): Generator<Part> {
  yield head;
  let before = '{';
  for (const item of items) {
    yield before;
    yield item.listItem;
    before = ',{';
  }
  yield listTail;
}

function respondAs(
  rendering: Rendering,
  endpoint: Endpoint,
  answer: Answer,
  as: NonNullable<Negotiated['as']>,
): void | Promise<void> {
  const { exchange, headers, query, form } = rendering;
  if ('object' in answer && !isOwnKind(endpoint, answer.object)) {
    return sendBody(exchange, answer.status, headers, `${JSON.stringify(answer.object)}\n`);
  }
  const items = 'list' in answer ? answer.list.items : [itemOf(endpoint, answer)];
  if (as === 'Table') {
    const table = {
      shape: endpoint.registration.table,
      version: form.version,
      include: includeObject(query),
      now: Date.now(),
    };
    const metadata =
      'list' in answer ? listMeta(answer.list) : { resourceVersion: items[0]?.object.metadata?.resourceVersion ?? '' };
    return sendPieces(exchange, answer.status, headers, tableParts(table, JSON.stringify(metadata), items));
  }
  if (as === 'PartialObjectMetadata') {
    const [item] = items;
    if ('list' in answer || !item) {
      throw new ApiError(
        406,
        'NotAcceptable',
        'you requested PartialObjectMetadata, but the requested object is a list',
      );
    }
    return sendBody(exchange, answer.status, headers, `${partial(item, form.version)}\n`);
  }
  if (!('list' in answer)) {
    throw new ApiError(
      406,
      'NotAcceptable',
      'you requested PartialObjectMetadataList, but the requested object is not a list',
    );
  }
  const head = `{"kind":"PartialObjectMetadataList","apiVersion":"meta.k8s.io/${form.version}","metadata":${JSON.stringify(listMeta(answer.list))},"items":[`;
  return sendPieces(
    exchange,
    answer.status,
    headers,
    joined(head, items, (item) => partial(item, form.version)),
  );
}

const isOwnKind = (endpoint: Endpoint, object: object): object is KubeObject =>
  'kind' in object &&
  object.kind === endpoint.resource.kind &&
  'apiVersion' in object &&
  object.apiVersion === endpoint.apiVersion;

function itemOf(endpoint: Endpoint, answer: Exclude<Answer, { list: ListAnswer }>): CacheItem {
  if ('item' in answer) return answer.item;
  return new CacheItem('', 0, answer.object, endpoint.kind, undefined);
}

function* tableParts(form: TableForm, metadata: string, items: readonly CacheItem[]): Generator<string> {
  yield* joined(tableHead(form, metadata), items, (item) => tableRow(form, item));
}

function* joined(head: string, items: readonly CacheItem[], text: (item: CacheItem) => string): Generator<string> {
  yield head;
  let first = true;
  for (const item of items) {
    yield first ? text(item) : `,${text(item)}`;
    first = false;
  }
  yield tableTail;
}

/** Any error as a Status. */
export function respondError(exchange: Exchange, headers: Headers, error: unknown): void {
  const failure =
    error instanceof ApiError ? error : internalError(error instanceof Error ? error.message : String(error));
  headers['Content-Type'] = 'application/json';
  const retry = failure.details?.retryAfterSeconds;
  if (retry !== undefined) headers['Retry-After'] = String(retry);
  exchange.send(failure.code, headers, `${JSON.stringify(failure.toStatus())}\n`);
}
