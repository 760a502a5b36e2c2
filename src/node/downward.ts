/** What a Pod may learn of itself: values of fieldRef and resourceFieldRef (API concept "Downward API"). Pure. */
import type { ResourceFieldSelector } from '../api/core/v1.ts';
import { goQuote } from '../machinery/goText.ts';
import { milliValue, value } from '../machinery/quantity.ts';
import type { NodePod } from './pod/identity.ts';

export interface DownwardContext {
  readonly pod: NodePod;
  readonly podIPs: readonly string[];
  readonly hostIPs: readonly string[];
  /** Of the node: what a missing limit stands for. */
  readonly allocatable: Readonly<Record<string, string>>;
}

/** Throws when the path is not one that Kubernetes knows. */
export function fieldValue({ pod, podIPs, hostIPs }: DownwardContext, fieldPath: string): string {
  const { metadata, spec } = pod;
  const subscript = /^metadata\.(annotations|labels)\['(.+)'\]$/.exec(fieldPath);
  if (subscript !== null)
    return metadata[subscript[1] === 'labels' ? 'labels' : 'annotations']?.[subscript[2] ?? ''] ?? '';
  switch (fieldPath) {
    case 'metadata.name':
      return metadata.name;
    case 'metadata.namespace':
      return metadata.namespace;
    case 'metadata.uid':
      return metadata.uid;
    case 'metadata.labels':
      return mapText(metadata.labels);
    case 'metadata.annotations':
      return mapText(metadata.annotations);
    case 'spec.nodeName':
      return spec.nodeName ?? '';
    case 'spec.serviceAccountName':
      return spec.serviceAccountName ?? '';
    case 'status.hostIP':
      return hostIPs[0] ?? '';
    case 'status.hostIPs':
      return hostIPs.join(',');
    case 'status.podIP':
      return podIPs[0] ?? '';
    case 'status.podIPs':
      return podIPs.join(',');
    default:
      throw new Error(`unsupported fieldPath: ${fieldPath}`);
  }
}

/** One `key="value"` a line, sorted by key. */
function mapText(map: Readonly<Record<string, string>> | undefined): string {
  return Object.entries(map ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([k, v]) => `${k}=${goQuote(v)}`)
    .join('\n');
}

/** In units of the divisor, rounded up. A limit that is not set is the node's allocatable amount. */
export function resourceFieldValue(
  context: DownwardContext,
  selector: ResourceFieldSelector,
  containerName: string,
): string {
  const name = selector.containerName || containerName;
  const { spec } = context.pod;
  const container = [...spec.containers, ...(spec.initContainers ?? []), ...(spec.ephemeralContainers ?? [])].find(
    (c) => c.name === name,
  );
  if (container === undefined) throw new Error(`container ${name} not found`);
  const [kind, ...rest] = selector.resource.split('.');
  const resource = rest.join('.');
  if (kind !== 'limits' && kind !== 'requests')
    throw new Error(`unsupported container resource : ${selector.resource}`);
  const { limits = {}, requests = {} } = container.resources ?? {};
  const quantity = kind === 'limits' ? (limits[resource] ?? context.allocatable[resource]) : requests[resource];
  const divisor = selector.divisor === undefined || selector.divisor === '0' ? '1' : selector.divisor;
  const amount = resource === 'cpu' ? milliValue : value;
  return String(Math.ceil(amount(quantity ?? '0') / amount(divisor)));
}
