/**
 * What Pods and nodes use of CPU and memory, as the metrics API tells it: asked for while somebody looks, and kept, so that
 * who comes back sees what was before.
 */
import type { NodeMetrics, NodeMetricsList, PodMetrics, PodMetricsList } from '../../api/metrics/v1beta1.ts';
import { milliValue, value } from '../../machinery/quantity.ts';
import { keyOf } from '../../machinery/object.ts';
import { request } from './http.ts';

export interface Sample {
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Thousandths of a core. */
  readonly cpu: number;
  /** Bytes. */
  readonly memory: number;
}

type Metrics = NodeMetrics | PodMetrics;

const everyMilliseconds = 10_000;
const mostSamples = 360;
const root = '/apis/metrics.k8s.io/v1beta1';

function sampleOf(metrics: Metrics): Sample {
  const all = 'usage' in metrics ? [metrics.usage] : metrics.containers.map((c) => c.usage);
  return {
    time: Date.parse(metrics.timestamp),
    cpu: all.reduce((sum, of) => sum + milliValue(of['cpu'] ?? '0'), 0),
    memory: all.reduce((sum, of) => sum + value(of['memory'] ?? '0'), 0),
  };
}

/** Asks again and again for as long as somebody holds it. */
abstract class Poll {
  #holders = 0;
  #stop: AbortController | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  protected abstract ask(signal: AbortSignal): Promise<void>;

  hold(): () => void {
    this.#holders += 1;
    if (this.#holders === 1) {
      const stop = new AbortController();
      this.#stop = stop;
      const ask = (): void => {
        // Not there yet, or not for this user: there are no figures then, and who shows them says so.
        if (!document.hidden) this.ask(stop.signal).catch(() => undefined);
      };
      ask();
      this.#timer = setInterval(ask, everyMilliseconds);
    }
    return () => {
      this.#holders -= 1;
      if (this.#holders > 0) return;
      clearInterval(this.#timer);
      this.#stop?.abort();
    };
  }
}

export class UsageHistory extends Poll {
  samples = $state.raw<readonly Sample[]>([]);
  readonly #path: string;

  constructor(path: string) {
    super();
    this.#path = path;
  }

  protected async ask(signal: AbortSignal): Promise<void> {
    const sample = sampleOf(await request<Metrics>(this.#path, { signal }));
    if (this.samples.at(-1)?.time !== sample.time) this.samples = [...this.samples.slice(1 - mostSamples), sample];
  }
}

export class UsageList extends Poll {
  /** By 'namespace/name', or a node's name. */
  latest = $state.raw<ReadonlyMap<string, Sample>>(new Map());
  readonly #path: string;

  constructor(path: string) {
    super();
    this.#path = path;
  }

  protected async ask(signal: AbortSignal): Promise<void> {
    const { items } = await request<NodeMetricsList | PodMetricsList>(this.#path, { signal });
    this.latest = new Map(items.map((item) => [keyOf(item), sampleOf(item)]));
  }
}

export const nodeUsages = new UsageList(`${root}/nodes`);

const podLists = new Map<string, UsageList>();

/** Of all Pods of a namespace, or of all namespaces. */
export function podUsages(namespace: string | undefined): UsageList {
  const path = namespace === undefined ? `${root}/pods` : `${root}/namespaces/${encodeURIComponent(namespace)}/pods`;
  let list = podLists.get(path);
  if (!list) podLists.set(path, (list = new UsageList(path)));
  return list;
}

const histories = new Map<string, UsageHistory>();

/** Of one Pod, or of a node when there is no namespace. */
export function usageOf(namespace: string, name: string): UsageHistory {
  const path =
    namespace === ''
      ? `${root}/nodes/${encodeURIComponent(name)}`
      : `${root}/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}`;
  let history = histories.get(path);
  if (!history) histories.set(path, (history = new UsageHistory(path)));
  return history;
}
