/** Reads what a node agent answers to GET /metrics/resource: Prometheus' text format, under kubelet's names. */

/** What one thing had used, and uses, at some moment. */
export interface Point {
  /** Milliseconds since the epoch: when its CPU time was read. */
  time: number;
  /** Seconds of CPU time so far. */
  cpu: number | undefined;
  /** Working set, in bytes. */
  memory: number | undefined;
  /** When it began to count, in milliseconds since the epoch; 0 when that is long ago. */
  startedAt: number;
}

export interface NodePoints {
  readonly node: Point;
  /** By 'namespace/name' of the Pod, then by the container's name. */
  readonly pods: ReadonlyMap<string, ReadonlyMap<string, Point>>;
}

const line = /^((?:container|node)_[a-z_]+)(?:\{(.*)\})? (\S+)(?: (\d+))?$/;
const label = /([a-z_]+)="((?:[^"\\]|\\.)*)"/g;

/** @param now The time of values that carry none, in milliseconds since the epoch. */
export function parseResourceMetrics(text: string, now: number): NodePoints {
  const blank = (): Point => ({ time: now, cpu: undefined, memory: undefined, startedAt: 0 });
  const node = blank();
  const pods = new Map<string, Map<string, Point>>();
  const pointOf = (labels: string): Point => {
    const {
      namespace = '',
      pod = '',
      container = '',
    } = Object.fromEntries([...labels.matchAll(label)].map(([, name = '', value = '']) => [name, unescaped(value)]));
    const key = `${namespace}/${pod}`;
    let containers = pods.get(key);
    if (!containers) pods.set(key, (containers = new Map()));
    let point = containers.get(container);
    if (!point) containers.set(container, (point = blank()));
    return point;
  };
  for (const each of text.split('\n')) {
    const [, name, labels = '', value = '', time] = line.exec(each) ?? [];
    switch (name) {
      case 'container_cpu_usage_seconds_total':
      case 'node_cpu_usage_seconds_total': {
        const point = name.startsWith('node') ? node : pointOf(labels);
        point.cpu = Number(value);
        if (time !== undefined) point.time = Number(time);
        break;
      }
      case 'container_memory_working_set_bytes':
        pointOf(labels).memory = Number(value);
        break;
      case 'node_memory_working_set_bytes':
        node.memory = Number(value);
        break;
      case 'container_start_time_seconds':
        pointOf(labels).startedAt = Number(value) * 1000;
        break;
      default:
    }
  }
  return { node, pods };
}

const unescaped = (text: string): string => text.replace(/\\(.)/g, (_, c: string) => (c === 'n' ? '\n' : c));
