/** GET /metrics: what runs here, under kubelet's names, in Prometheus' text format. */
import type { PodManager } from '../podManager.ts';

export function metricsText(manager: PodManager): string {
  const states = { created: 0, running: 0, exited: 0, unknown: 0 };
  let sandboxes = 0,
    desired = 0;
  for (const worker of manager.workers()) {
    if (worker.pod !== undefined) desired++;
    if (worker.runtime.sandboxes.some((s) => s.ready)) sandboxes++;
    for (const { state } of worker.runtime.containers) states[state]++;
  }
  const { rss } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  return [
    ...gauge('kubelet_running_pods', 'Number of pods that have a running pod sandbox', [['', sandboxes]]),
    ...gauge(
      'kubelet_running_containers',
      'Number of containers currently running',
      Object.entries(states).map(([state, n]) => [`{container_state="${state}"}`, n]),
    ),
    ...gauge('kubelet_desired_pods', 'The number of pods the kubelet is being instructed to run', [
      ['{static=""}', desired],
    ]),
    ...gauge('process_resident_memory_bytes', 'Resident memory size in bytes.', [['', rss]]),
    '# HELP process_cpu_seconds_total Total user and system CPU time spent in seconds.',
    '# TYPE process_cpu_seconds_total counter',
    `process_cpu_seconds_total ${(user + system) / 1e6}`,
    '',
  ].join('\n');
}

const gauge = (name: string, help: string, values: readonly (readonly [string, number])[]): string[] => [
  `# HELP ${name} ${help}`,
  `# TYPE ${name} gauge`,
  ...values.map(([labels, value]) => `${name}${labels} ${value}`),
];

/** A label's value as it stands between the quotes. */
export const quoteLabel = (value: string): string => value.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n');
