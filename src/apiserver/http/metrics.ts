/** What the server measures, under upstream's names. */
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

const labels = ['verb', 'dry_run', 'group', 'version', 'resource', 'subresource', 'scope', 'component'] as const;
const seconds = [0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60];

export interface RequestLabels {
  /** Upper case: GET, LIST, WATCH, POST, PUT, PATCH, DELETE, DELETECOLLECTION, CONNECT. */
  readonly verb: string;
  readonly dryRun: boolean;
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly subresource: string;
  /** resource, namespace or cluster. */
  readonly scope: string;
}

interface Series {
  readonly duration: { observe(value: number): void };
  readonly total: Map<number, { inc(): void }>;
}

export class Metrics {
  readonly registry = new Registry();
  readonly #total: Counter;
  readonly #duration: Histogram;
  readonly #longRunning: Gauge;
  readonly #series = new Map<string, Series>();

  constructor(
    inFlight: () => { reading: number; mutating: number },
    objects: () => Iterable<readonly [string, number]>,
  ) {
    const registers = [this.registry];
    this.#total = new Counter({
      name: 'apiserver_request_total',
      registers,
      labelNames: [...labels, 'code'],
      help: 'Counter of apiserver requests broken out for each verb, dry run value, group, version, resource, scope, component, and HTTP response code.',
    });
    this.#duration = new Histogram({
      name: 'apiserver_request_duration_seconds',
      registers,
      labelNames: labels,
      buckets: seconds,
      help: 'Response latency distribution in seconds for each verb, dry run value, group, version, resource, subresource, scope and component.',
    });
    this.#longRunning = new Gauge({
      name: 'apiserver_longrunning_requests',
      registers,
      labelNames: ['verb', 'group', 'version', 'resource', 'subresource', 'scope', 'component'],
      help: 'Gauge of all active long-running apiserver requests broken out by verb, group, version, resource, scope and component.',
    });
    this.registry.registerMetric(
      new Gauge({
        name: 'apiserver_current_inflight_requests',
        registers: [],
        labelNames: ['request_kind'],
        help: 'Maximal number of currently used inflight request limit of this apiserver per request kind in last second.',
        collect() {
          const now = inFlight();
          this.set({ request_kind: 'readOnly' }, now.reading);
          this.set({ request_kind: 'mutating' }, now.mutating);
        },
      }),
    );
    this.registry.registerMetric(
      new Gauge({
        name: 'apiserver_storage_objects',
        registers: [],
        labelNames: ['resource'],
        help: 'Number of stored objects at the time of last check split by kind.',
        collect() {
          for (const [resource, count] of objects()) this.set({ resource }, count);
        },
      }),
    );
    collectDefaultMetrics({ register: this.registry });
  }

  observe(request: RequestLabels, code: number, elapsedSeconds: number): void {
    const key = `${request.verb} ${request.group}/${request.version}/${request.resource}/${request.subresource} ${request.scope} ${request.dryRun}`;
    let series = this.#series.get(key);
    if (!series)
      this.#series.set(key, (series = { duration: this.#duration.labels(valuesOf(request)), total: new Map() }));
    let total = series.total.get(code);
    if (!total) series.total.set(code, (total = this.#total.labels({ ...valuesOf(request), code: String(code) })));
    total.inc();
    series.duration.observe(elapsedSeconds);
  }

  longRunning(request: RequestLabels): Disposable {
    const { verb, group, version, resource, subresource, scope } = request;
    const gauge = this.#longRunning.labels({
      verb,
      group,
      version,
      resource,
      subresource,
      scope,
      component: 'apiserver',
    });
    gauge.inc();
    return { [Symbol.dispose]: () => gauge.dec() };
  }
}

const valuesOf = ({ verb, dryRun, group, version, resource, subresource, scope }: RequestLabels) => ({
  verb,
  dry_run: dryRun ? 'All' : '',
  group,
  version,
  resource,
  subresource,
  scope,
  component: 'apiserver',
});
