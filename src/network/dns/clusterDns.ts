/** The cluster's DNS on one node, without a Pod: answers at a local port to which the service proxy leads its Service. */
import { Registry } from 'prom-client';
import type { Logger } from '../../machinery/log.ts';
import type { ServiceWatch } from '../serviceWatch.ts';
import { machineResolvers } from './forward.ts';
import type { Upstream } from './forward.ts';
import { DnsMetrics } from './metrics.ts';
import { Resolver } from './resolver.ts';
import { startDnsServer } from './server.ts';
import { Zone } from './zone.ts';

export interface ClusterDnsOptions {
  readonly watch: ServiceWatch;
  /** 'cluster.local' */
  readonly domain: string;
  /** The Service's address, at which Pods ask. */
  readonly address: string;
  readonly log: Logger;
  /** Where to listen; loopback, as the service proxy translates. */
  readonly listenAddress?: string;
  /** Default: those of the machine. */
  readonly upstreams?: () => Promise<readonly Upstream[]>;
}

export interface ClusterDns extends AsyncDisposable {
  /** For UDP and TCP. */
  readonly port: number;
  readonly metrics: Registry;
}

/** Resolves when it answers with all that is known. */
export async function startClusterDns(options: ClusterDnsOptions): Promise<ClusterDns> {
  const { watch, domain, address, log } = options;
  await using stack = new AsyncDisposableStack();
  const registry = new Registry();
  const zone = new Zone({ domain, address, watch });
  const upstreams = options.upstreams ?? rememberingUpstreams(address);
  const resolver = stack.use(new Resolver({ zone, upstreams, metrics: new DnsMetrics(registry), log }));
  await watch.synced();
  stack.use(watch.follow((service) => resolver.changed(service)));
  const server = stack.use(
    await startDnsServer(options.listenAddress ?? '127.0.0.1', (message, transport) =>
      resolver.respond(message, transport),
    ),
  );
  const owned = stack.move();
  return { port: server.port, metrics: registry, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** Milliseconds that what /etc/resolv.conf said is taken to hold. */
const fresh = 5_000;

/** The machine's, without the cluster's own: a loop has no end. */
function rememberingUpstreams(own: string): () => Promise<readonly Upstream[]> {
  let read: { readonly at: number; readonly servers: Promise<Upstream[]> } | undefined;
  return () => {
    if (!read || Date.now() - read.at > fresh) {
      read = {
        at: Date.now(),
        servers: machineResolvers('/etc/resolv.conf').then((all) => all.filter(({ address }) => address !== own)),
      };
    }
    return read.servers;
  };
}
