/** How much an object takes of each resource that a quota can limit, and which names of a quota speak of its kind. */
import type { Container, PersistentVolumeClaim, Pod, Service } from '../../../api/core/v1.ts';
import type { KubeObject } from '../../../machinery/object.ts';
import { isPodTerminal } from '../../../machinery/pod.ts';
import { podTotal, specInUse } from '../../../machinery/podResources.ts';
import type { Resource } from '../../../machinery/resource.ts';
import {
  configMaps,
  persistentVolumeClaims,
  pods,
  replicationControllers,
  resourceQuotas,
  secrets,
  services,
} from '../../../machinery/resources.ts';
import type { Amounts } from './amounts.ts';

/** Kinds that can also be counted under their plain name. */
const plainlyCounted: ReadonlySet<Resource> = new Set<Resource>([
  pods,
  services,
  persistentVolumeClaims,
  configMaps,
  secrets,
  replicationControllers,
  resourceQuotas,
]);
/** Kinds of which an update can take more. */
const growing: ReadonlySet<Resource> = new Set<Resource>([services, persistentVolumeClaims]);

export const canGrow = (resource: Resource): boolean => growing.has(resource);

const countName = ({ group, resource }: Resource): string => `count/${resource}${group ? `.${group}` : ''}`;

const ofPods =
  /^(cpu|memory|ephemeral-storage|hugepages-.+|(requests|limits)\.(cpu|memory|ephemeral-storage)|requests\.hugepages-.+|requests\..+\/.+)$/;
const ofClaims = /^requests\.storage$|\.storageclass\.storage\.k8s\.io\/(requests\.storage|persistentvolumeclaims)$/;
const ofServices = /^services\.(nodeports|loadbalancers)$/;

/** Whether a quota on `name` has to do with objects of the resource. */
export function speaksOf(name: string, resource: Resource): boolean {
  if (name === countName(resource)) return true;
  if (plainlyCounted.has(resource) && name === resource.resource) return true;
  if (resource === pods) return ofPods.test(name);
  if (resource === persistentVolumeClaims) return ofClaims.test(name);
  return resource === services && ofServices.test(name);
}

/** `now` in milliseconds. */
export function usageOf(resource: Resource, object: KubeObject, now: number): Amounts {
  const usage: Record<string, string> = { [countName(resource)]: '1' };
  if (resource === pods) return isCharged(object, now) ? { ...usage, ...usageOfPod(object) } : usage;
  if (plainlyCounted.has(resource)) usage[resource.resource] = '1';
  if (resource === services) Object.assign(usage, usageOfService(object));
  if (resource === persistentVolumeClaims) Object.assign(usage, usageOfClaim(object));
  return usage;
}

/** Pods that have ended, or should have by now, cost nothing. */
function isCharged(pod: Pod, now: number): boolean {
  if (isPodTerminal(pod)) return false;
  const { deletionTimestamp, deletionGracePeriodSeconds } = pod.metadata ?? {};
  if (!deletionTimestamp || deletionGracePeriodSeconds === undefined) return true;
  return now <= Date.parse(deletionTimestamp) + deletionGracePeriodSeconds * 1000;
}

function usageOfPod(pod: Pod): Amounts {
  const spec = specInUse(pod);
  const usage: Record<string, string> = { pods: '1' };
  if (!spec) return usage;
  return { ...usage, ...computeUsage(podTotal(spec, 'requests'), podTotal(spec, 'limits')) };
}

/** Requests under the plain name and under `requests.`, limits under `limits.`. */
function computeUsage(requests: Amounts = {}, limits: Amounts = {}): Record<string, string> {
  const usage: Record<string, string> = {};
  for (const [name, amount] of Object.entries(requests)) {
    usage[`requests.${name}`] = amount;
    if (!name.includes('/')) usage[name] = amount;
  }
  for (const [name, amount] of Object.entries(limits)) if (!name.includes('/')) usage[`limits.${name}`] = amount;
  return usage;
}

function usageOfService({ spec }: Service): Amounts {
  const ports = spec?.ports ?? [];
  if (spec?.type === 'NodePort') return { 'services.nodeports': String(ports.length), 'services.loadbalancers': '0' };
  if (spec?.type !== 'LoadBalancer') return { 'services.nodeports': '0', 'services.loadbalancers': '0' };
  const taken = spec.allocateLoadBalancerNodePorts === false ? ports.filter(({ nodePort }) => nodePort) : ports;
  return { 'services.nodeports': String(taken.length), 'services.loadbalancers': '1' };
}

function usageOfClaim({ spec, metadata }: PersistentVolumeClaim): Amounts {
  const storage = spec?.resources?.requests?.storage;
  const storageClass = metadata?.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? spec?.storageClassName;
  const prefix = `${storageClass}.storageclass.storage.k8s.io/`;
  return {
    ...(storage && { 'requests.storage': storage }),
    ...(storageClass && { [`${prefix}persistentvolumeclaims`]: '1' }),
    ...(storageClass && storage && { [`${prefix}requests.storage`]: storage }),
  };
}

const explicit = ['cpu', 'memory', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory'];

/** What each container must state because a quota limits it: `must specify limits.cpu for: a,b; memory for: a`. */
export function whyUnstated({ spec }: Pod, limited: readonly string[]): string | undefined {
  if (!spec || spec.resources) return undefined;
  const needed = explicit.filter((name) => limited.includes(name));
  const containers: readonly Container[] = [...spec.containers, ...(spec.initContainers ?? [])];
  const stated = containers.map(({ resources }) => computeUsage(resources?.requests, resources?.limits));
  const missing = needed.sort().flatMap((name) => {
    const without = containers.filter((_, i) => stated[i]?.[name] === undefined).map((each) => each.name);
    return without.length > 0 ? [`${name} for: ${[...new Set(without)].sort().join(',')}`] : [];
  });
  return missing.length > 0 ? `must specify ${missing.join('; ')}` : undefined;
}
