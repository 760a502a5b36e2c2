/** Plain and aggregated discovery: /api, /apis and the lists below them, made once for each state of the catalog. */
import { createHash } from 'node:crypto';
import type { APIGroupDiscovery } from '../../api/apidiscovery/v2.ts';
import type { APIGroup } from '../../api/meta/v1.ts';
import { notAcceptable } from '../../machinery/apiError.ts';
import { apiVersionOf } from '../../machinery/object.ts';
import type { PathHandler } from '../http/handler.ts';
import { acceptClauses } from '../http/negotiation.ts';
import { sendBody } from '../http/pieces.ts';
import { apiResources } from './catalog.ts';
import type { CatalogVersion } from './catalog.ts';
import type { Catalog, LiveCatalog } from './liveCatalog.ts';

interface Document {
  readonly body: Buffer;
  readonly etag: string;
}

interface Documents {
  /** By path. */
  readonly plain: ReadonlyMap<string, () => Document>;
  /** By path and version. */
  readonly aggregated: ReadonlyMap<string, Document>;
}

function documentsOf(catalog: Catalog, serverAddress: () => string): Documents {
  const plain = new Map<string, () => Document>();
  const aggregated = new Map<string, Document>();
  const core = catalog.filter((v) => v.group === '');
  const others = catalog.filter((v) => v.group !== '');
  const groups = groupsOf(others);
  plain.set('/api', () =>
    document({
      kind: 'APIVersions',
      versions: core.map((v) => v.version),
      serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: serverAddress() }],
    }),
  );
  plain.set('/apis', once({ kind: 'APIGroupList', apiVersion: 'v1', groups }));
  for (const group of groups) plain.set(`/apis/${group.name}`, once({ kind: 'APIGroup', apiVersion: 'v1', ...group }));
  for (const version of catalog) {
    const path = version.group === '' ? `/api/${version.version}` : `/apis/${version.group}/${version.version}`;
    plain.set(
      path,
      once({
        kind: 'APIResourceList',
        apiVersion: 'v1',
        groupVersion: apiVersionOf(version),
        resources: apiResources(version),
      }),
    );
  }
  for (const version of ['v2', 'v2beta1']) {
    const list = (versions: readonly CatalogVersion[]) =>
      document({
        kind: 'APIGroupDiscoveryList',
        apiVersion: `apidiscovery.k8s.io/${version}`,
        metadata: {},
        items: groupDiscoveries(versions),
      });
    aggregated.set(`/api ${version}`, list(core));
    aggregated.set(`/apis ${version}`, list(others));
  }
  return { plain, aggregated };
}

export function discoveryPaths(catalog: LiveCatalog, serverAddress: () => string): PathHandler {
  const documents = catalog.derived((current) => documentsOf(current, serverAddress));
  return (exchange, headers, { path, verb }) => {
    const { plain, aggregated } = documents();
    const bare = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
    const found = plain.get(bare);
    if (!found || (verb !== 'get' && verb !== 'head')) return false;
    const wanted = bare === '/api' || bare === '/apis' ? aggregatedVersion(exchange.headers.accept) : undefined;
    const answer = wanted ? (aggregated.get(`${bare} ${wanted}`) ?? found()) : found();
    headers['Content-Type'] = wanted
      ? `application/json;g=apidiscovery.k8s.io;v=${wanted};as=APIGroupDiscoveryList`
      : 'application/json';
    headers['Vary'] = 'Accept';
    if (wanted) headers['ETag'] = answer.etag;
    if (wanted && exchange.headers['if-none-match'] === answer.etag) {
      exchange.send(304, headers, '');
      return true;
    }
    return Promise.resolve(sendBody(exchange, 200, headers, answer.body)).then(() => true);
  };
}

/** v2, v2beta1, or undefined when the plain form is preferred. 406 when neither is accepted. */
function aggregatedVersion(accept: string | undefined): string | undefined {
  if (!accept) return undefined;
  for (const { type, parameters } of acceptClauses(accept)) {
    if (type !== 'application/json' && type !== '*/*' && type !== 'application/*') continue;
    const { as, g, v } = parameters;
    if (as === undefined) return undefined;
    if (as === 'APIGroupDiscoveryList' && g === 'apidiscovery.k8s.io' && (v === 'v2' || v === 'v2beta1')) return v;
  }
  throw notAcceptable('only the following media types are accepted: application/json');
}

function document(value: object): Document {
  const body = Buffer.from(`${JSON.stringify(value)}\n`);
  return { body, etag: `"${createHash('sha256').update(body).digest('hex').toUpperCase()}"` };
}

function once(value: object): () => Document {
  const made = document(value);
  return () => made;
}

function groupsOf(versions: readonly CatalogVersion[]): APIGroup[] {
  const groups = new Map<string, APIGroup>();
  for (const version of versions) {
    const entry = { groupVersion: apiVersionOf(version), version: version.version };
    const known = groups.get(version.group);
    if (known) known.versions.push(entry);
    else groups.set(version.group, { name: version.group, versions: [entry], preferredVersion: entry });
  }
  return [...groups.values()];
}

function groupDiscoveries(versions: readonly CatalogVersion[]): APIGroupDiscovery[] {
  const groups = new Map<string, APIGroupDiscovery>();
  for (const version of versions) {
    let group = groups.get(version.group);
    if (!group)
      groups.set(
        version.group,
        (group = { metadata: { ...(version.group && { name: version.group }) }, versions: [] }),
      );
    group.versions?.push({
      version: version.version,
      freshness: 'Current',
      resources: version.resources.map(({ registration: { resource }, verbs, subresources }) => ({
        resource: resource.resource,
        responseKind: { group: resource.group, version: resource.version, kind: resource.kind },
        scope: resource.namespaced ? 'Namespaced' : 'Cluster',
        singularResource: resource.singular,
        verbs: [...verbs],
        ...(resource.shortNames.length > 0 && { shortNames: [...resource.shortNames] }),
        ...(resource.categories.length > 0 && { categories: [...resource.categories] }),
        ...(subresources.length > 0 && {
          subresources: subresources.map((sub) => ({
            subresource: sub.name,
            responseKind: { ...sub.kind },
            verbs: [...sub.verbs],
          })),
        }),
      })),
    });
  }
  return [...groups.values()];
}
