/**
 * The API server: caches over the store, verbs over the caches, and a TLS port in front of them.
 *
 *  - It listens once its caches are current and the built-in roles are there.
 *  - Disposing it ends watches, lets running requests finish, and leaves the store open.
 */
import type { Client } from '../client/client.ts';
import { createClient } from '../client/createClient.ts';
import type { Transport } from '../client/transport.ts';
import type { Logger } from '../machinery/log.ts';
import type { GroupVersionResource } from '../machinery/object.ts';
import {
  pods,
  nodes,
  secrets,
  serviceAccounts,
  roles,
  roleBindings,
  clusterRoles,
  clusterRoleBindings,
  namespaces,
} from '../machinery/resources.ts';
import type { Store } from '../store/store.ts';
import { bootstrapTokenUser } from './authentication/bootstrapTokens.ts';
import { serviceAccountTokens } from './authentication/serviceAccountTokens.ts';
import { apiServerUser } from './authentication/userInfo.ts';
import type { UserInfo } from './authentication/userInfo.ts';
import { authorizerChain } from './authorization/chain.ts';
import { NodeAuthorizer } from './authorization/nodeAuthorizer.ts';
import { Rbac } from './authorization/rbac.ts';
import { createSystemNamespaces, createSystemPriorityClasses, reconcilePolicy } from './bootstrap.ts';
import type { BootstrapPolicy } from './bootstrap.ts';
import { CustomResources } from './customResources/customResources.ts';
import { startEventExpiry } from './eventExpiry.ts';
import { agentOf } from './connect/agent.ts';
import type { AgentCredentials } from './connect/agent.ts';
import { askAgent } from './connect/askAgent.ts';
import { connectors } from './connect/connectors.ts';
import { LiveCatalog } from './discovery/liveCatalog.ts';
import { discoveryPaths } from './discovery/documents.ts';
import { issuerPaths } from './discovery/issuer.ts';
import { openApiPaths } from './discovery/openapi.ts';
import { rootPath } from './discovery/root.ts';
import { defaultVersion, versionPath } from './discovery/version.ts';
import type { ServerVersion } from './discovery/version.ts';
import { consoleFiles } from './http/consoleFiles.ts';
import { Handler } from './http/handler.ts';
import type { PathHandler } from './http/handler.ts';
import { respondHealth } from './http/health.ts';
import type { HealthCheck } from './http/health.ts';
import { InFlight } from './http/inFlight.ts';
import { Listener } from './http/listener.ts';
import { listenLocally, type LocalSocket } from './http/localListener.ts';
import { Metrics } from './http/metrics.ts';
import { inProcessTransport } from './inProcessTransport.ts';
import type { AdmissionPlugin, Registration, ServerServices } from './registration.ts';
import { ClusterUsage } from './usage/clusterUsage.ts';
import type { VerbCore } from './verbs/core.ts';
import { Endpoint } from './verbs/endpoint.ts';
import { ObjectStorage } from './verbs/storage.ts';
import { kindBytes } from './watchCache/cacheItem.ts';
import { cacheName, prefixOf } from './watchCache/keys.ts';
import { ResourceCache } from './watchCache/resourceCache.ts';
import { StoreFeed } from './watchCache/storeFeed.ts';

export interface ApiServerOptions {
  /** Stays the caller's. */
  readonly store: Store;
  readonly registrations: readonly Registration[];
  readonly admission: readonly AdmissionPlugin[];
  readonly certificates: {
    /** PEM. */
    readonly servingCert: string;
    readonly servingKey: string;
    /** Signs the certificates of clients. */
    readonly clientCA: string;
    /** PEM, PKCS#8 EC P-256: signs service-account tokens. */
    readonly serviceAccountKey: string;
    /** PEM, SPKI: further keys whose tokens are accepted. */
    readonly acceptedServiceAccountKeys?: readonly string[];
  };
  /** Port 0 takes a free one. */
  readonly listen: { readonly host: string; readonly port: number; readonly local?: LocalSocket };
  readonly log: Logger;
  /** 'https://kubernetes.default.svc.cluster.local' when absent; also the audience of the server's own tokens. */
  readonly serviceAccountIssuer?: string;
  /** How node agents are reached for logs, exec and the like; without it those are refused. */
  readonly agentClient?: AgentCredentials;
  readonly version?: ServerVersion;
  /** Built-in roles and bindings, reconciled at start. */
  readonly policy?: BootstrapPolicy;
  /** Where the built web console lies, to be served to everybody at /console/. */
  readonly consoleDirectory?: string;
  /** Paths of other components beside the API's own: asked last, after authentication and authorization. */
  readonly paths?: readonly PathHandler[];
  readonly limits?: { readonly reading: number; readonly mutating: number };
}

