/**
 * The service proxy of a node: keeps the nftables table of Services as the API server's Services and EndpointSlices say.
 *
 * Guarantees:
 *  - Changes that come while one is applied are applied together, in one atomic transaction with only what differs.
 *  - At its start, and after a transaction that was refused, the table is made anew, whatever another process left there.
 *  - Work for a change grows with the endpoints of the Services that changed, not with all of them.
 */
import type { Logger } from '../../machinery/log.ts';
import { splitKey } from '../../machinery/object.ts';
import { applyRuleset, deleteTable } from '../nft.ts';
import type { ServiceWatch } from '../serviceWatch.ts';
import { servicePortViews } from './backends.ts';
import type { LocalService, ServicePortView } from './backends.ts';
import { TableState } from './changes.ts';
import { removeEntries, staleEntries } from './conntrack.ts';
import type { StaleEntries } from './conntrack.ts';
import { HealthChecks, type HealthCheck } from './healthChecks.ts';
import { serviceRules } from './serviceRules.ts';
import type { ServiceTable } from './table.ts';

export interface ServiceProxyOptions extends ServiceTable {
  readonly nodeName: string;
  readonly watch: ServiceWatch;
  readonly log: Logger;
  /** Services that this machine itself answers, by 'namespace/name'. */
  readonly localServices?: ReadonlyMap<string, LocalService>;
}

/** Milliseconds to wait after a failure: doubled each time, up to the second. */
const retryAfter = [500, 30_000] as const;

export class ServiceProxy implements AsyncDisposable {
  readonly #options: ServiceProxyOptions;
  readonly #state: TableState;
  readonly #views = new Map<string, readonly ServicePortView[]>();
  readonly #dirty = new Set<string>();
  readonly #healthChecks: HealthChecks;
  readonly #stop = new AbortController();
  #follower: Disposable | undefined;
  #applying: Promise<void> | undefined;
  #retry: NodeJS.Timeout | undefined;
  #failures = 0;
  /** The table is as #state says. */
  #known = false;
  #trouble = '';

  private constructor(options: ServiceProxyOptions) {
    this.#options = options;
    this.#state = new TableState(options);
    this.#healthChecks = new HealthChecks(({ port, namespace, name }, error) =>
      options.log.warn(
        { port, service: `${namespace}/${name}`, error: error.message },
        'a healthCheckNodePort cannot be served',
      ),
    );
  }

  /** Resolves when the table is in effect with every Service that there is. */
  static async start(options: ServiceProxyOptions): Promise<ServiceProxy> {
    const proxy = new ServiceProxy(options);
    await options.watch.synced();
    proxy.#follower = options.watch.follow((key) => proxy.#changed(key));
    await proxy.#apply();
    if (proxy.#trouble)
      proxy.#options.log.warn({ error: proxy.#trouble }, 'Services could not be set up; it is tried again');
    return proxy;
  }

  /** What is wrong; '' when nothing is. */
  get trouble(): string {
    return this.#trouble;
  }

  /** How many Services lead somewhere. */
  get size(): number {
    return this.#views.size;
  }

  /** Leaves the table in effect: connections go on while the process is away. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    this.#follower?.[Symbol.dispose]();
    clearTimeout(this.#retry);
    await this.#applying;
    await this.#healthChecks[Symbol.asyncDispose]();
  }

  #changed(key: string): void {
    this.#dirty.add(key);
    if (this.#follower && !this.#retry) void this.#apply();
  }

  /** Never rejects. One at a time; the rest of the events of this turn are taken along. */
  #apply(): Promise<void> {
    this.#applying ??= Promise.resolve()
      .then(() => this.#work())
      .finally(() => (this.#applying = undefined));
    return this.#applying;
  }

  async #work(): Promise<void> {
    while ((this.#dirty.size > 0 || !this.#known) && !this.#stop.signal.aborted) {
      try {
        await this.#once();
        this.#failures = 0;
        this.#trouble = '';
      } catch (error) {
        this.#known = false;
        this.#trouble = error instanceof Error ? error.message : String(error);
        this.#options.log.warn({ error: this.#trouble }, 'a change of Services was refused; the table is made anew');
        this.#retryLater();
        return;
      }
    }
  }

  async #once(): Promise<void> {
    const keys = [...this.#dirty];
    this.#dirty.clear();
    const stale: StaleEntries[] = [];
    const changed = new Map(
      keys.map((key) => {
        const views = this.#view(key);
        stale.push(...staleEntries(this.#views.get(key) ?? [], views));
        if (views.length > 0) this.#views.set(key, views);
        else this.#views.delete(key);
        this.#healthChecks.set(key, this.#healthCheck(key, views));
        return [key, views.length > 0 ? serviceRules(views) : undefined] as const;
      }),
    );
    const change = this.#state.change(changed);
    const ruleset = this.#known ? change : this.#state.everything();
    if (ruleset !== '') await applyRuleset(ruleset);
    this.#known = true;
    await removeEntries(stale).catch((error: unknown) =>
      this.#options.log.warn(
        { error: error instanceof Error ? error.message : String(error) },
        'old UDP connections could not be forgotten',
      ),
    );
  }

  #view(key: string): ServicePortView[] {
    const { watch, nodeName, localServices } = this.#options;
    const service = watch.services.get(key);
    return service ? servicePortViews(service, watch.slicesOf(key), nodeName, localServices?.get(key)) : [];
  }

  #healthCheck(key: string, views: readonly ServicePortView[]): HealthCheck | undefined {
    const spec = this.#options.watch.services.get(key)?.spec;
    if (!spec?.healthCheckNodePort || spec.type !== 'LoadBalancer' || spec.externalTrafficPolicy !== 'Local')
      return undefined;
    const { namespace = '', name } = splitKey(key);
    const addresses = new Set(views.flatMap(({ external }) => external.map((backend) => backend.split(' . ')[0])));
    return { port: spec.healthCheckNodePort, namespace, name, localEndpoints: addresses.size };
  }

  #retryLater(): void {
    if (this.#stop.signal.aborted) return;
    const [first, most] = retryAfter;
    this.#retry = setTimeout(
      () => {
        this.#retry = undefined;
        void this.#apply();
      },
      Math.min(first * 2 ** this.#failures++, most),
    );
  }
}

/** Removes every rule of the Services; there may be none. */
export async function removeServiceTable(table: string): Promise<void> {
  await deleteTable('ip', table);
}
