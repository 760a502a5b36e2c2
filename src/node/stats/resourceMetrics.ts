/**
 * GET /metrics/resource: what the node, its Pods and their containers use, under kubelet's names, in Prometheus' text
 * format with timestamps. The metrics API is made from it.
 */
import { quoteLabel } from '../server/metrics.ts';
import type { Sample } from './sample.ts';

export function resourceMetricsText({ cpu, memory, pods }: Sample): string {
  const containers = pods.flatMap(({ pod: { metadata }, containers: list }) =>
    list.map((one) => ({
      ...one,
      labels: labels({ container: one.name, namespace: metadata.namespace, pod: metadata.name }),
    })),
  );
  const podLabels = pods.map(({ pod: { metadata }, ...use }) => ({
    ...use,
    labels: labels({ namespace: metadata.namespace, pod: metadata.name }),
  }));
  const seconds = (use: { time: number; coreNanoSeconds: number } | undefined, of: string): Line[] =>
    use ? [[of, use.coreNanoSeconds / 1e9, use.time]] : [];
  const bytes = (use: { time: number; workingSetBytes: number } | undefined, of: string): Line[] =>
    use ? [[of, use.workingSetBytes, use.time]] : [];
  return [
    metric(
      'container_cpu_usage_seconds_total',
      'counter',
      'Cumulative cpu time consumed by the container in core-seconds',
      containers.flatMap((c) => seconds(c.cpu, c.labels)),
    ),
    metric(
      'container_memory_working_set_bytes',
      'gauge',
      'Current working set of the container in bytes',
      containers.flatMap((c) => bytes(c.memory, c.labels)),
    ),
    metric(
      'container_start_time_seconds',
      'gauge',
      'Start time of the container since unix epoch in seconds',
      containers.map((c): Line => [c.labels, c.startedAt / 1000]),
    ),
    metric(
      'node_cpu_usage_seconds_total',
      'counter',
      'Cumulative cpu time consumed by the node in core-seconds',
      seconds(cpu, ''),
    ),
    metric('node_memory_working_set_bytes', 'gauge', 'Current working set of the node in bytes', bytes(memory, '')),
    metric(
      'pod_cpu_usage_seconds_total',
      'counter',
      'Cumulative cpu time consumed by the pod in core-seconds',
      podLabels.flatMap((p) => seconds(p.cpu, p.labels)),
    ),
    metric(
      'pod_memory_working_set_bytes',
      'gauge',
      'Current working set of the pod in bytes',
      podLabels.flatMap((p) => bytes(p.memory, p.labels)),
    ),
    metric('resource_scrape_error', 'gauge', '1 if there was an error while getting container metrics, 0 otherwise', [
      ['', 0],
    ]),
  ].join('');
}

/** Labels in braces, the value, and when it was measured. */
type Line = readonly [labels: string, value: number, time?: number];

const labels = (all: Readonly<Record<string, string>>): string =>
  `{${Object.entries(all)
    .map(([name, value]) => `${name}="${quoteLabel(value)}"`)
    .join(',')}}`;

function metric(name: string, type: 'counter' | 'gauge', help: string, lines: readonly Line[]): string {
  if (lines.length === 0) return '';
  const head = `# HELP ${name} [STABLE] ${help}\n# TYPE ${name} ${type}\n`;
  return (
    head + lines.map(([of, value, time]) => `${name}${of} ${value}${time === undefined ? '' : ` ${time}`}\n`).join('')
  );
}