export interface ApiServer extends AsyncDisposable {
  /** 'https://127.0.0.1:6443' */
  readonly url: string;
  readonly port: number;
  /** In process, with the rights of `user`. */
  transportFor(user: UserInfo): Transport;
  /** In process, as system:apiserver. */
  readonly client: Client;
  readonly services: ServerServices;
  readonly metrics: Metrics;
  /** Names of the checks of /readyz that fail, with why; empty when the server is ready. */
  failures(): readonly string[];
  /** A renewed serving certificate, for new connections. */
  renewCertificate(cert: string, key: string): void;
}

const defaultIssuer = 'https://kubernetes.default.svc.cluster.local';
const defaultLimits = { reading: 400, mutating: 200 };

export async function startApiServer(options: ApiServerOptions): Promise<ApiServer> {
  const { store, log, certificates } = options;
  const caches = cachesOf(options.registrations);
  const feed = new StoreFeed(store, caches.all.values(), log);
  const stopping = new AbortController();
  const endpoints = endpointsOf(options.registrations, caches);
  const authorizer = authorizerChain(
    new NodeAuthorizer(caches.of(pods)),
    new Rbac({
      roles: caches.of(roles),
      roleBindings: caches.of(roleBindings),
      clusterRoles: caches.of(clusterRoles),
      clusterRoleBindings: caches.of(clusterRoleBindings),
    }),
  );
  const issuer = options.serviceAccountIssuer ?? defaultIssuer;
  const holders = { ServiceAccount: serviceAccounts, Pod: pods, Node: nodes, Secret: secrets };
  const tokens = serviceAccountTokens({
    issuer,
    audiences: [...new Set([issuer, defaultIssuer, 'https://kubernetes.default.svc'])],
    signingKey: certificates.serviceAccountKey,
    acceptedKeys: certificates.acceptedServiceAccountKeys ?? [],
    live: {
      uidOf: (kind, namespace, name) =>
        caches.of(holders[kind]).get(namespace ? `${namespace}/${name}` : name)?.object.metadata?.uid,
    },
  });
  const services: ServerServices = {
    authorizer,
    tokens,
    async authenticateToken(token, audiences) {
      const wanted = audiences.length > 0 ? audiences : tokens.audiences;
      const user = bootstrapTokenUser(token, (key) => caches.of(secrets).get(key)?.object);
      return user ? { user, audiences: wanted } : tokens.authenticate(token, wanted);
    },
    usage: new ClusterUsage({
      ask: async (node, path) => askAgent(agentOf(caches.of(nodes), node, options.agentClient), path),
      log,
    }),
    servedVersions: () => catalog.current,
  };
  const core: VerbCore = {
    store,
    feed,
    storage: new ObjectStorage(store, feed),
    admission: options.admission,
    services,
    log,
  };
  const inProcess = { core, endpoints, client: () => client, stopping: stopping.signal };
  const transportFor = (user: UserInfo): Transport => inProcessTransport(inProcess, user);
  const client: Client = createClient(transportFor(apiServerUser));

  const inFlight = new InFlight(options.limits ?? defaultLimits);
  const metrics = new Metrics(
    () => inFlight,
    () => [...caches.all.values()].map((cache) => [metricName(cache), cache.size] as const),
  );
  let hooks: string | undefined = 'not finished';
  const checks = healthChecks(feed, () => hooks, stopping.signal);
  const catalog = new LiveCatalog(options.registrations);
  const customResources = new CustomResources({
    client,
    feed,
    endpoints,
    log,
    changed: () => catalog.setCustom(customResources.registrations),
  });
  let url = '';
  const handler = new Handler({
    core,
    client,
    endpoints,
    inFlight,
    metrics,
    log,
    stopping: stopping.signal,
    console: options.consoleDirectory === undefined ? undefined : consoleFiles(options.consoleDirectory),
    connectors: connectors({ core, client, credentials: options.agentClient, nodes: caches.of(nodes), log }),
    paths: [
      (exchange, headers, { path, query }) => respondHealth(exchange, headers, path, query, checks),
      versionPath(options.version ?? defaultVersion),
      discoveryPaths(catalog, () => url.replace('https://', '')),
      openApiPaths(catalog, (options.version ?? defaultVersion).gitVersion),
      issuerPaths(tokens),
      metricsPath(metrics),
      ...(options.paths ?? []),
      rootPath(catalog, checks),
    ],
  });
  const listener = new Listener({
    cert: certificates.servingCert,
    key: certificates.servingKey,
    clientCA: certificates.clientCA,
    handle: (exchange) => handler.handle(exchange),
  });

  let expiry: AsyncDisposable | undefined;
  let local: AsyncDisposable | undefined;
  try {
    await feed.start();
    if (endpoints.has('/v1/namespaces')) await createSystemNamespaces(client);
    if (endpoints.has('scheduling.k8s.io/v1/priorityclasses')) await createSystemPriorityClasses(client);
    if (options.policy) await reconcilePolicy(client, options.policy);
    if (endpoints.has('apiextensions.k8s.io/v1/customresourcedefinitions')) await customResources.start();
    if (endpoints.has('/v1/events')) expiry = await startEventExpiry(client, log);
    hooks = undefined;
    const { port } = await listener.listen(options.listen.host, options.listen.port);
    url = `https://${hostText(options.listen.host)}:${port}`;
    if (options.listen.local) local = await listenLocally(options.listen.local, (exchange) => handler.handle(exchange));
    log.info({ url, revision: feed.revision }, 'The API server is listening');
    return {
      url,
      port,
      transportFor,
      client,
      services,
      metrics,
      failures: () =>
        checks
          .filter((c) => c.of.includes('readyz'))
          .flatMap((c) => (c.failure() === undefined ? [] : [`${c.name}: ${c.failure()}`])),
      renewCertificate: (cert, key) => listener.renew(cert, key),
      async [Symbol.asyncDispose]() {
        await customResources[Symbol.asyncDispose]();
        await expiry?.[Symbol.asyncDispose]();
        stopping.abort();
        await Promise.all([local?.[Symbol.asyncDispose](), listener[Symbol.asyncDispose]()]);
        await feed[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await customResources[Symbol.asyncDispose]();
    await expiry?.[Symbol.asyncDispose]();
    stopping.abort();
    await feed[Symbol.asyncDispose]();
    throw error;
  }
}

const hostText = (host: string): string =>
  host === '0.0.0.0' || host === '' ? '127.0.0.1' : host.includes(':') ? `[${host === '::' ? '::1' : host}]` : host;

interface Caches {
  readonly all: ReadonlyMap<string, ResourceCache>;
  /** An empty cache for what is not registered. */
  of(resource: GroupVersionResource): ResourceCache;
}

function cachesOf(registrations: readonly Registration[]): Caches {
  const all = new Map<string, ResourceCache>();
  for (const { resource, create, computed, storedAs } of registrations) {
    if (create || computed || storedAs) continue;
    all.set(cacheName(resource), new ResourceCache(cacheName(resource), prefixOf(resource), kindBytes(resource)));
  }
  return {
    all,
    of: (resource) =>
      all.get(cacheName(resource)) ??
      new ResourceCache(cacheName(resource), prefixOf(resource), kindBytes({ ...namespaces })),
  };
}

function endpointsOf(registrations: readonly Registration[], caches: Caches): Map<string, Endpoint> {
  const endpoints = new Map<string, Endpoint>();
  for (const registration of registrations) {
    const { resource, create, computed, storedAs } = registration;
    const cache = create || computed ? undefined : caches.all.get(cacheName(storedAs?.resource ?? resource));
    endpoints.set(`${resource.group}/${resource.version}/${resource.resource}`, new Endpoint(registration, cache));
  }
  return endpoints;
}

const metricName = ({ name }: ResourceCache): string => {
  const [group = '', resource = ''] = name.split('/');
  return group === 'core' ? resource : `${resource}.${group}`;
};

function healthChecks(feed: StoreFeed, hooks: () => string | undefined, stopping: AbortSignal): HealthCheck[] {
  const all = ['livez', 'readyz', 'healthz'] as const;
  return [
    { name: 'ping', of: all, failure: () => undefined },
    { name: 'log', of: all, failure: () => undefined },
    { name: 'etcd', of: all, failure: () => feed.failure },
    { name: 'watch-cache', of: ['readyz'], failure: () => feed.failure },
    { name: 'poststarthook/start-system-namespaces-controller', of: all, failure: hooks },
    { name: 'poststarthook/rbac/bootstrap-roles', of: all, failure: hooks },
    { name: 'shutdown', of: ['readyz'], failure: () => (stopping.aborted ? 'process is shutting down' : undefined) },
  ];
}

function metricsPath(metrics: Metrics): PathHandler {
  return async (exchange, headers, { path }) => {
    if (path !== '/metrics') return false;
    headers['Content-Type'] = metrics.registry.contentType;
    exchange.send(200, headers, await metrics.registry.metrics());
    return true;
  };
}
