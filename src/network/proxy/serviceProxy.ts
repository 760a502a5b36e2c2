/**
 * The service proxy of a node: keeps the nftables table of Services as the API server's Services and EndpointSlices say.
 *
 * Guarantees: those of the table's keeper; and work for a change grows with the endpoints of the Services that changed,
 * not with all of them.
 */
import type { Logger } from '../../machinery/log.ts';
import { splitKey } from '../../machinery/object.ts';
import { deleteTable } from '../nft.ts';
import type { ServiceWatch } from '../serviceWatch.ts';
import { TableKeeper } from '../tables/keeper.ts';
import type { TableRules } from '../tables/rules.ts';
import { servicePortViews } from './backends.ts';
import type { LocalService, ServicePortView } from './backends.ts';
import { removeEntries, staleEntries } from './conntrack.ts';
import type { StaleEntries } from './conntrack.ts';
import { HealthChecks, type HealthCheck } from './healthChecks.ts';
import { serviceRules } from './serviceRules.ts';
import { serviceTableKind, type ServiceTable } from './table.ts';

export interface ServiceProxyOptions extends ServiceTable {
  readonly nodeName: string;
  readonly watch: ServiceWatch;
  readonly log: Logger;
  /** Services that this machine itself answers, by 'namespace/name'. */
  readonly localServices?: ReadonlyMap<string, LocalService>;
}

export class ServiceProxy implements AsyncDisposable {
  readonly #options: ServiceProxyOptions;
  readonly #keeper: TableKeeper;
  readonly #views = new Map<string, readonly ServicePortView[]>();
  readonly #healthChecks: HealthChecks;
  /** UDP connections to forget once the table has changed. */
  #stale: StaleEntries[] = [];
  #follower: Disposable | undefined;

  private constructor(options: ServiceProxyOptions) {
    const { log } = options;
    this.#options = options;
    this.#keeper = new TableKeeper({
      kind: serviceTableKind(options),
      rulesOf: (key) => this.#rules(key),
      applied: () => this.#forget(),
      log,
    });
    this.#healthChecks = new HealthChecks(({ port, namespace, name }, error) =>
      log.warn(
        { port, service: `${namespace}/${name}`, error: error.message },
        'a healthCheckNodePort cannot be served',
      ),
    );
  }

  /** Resolves when the table is in effect with every Service that there is. */
  static async start(options: ServiceProxyOptions): Promise<ServiceProxy> {
    const proxy = new ServiceProxy(options);
    await options.watch.synced();
    proxy.#follower = options.watch.follow((key) => proxy.#keeper.changed(key));
    await proxy.#keeper.start();
    return proxy;
  }

  /** What is wrong; '' when nothing is. */
  get trouble(): string {
    return this.#keeper.trouble;
  }

  /** How many Services lead somewhere. */
  get size(): number {
    return this.#views.size;
  }

  /** Leaves the table in effect: connections go on while the process is away. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#follower?.[Symbol.dispose]();
    await this.#keeper[Symbol.asyncDispose]();
    await this.#healthChecks[Symbol.asyncDispose]();
  }

  #rules(key: string): TableRules | undefined {
    const { watch, nodeName, localServices } = this.#options;
    const service = watch.services.get(key);
    const views = service ? servicePortViews(service, watch.slicesOf(key), nodeName, localServices?.get(key)) : [];
    this.#stale.push(...staleEntries(this.#views.get(key) ?? [], views));
    if (views.length > 0) this.#views.set(key, views);
    else this.#views.delete(key);
    this.#healthChecks.set(key, this.#healthCheck(key, views));
    return views.length > 0 ? serviceRules(views) : undefined;
  }

  async #forget(): Promise<void> {
    const stale = this.#stale;
    this.#stale = [];
    await removeEntries(stale).catch((error: unknown) =>
      this.#options.log.warn(
        { error: error instanceof Error ? error.message : String(error) },
        'old UDP connections could not be forgotten',
      ),
    );
  }

  #healthCheck(key: string, views: readonly ServicePortView[]): HealthCheck | undefined {
    const spec = this.#options.watch.services.get(key)?.spec;
    if (!spec?.healthCheckNodePort || spec.type !== 'LoadBalancer' || spec.externalTrafficPolicy !== 'Local')
      return undefined;
    const { namespace = '', name } = splitKey(key);
    const addresses = new Set(views.flatMap(({ external }) => external.map((backend) => backend.split(' . ')[0])));
    return { port: spec.healthCheckNodePort, namespace, name, localEndpoints: addresses.size };
  }
}

/** Removes every rule of the Services; there may be none. */
export async function removeServiceTable(table: string): Promise<void> {
  await deleteTable('ip', table);
}
