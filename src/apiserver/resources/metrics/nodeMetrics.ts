/** NodeMetrics: what `kubectl top nodes` shows. */
import type { Node } from '../../../api/core/v1.ts';
import type { NodeMetrics } from '../../../api/metrics/v1beta1.ts';
import { notFound } from '../../../machinery/apiError.ts';
import type { Stored } from '../../../machinery/object.ts';
import { nodeMetrics, nodes } from '../../../machinery/resources.ts';
import { formatTime } from '../../../machinery/time.ts';
import { registration } from '../../registration.ts';
import type { RequestContext } from '../../registration.ts';
import type { NodeUsage } from '../../usage/clusterUsage.ts';
import { nameOf } from '../shared/columns.ts';
import { momentOf, usageColumns, usageOf } from './usage.ts';

function metricsOf({ metadata }: Stored<Node>, found: NodeUsage | undefined, now: number): NodeMetrics | undefined {
  const usage = found?.node;
  if (!usage) return undefined;
  const { name, labels } = metadata;
  return {
    metadata: { name, creationTimestamp: formatTime(now), ...(labels && { labels }) },
    ...momentOf(usage),
    usage: usageOf(usage),
  };
}

export const nodeMetricsRegistration = registration<NodeMetrics>({
  resource: nodeMetrics,
  verbs: ['get', 'list'],
  table: {
    columns: usageColumns,
    row: (object) => [nameOf(object), object.usage.cpu ?? '0', object.usage.memory ?? '0', object.window],
  },
  strategy: {},
  computed: {
    async get(_, name, { client, services, now }) {
      const node = await client.resource(nodes).get(name);
      const found = metricsOf(node, await services.usage.of(name), now);
      if (!found) throw notFound({ group: nodeMetrics.group, resource: nodeMetrics.resource }, name);
      return found;
    },
    async list(_, selects, { client, services, now }: RequestContext) {
      const chosen = (await client.resource(nodes).list()).items.filter(selects);
      const usages = await services.usage.ofAll(chosen.map(({ metadata }) => metadata.name));
      return chosen.flatMap((node, i) => metricsOf(node, usages[i], now) ?? []);
    },
  },
});
