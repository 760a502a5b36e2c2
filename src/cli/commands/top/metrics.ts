/** Asking for metrics.k8s.io, and printing amounts as `top` does. */
import { addQuantities, formatQuantity, isZero, milliValue, value } from '../../../machinery/quantity.ts';
import { discoverGroups } from '../../kube/discovery.ts';
import { CommandError } from '../../kube/errors.ts';
import { textAt } from '../../kube/json.ts';
import type { Session } from '../../kube/session.ts';

export type Usage = Readonly<Record<string, string>>;

export interface Metrics {
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly usage?: Usage;
  readonly containers?: readonly { readonly name: string; readonly usage: Usage }[];
}

/** One by name, or all that match. Throws CommandError when the server has no metrics. */
export async function metricsOf(
  session: Session,
  what: 'nodes' | 'pods',
  namespace: string,
  name: string,
  labelSelector: string,
): Promise<readonly Metrics[]> {
  const connection = await session.connection();
  const groups = await discoverGroups(connection);
  const served = groups.find((g) => textAt(g, 'metadata', 'name') === 'metrics.k8s.io');
  const version = served?.versions.find((v) => v.version === 'v1beta1');
  if (!version) throw new CommandError('Metrics API not available');
  const path = `/apis/metrics.k8s.io/v1beta1${namespace ? `/namespaces/${namespace}` : ''}/${what}`;
  if (name) return [await connection.json<Metrics>({ path: `${path}/${encodeURIComponent(name)}` })];
  return (await connection.json<{ items: Metrics[] }>({ path, query: { labelSelector } })).items;
}

/** All containers of a Pod together. */
export function totalOf({ containers = [] }: Metrics): Usage {
  return containers.reduce<Usage>((sum, { usage }) => plus(sum, usage), { cpu: '0', memory: '0' });
}

export const plus = (a: Usage, b: Usage): Usage => ({
  ...a,
  cpu: formatQuantity(addQuantities(a['cpu'] ?? '0', b['cpu'] ?? '0')),
  memory: formatQuantity(addQuantities(a['memory'] ?? '0', b['memory'] ?? '0')),
});

const mebibyte = 1024 * 1024;

/** Cells of CPU and memory; with what is available also their share. Each ends with a tab. */
export function usageCells(usage: Usage, available?: Usage): string {
  const share = (name: string): string => {
    const all = available?.[name];
    if (all === undefined) return '';
    return `${isZero(all) ? 0 : Math.trunc((milliValue(usage[name] ?? '0') / milliValue(all)) * 100)}%\t`;
  };
  return `${milliValue(usage['cpu'] ?? '0')}m\t${share('cpu')}${Math.trunc(value(usage['memory'] ?? '0') / mebibyte)}Mi\t${share('memory')}`;
}

export const sortFields = ['', 'cpu', 'memory'];

/** The greatest first, or by name. */
export function compareUsage(field: string, a: Usage, b: Usage): number {
  return field === 'cpu'
    ? milliValue(b['cpu'] ?? '0') - milliValue(a['cpu'] ?? '0')
    : value(b['memory'] ?? '0') - value(a['memory'] ?? '0');
}
