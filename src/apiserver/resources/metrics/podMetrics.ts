/** PodMetrics: what `kubectl top pods` shows. Pods that do not run, or of which nothing is known yet, have none. */
import type { Pod } from '../../../api/core/v1.ts';
import type { PodMetrics } from '../../../api/metrics/v1beta1.ts';
import { notFound } from '../../../machinery/apiError.ts';
import type { Stored } from '../../../machinery/object.ts';
import { parseQuantity, value } from '../../../machinery/quantity.ts';
import { podMetrics, pods } from '../../../machinery/resources.ts';
import { formatTime } from '../../../machinery/time.ts';
import { registration } from '../../registration.ts';
import type { NodeUsage } from '../../usage/clusterUsage.ts';
import { nameOf } from '../shared/columns.ts';
import { momentOf, usageColumns, usageOf } from './usage.ts';

function metricsOf(
  { metadata, status }: Stored<Pod>,
  found: NodeUsage | undefined,
  now: number,
): PodMetrics | undefined {
  const { name, namespace = '', labels } = metadata;
  const usages = found?.pods.get(`${namespace}/${name}`);
  if (status?.phase !== 'Running' || !usages) return undefined;
  const [first, ...others] = usages.values();
  if (!first) return undefined;
  const earliest = others.reduce((a, b) => (b.time < a.time ? b : a), first);
  return {
    metadata: { name, namespace, creationTimestamp: formatTime(now), ...(labels && { labels }) },
    ...momentOf(earliest),
    containers: [...usages].map(([container, usage]) => ({ name: container, usage: usageOf(usage) })),
  };
}

const nodeOf = (pod: Pod): string => pod.spec?.nodeName ?? '';
const runs = (pod: Pod): boolean => pod.status?.phase === 'Running' && nodeOf(pod) !== '';

export const podMetricsRegistration = registration<PodMetrics>({
  resource: podMetrics,
  verbs: ['get', 'list'],
  table: {
    columns: usageColumns,
    row: (object) => {
      const total = { cpu: 0, memory: 0 };
      for (const { usage } of object.containers) {
        total.cpu += Number(parseQuantity(usage.cpu ?? '0').nano) / 1e9;
        total.memory += value(usage.memory ?? '0');
      }
      const { cpu = '0', memory = '0' } = usageOf(total);
      return [nameOf(object), cpu, memory, object.window];
    },
  },
  strategy: {},
  computed: {
    async get(namespace, name, { client, services, now }) {
      const pod = await client.resource(pods).get(name, namespace);
      const found = runs(pod) ? metricsOf(pod, await services.usage.of(nodeOf(pod)), now) : undefined;
      if (!found)
        throw notFound({ group: podMetrics.group, resource: podMetrics.resource }, `${namespace ?? ''}/${name}`);
      return found;
    },
    async list(namespace, selects, { client, services, now }) {
      const chosen = (await client.resource(pods).list(namespace)).items.filter((pod) => runs(pod) && selects(pod));
      const nodes = [...new Set(chosen.map(nodeOf))];
      const usages = await services.usage.ofAll(nodes);
      const byNode = new Map(nodes.map((node, i) => [node, usages[i]]));
      return chosen.flatMap((pod) => metricsOf(pod, byNode.get(nodeOf(pod)), now) ?? []);
    },
  },
});
