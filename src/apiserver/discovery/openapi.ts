/**
 * /openapi/v2 and /openapi/v3: made at the first request that needs them, one document a turn of the event loop, and
 * kept until what is served changes. Documents carry an ETag; those whose address holds their hash never change and may be kept for ever.
 */
import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ApiError, notAcceptable } from '../../machinery/apiError.ts';
import { openapiV2 } from '../../machinery/openapi/openapiV2.ts';
import {
  openapiV2Protobuf,
  openapiV2ProtobufAnswerType,
  openapiV2ProtobufType,
} from '../../machinery/openapi/openapiV2Protobuf.ts';
import { documentHash, openapiV3, openapiV3Index } from '../../machinery/openapi/openapiV3.ts';
import { groupVersionPath } from '../../machinery/openapi/served.ts';
import type { ServedResource } from '../../machinery/openapi/served.ts';
import type { Exchange, Headers } from '../http/exchange.ts';
import type { PathHandler } from '../http/handler.ts';
import { acceptClauses } from '../http/negotiation.ts';
import { sendBody } from '../http/pieces.ts';
import type { CatalogVersion } from './catalog.ts';
import type { Catalog, LiveCatalog } from './liveCatalog.ts';

interface Document {
  readonly body: Buffer;
  readonly etag: string;
  readonly hash: string;
}

interface V3 {
  readonly index: Document;
  /** By 'api/v1', 'apis/apps/v1'. */
  readonly documents: ReadonlyMap<string, Document>;
}

export function openApiPaths(catalog: LiveCatalog, version: string): PathHandler {
  const builtIn = catalog.current.flatMap(servedOf);
  const known = new WeakMap<CatalogVersion, Document>();
  const documents = catalog.derived((current) => {
    const served = current.flatMap(servedOf);
    return {
      v2Json: once(() => Promise.resolve(document(Buffer.from(JSON.stringify(openapiV2(served, version)))))),
      v2Protobuf: once(() => Promise.resolve(document(openapiV2Protobuf(openapiV2(served, version))))),
      v3: once(() => makeV3(current, builtIn, version, known)),
    };
  });
  return async (exchange, headers, { path, query }) => {
    if (!path.startsWith('/openapi/')) return false;
    const { v2Json, v2Protobuf, v3 } = documents();
    if (path === '/openapi/v2') {
      const protobuf = wantsProtobuf(exchange.headers.accept);
      headers['Content-Type'] = protobuf ? openapiV2ProtobufAnswerType : 'application/json';
      await send(exchange, headers, await (protobuf ? v2Protobuf() : v2Json()));
      return true;
    }
    if (path === '/openapi/v3' || path === '/openapi/v3/') {
      headers['Content-Type'] = 'application/json';
      await send(exchange, headers, (await v3()).index);
      return true;
    }
    if (!path.startsWith('/openapi/v3/')) return false;
    const found = (await v3()).documents.get(path.slice('/openapi/v3/'.length));
    if (!found) return false;
    return sendV3(exchange, headers, path, query.get('hash'), found);
  };
}

async function sendV3(
  exchange: Exchange,
  headers: Headers,
  path: string,
  hash: string | null,
  found: Document,
): Promise<boolean> {
  checkJson(exchange.headers.accept);
  headers['Content-Type'] = 'application/json';
  if (hash !== null && hash !== found.hash) {
    headers['Location'] = `${path}?hash=${found.hash}`;
    exchange.send(301, headers, '');
    return true;
  }
  if (hash !== null) {
    headers['Cache-Control'] = 'public, immutable';
    headers['Expires'] = new Date(Date.now() + 365 * 24 * 3600 * 1000).toUTCString();
  }
  await send(exchange, headers, found);
  return true;
}

async function send(exchange: Exchange, headers: Headers, { body, etag }: Document): Promise<void> {
  headers['ETag'] = etag;
  headers['Vary'] = 'Accept';
  if (exchange.headers['if-none-match'] === etag) exchange.send(304, headers, '');
  else await sendBody(exchange, 200, headers, body);
}

/** The whole of a document is asked for once; a failure is not kept. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () =>
    (made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    }));
}

/** Documents of versions that have not changed are `known`. */
async function makeV3(
  catalog: Catalog,
  builtIn: readonly ServedResource[],
  version: string,
  known: WeakMap<CatalogVersion, Document>,
): Promise<V3> {
  const documents = new Map<string, Document>();
  for (const groupVersion of catalog) {
    let made = known.get(groupVersion);
    if (!made) {
      const custom = servedOf(groupVersion).filter((resource) => resource.custom);
      made = document(Buffer.from(JSON.stringify(openapiV3(groupVersion, [...builtIn, ...custom], version))));
      known.set(groupVersion, made);
      await nextTurn();
    }
    documents.set(groupVersionPath(groupVersion), made);
  }
  const hashes = catalog.map((gv) => [gv, documents.get(groupVersionPath(gv))?.hash ?? ''] as const);
  return { documents, index: document(Buffer.from(JSON.stringify(openapiV3Index(hashes)))) };
}

function document(bytes: Uint8Array): Document {
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    body,
    etag: `"${createHash('sha256').update(body).digest('hex').toUpperCase()}"`,
    hash: documentHash(body.toString('latin1')),
  };
}

function wantsProtobuf(accept: string | undefined): boolean {
  if (!accept) return false;
  for (const { type } of acceptClauses(accept)) {
    if (type === openapiV2ProtobufType || type === openapiV2ProtobufAnswerType) return true;
    if (type === 'application/json' || type === '*/*' || type === 'application/*') return false;
  }
  throw notAcceptable(`only the following media types are accepted: application/json, ${openapiV2ProtobufType}`);
}

/** Version 3 is served as JSON alone: clients that prefer its protobuf form accept JSON as well. */
function checkJson(accept: string | undefined): void {
  if (!accept) return;
  const fine = acceptClauses(accept).some(
    ({ type }) => type === 'application/json' || type === '*/*' || type === 'application/*',
  );
  if (!fine) throw new ApiError(406, 'NotAcceptable', 'only the following media types are accepted: application/json');
}

function servedOf({ group, version, resources }: CatalogVersion): ServedResource[] {
  return resources.map(({ registration: { resource, subresources: rules, custom }, verbs, subresources }) => ({
    custom,
    group,
    version,
    kind: resource.kind,
    plural: resource.resource,
    namespaced: resource.namespaced,
    verbs,
    subresources: subresources.map((sub) => ({
      ...sub.kind,
      name: sub.name,
      verbs: rules?.[sub.name]?.kind === 'connect' && sub.name !== 'log' ? ['connect'] : sub.verbs,
    })),
  }));
}
