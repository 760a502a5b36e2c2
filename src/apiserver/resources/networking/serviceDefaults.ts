/** Defaults of Services that depend on their type, and what an update keeps of what the server once chose. */
import type { Service, ServiceSpec } from '../../../api/core/v1.ts';

export const needsClusterIp = ({ spec }: Service): boolean => spec?.type !== 'ExternalName';

export const isHeadless = ({ spec }: Service): boolean => spec?.clusterIP === 'None';

export const needsNodePort = ({ spec }: Service): boolean =>
  spec?.type === 'NodePort' || (spec?.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false);

export function setServiceDefaults(service: Service): void {
  const { spec } = service;
  if (!spec) return;
  if (spec.sessionAffinity === 'ClientIP')
    ((spec.sessionAffinityConfig ??= {}).clientIP ??= {}).timeoutSeconds ??= 10_800;
  else if (spec.sessionAffinity === 'None') delete spec.sessionAffinityConfig;
  for (const port of spec.ports ?? []) {
    if (port.targetPort === undefined || port.targetPort === 0 || port.targetPort === '') port.targetPort = port.port;
  }
  const external =
    spec.type === 'NodePort' ||
    spec.type === 'LoadBalancer' ||
    (spec.type === 'ClusterIP' && !!spec.externalIPs?.length);
  if (external && !spec.externalTrafficPolicy) spec.externalTrafficPolicy = 'Cluster';
  if (spec.type !== 'ExternalName') spec.internalTrafficPolicy ??= 'Cluster';
  if (spec.type === 'LoadBalancer') spec.allocateLoadBalancerNodePorts ??= true;
}

/** clusterIP is the first of clusterIPs; whichever was given sets the other. */
export function syncClusterIps(spec: ServiceSpec): void {
  if (spec.clusterIP && !spec.clusterIPs?.length) spec.clusterIPs = [spec.clusterIP];
  else if (!spec.clusterIP && spec.clusterIPs?.[0]) spec.clusterIP = spec.clusterIPs[0];
}

/** On a cluster of IPv4 alone. A headless Service without a selector may name addresses of both families. */
export function setIpFamilies(service: Service): void {
  const { spec } = service;
  if (!spec || spec.type === 'ExternalName') return;
  if (isHeadless(service) && Object.keys(spec.selector ?? {}).length === 0) {
    spec.ipFamilyPolicy ??= 'RequireDualStack';
    const first = spec.ipFamilies?.[0] ?? 'IPv4';
    if (!spec.ipFamilies?.length) spec.ipFamilies = [first];
    if (spec.ipFamilies.length < 2 && spec.ipFamilyPolicy !== 'SingleStack')
      spec.ipFamilies = [first, first === 'IPv4' ? 'IPv6' : 'IPv4'];
    return;
  }
  spec.ipFamilyPolicy ??= 'SingleStack';
  if (!spec.ipFamilies?.length) spec.ipFamilies = ['IPv4'];
}

/** An update need not repeat what the server chose; a new type drops what it has no use for, if nobody set it anew. */
export function keepAllocated(service: Service, old: Service): void {
  const { spec } = service;
  const before = old.spec;
  if (!spec || !before) return;
  if (needsClusterIp(old) && needsClusterIp(service)) {
    if (!spec.clusterIP && !spec.clusterIPs?.length && before.clusterIP) {
      spec.clusterIP = before.clusterIP;
      if (before.clusterIPs) spec.clusterIPs = [...before.clusterIPs];
    }
    if (!spec.ipFamilies?.length && before.ipFamilies) spec.ipFamilies = [...before.ipFamilies];
    if (!spec.ipFamilyPolicy && before.ipFamilyPolicy) spec.ipFamilyPolicy = before.ipFamilyPolicy;
  } else if (!needsClusterIp(service) && spec.clusterIP === before.clusterIP) {
    delete spec.clusterIP;
    delete spec.clusterIPs;
    delete spec.ipFamilies;
    delete spec.ipFamilyPolicy;
    delete spec.internalTrafficPolicy;
  }
  if (needsNodePort(old) && needsNodePort(service)) keepNodePorts(spec, before);
  else if (needsNodePort(old) && samePorts(spec, before)) for (const port of spec.ports ?? []) delete port.nodePort;
  if (
    needsNodePort(old) &&
    !needsNodePort(service) &&
    spec.type === 'ClusterIP' &&
    !spec.externalIPs?.length &&
    spec.externalTrafficPolicy === before.externalTrafficPolicy
  )
    delete spec.externalTrafficPolicy;
  if (spec.healthCheckNodePort === before.healthCheckNodePort && spec.type !== 'LoadBalancer')
    delete spec.healthCheckNodePort;
  if (before.type === 'LoadBalancer' && spec.type !== 'LoadBalancer') delete spec.allocateLoadBalancerNodePorts;
}

function keepNodePorts(spec: ServiceSpec, before: ServiceSpec): void {
  const used = new Set((spec.ports ?? []).map((port) => port.nodePort ?? 0));
  for (const port of spec.ports ?? []) {
    if (port.nodePort) continue;
    const same = before.ports?.find((other) => other.port === port.port && other.protocol === port.protocol);
    if (!same?.nodePort || used.has(same.nodePort)) continue;
    port.nodePort = same.nodePort;
    used.add(same.nodePort);
  }
}

const samePorts = (spec: ServiceSpec, before: ServiceSpec): boolean =>
  (spec.ports ?? []).every((port) => !port.nodePort || before.ports?.some((other) => other.nodePort === port.nodePort));
