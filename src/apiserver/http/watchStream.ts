/**
 * A watch on the wire: one JSON frame a line. The frame of a change is made once and shared by all its watchers;
 * Tables and metadata-only watchers get their own.
 */
import type { ApiError } from '../../machinery/apiError.ts';
import type { Endpoint } from '../verbs/endpoint.ts';
import type { CacheItem } from '../watchCache/cacheItem.ts';
import type { Change } from '../watchCache/changeRing.ts';
import type { EventType, WatchSink } from '../watchCache/watcher.ts';
import type { ResponseStream } from './exchange.ts';
import type { Negotiated } from './negotiation.ts';
import { includeObject, partial, tableHead, tableRow } from './table.ts';

const heads: Readonly<Record<EventType, Buffer>> = {
  ADDED: Buffer.from('{"type":"ADDED","object":'),
  MODIFIED: Buffer.from('{"type":"MODIFIED","object":'),
  DELETED: Buffer.from('{"type":"DELETED","object":'),
};
const tail = Buffer.from('}\n');
const frames = new WeakMap<Change, Partial<Record<EventType, Buffer>>>();

function frameOf(type: EventType, item: CacheItem, change: Change | undefined): Buffer {
  if (!change) return Buffer.concat([heads[type], item.json, tail]);
  let known = frames.get(change);
  if (!known) frames.set(change, (known = {}));
  return (known[type] ??= Buffer.concat([heads[type], item.json, tail]));
}

export class WatchStream implements WatchSink {
  readonly #out: ResponseStream;
  readonly #frame: (type: EventType, item: CacheItem, change: Change | undefined) => Buffer | string;
  readonly #bookmark: (revision: number, initialEventsEnd: boolean) => string;
  #ended = false;

  constructor(out: ResponseStream, endpoint: Endpoint, form: Negotiated, query: URLSearchParams) {
    this.#frame = frameMaker(endpoint, form, query);
    this.#bookmark = bookmarkMaker(endpoint, form);
    this.#out = out;
  }

  event(type: EventType, item: CacheItem, change: Change | undefined): void {
    if (!this.#ended) this.#out.write(this.#frame(type, item, change));
  }

  bookmark(revision: number, initialEventsEnd: boolean): void {
    if (!this.#ended) this.#out.write(this.#bookmark(revision, initialEventsEnd));
  }

  /** Why the watch cannot go on; nothing follows. */
  error(error: ApiError): void {
    if (!this.#ended) this.#out.write(`{"type":"ERROR","object":${JSON.stringify(error.toStatus())}}\n`);
  }

  ready(): boolean {
    return this.#out.ready;
  }

  onReady(listener: () => void): void {
    this.#out.onDrain(listener);
  }

  begin(): void {
    this.#out.cork();
  }

  flush(): void {
    this.#out.uncork();
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#out.end();
  }
}

function frameMaker(endpoint: Endpoint, form: Negotiated, query: URLSearchParams) {
  const { version } = form;
  switch (form.as) {
    case undefined:
      return frameOf;
    case 'Table': {
      const include = includeObject(query);
      // The columns stand in the first event only.
      let first = true;
      return (type: EventType, item: CacheItem): string => {
        const table = { shape: endpoint.registration.table, version, include, now: Date.now() };
        const metadata = `{"resourceVersion":"${item.revision}"}`;
        const text = `{"type":"${type}","object":${tableHead(table, metadata, first)}${tableRow(table, item)}]}}\n`;
        first = false;
        return text;
      };
    }
    default:
      return (type: EventType, item: CacheItem): string => `{"type":"${type}","object":${partial(item, version)}}\n`;
  }
}

function bookmarkMaker(endpoint: Endpoint, form: Negotiated) {
  return (revision: number, initialEventsEnd: boolean): string => {
    const annotations = initialEventsEnd ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {};
    const metadata = { resourceVersion: String(revision), creationTimestamp: null, ...annotations };
    const bare = { kind: endpoint.resource.kind, apiVersion: endpoint.apiVersion, metadata };
    const meta = `meta.k8s.io/${form.version}`;
    const object =
      form.as === undefined
        ? bare
        : form.as !== 'Table'
          ? { kind: 'PartialObjectMetadata', apiVersion: meta, metadata }
          : {
              kind: 'Table',
              apiVersion: meta,
              metadata: { resourceVersion: String(revision) },
              columnDefinitions: null,
              rows: [
                {
                  cells: endpoint.registration.table.columns.map(() => ''),
                  object: { kind: 'PartialObjectMetadata', apiVersion: meta, metadata },
                },
              ],
            };
    return `{"type":"BOOKMARK","object":${JSON.stringify(object)}}\n`;
  };
}
