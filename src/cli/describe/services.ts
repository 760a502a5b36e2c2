/** Descriptions of Services and what stands before and behind them. */
import type { Endpoints, Service } from '../../api/core/v1.ts';
import type { EndpointSlice } from '../../api/discovery/v1.ts';
import type { Ingress, IngressBackend, IngressClass } from '../../api/networking/v1.ts';
import { ApiError } from '../../machinery/apiError.ts';
import { formatLabels } from '../../machinery/labels.ts';
import { endpointSlices, services } from '../../machinery/resources.ts';
import { byCodePoint } from '../kube/json.ts';
import type { DescribeContext, Describer } from './contract.ts';
import { orNone, orUnset } from './description.ts';

const serviceLabel = 'kubernetes.io/service-name';

export const describeService: Describer = async (context, to) => {
  const { metadata, spec, status } = context.as<Service>();
  const slices = await context.tryList(endpointSlices, context.namespace, {
    labelSelector: `${serviceLabel}=${metadata?.name ?? ''}`,
  });
  to.name(metadata);
  to.labels('Labels', metadata?.labels);
  to.annotations('Annotations', metadata?.annotations);
  to.line(0, `Selector:\t${formatLabels(spec?.selector)}`);
  to.line(0, `Type:\t${spec?.type ?? ''}`);
  if (spec?.ipFamilyPolicy) to.line(0, `IP Family Policy:\t${spec.ipFamilyPolicy}`);
  to.line(0, `IP Families:\t${orNone(spec?.ipFamilies?.join(','))}`);
  to.line(0, `IP:\t${spec?.clusterIP ?? ''}`);
  to.line(0, `IPs:\t${orNone(spec?.clusterIPs?.join(','))}`);
  if (spec?.externalIPs?.length) to.line(0, `External IPs:\t${spec.externalIPs.join(',')}`);
  if (spec?.loadBalancerIP) to.line(0, `Desired LoadBalancer IP:\t${spec.loadBalancerIP}`);
  if (spec?.externalName) to.line(0, `External Name:\t${spec.externalName}`);
  const ingress = status?.loadBalancer?.ingress ?? [];
  if (ingress.length > 0) {
    const list = ingress.map((i) => (i.ip ? `${i.ip}${i.ipMode ? ` (${i.ipMode})` : ''}` : (i.hostname ?? '')));
    to.line(0, `LoadBalancer Ingress:\t${list.join(', ')}`);
  }
  for (const port of spec?.ports ?? []) {
    const name = port.name || '<unset>';
    const protocol = port.protocol ?? 'TCP';
    to.line(0, `Port:\t${name}\t${port.port}/${protocol}`);
    to.line(0, `TargetPort:\t${port.targetPort ?? 0}/${protocol}`);
    if (port.nodePort) to.line(0, `NodePort:\t${name}\t${port.nodePort}/${protocol}`);
    to.line(0, `Endpoints:\t${endpointsText(slices ?? [], port.name ?? '')}`);
  }
  to.line(0, `Session Affinity:\t${spec?.sessionAffinity ?? ''}`);
  if (spec?.externalTrafficPolicy) to.line(0, `External Traffic Policy:\t${spec.externalTrafficPolicy}`);
  if (spec?.internalTrafficPolicy) to.line(0, `Internal Traffic Policy:\t${spec.internalTrafficPolicy}`);
  if (spec?.healthCheckNodePort) to.line(0, `HealthCheck NodePort:\t${spec.healthCheckNodePort}`);
  if (spec?.loadBalancerSourceRanges?.length)
    to.line(0, `LoadBalancer Source Ranges:\t${spec.loadBalancerSourceRanges.join(',')}`);
  if (spec?.trafficDistribution !== undefined) to.line(0, `Traffic Distribution:\t${spec.trafficDistribution}`);
  await context.writeEvents(to);
};

const shownAtMost = 3;

/** Addresses of ready endpoints with the port of that name; three, and how many more. */
export function endpointsText(slices: readonly EndpointSlice[], portName: string): string {
  if (slices.length === 0) return '<none>';
  const all = slices.flatMap((slice) => {
    const ready = slice.endpoints.filter((e) => e.conditions?.ready !== false).map((e) => e.addresses[0] ?? '');
    if (!slice.ports || slice.ports.length === 0) return ready;
    return slice.ports
      .filter((p) => (p.name ?? '') === portName)
      .flatMap((p) => ready.map((address) => `${address.includes(':') ? `[${address}]` : address}:${p.port ?? 0}`));
  });
  const text = all.slice(0, shownAtMost).join(',');
  return all.length > shownAtMost ? `${text} + ${all.length - shownAtMost} more...` : text;
}

export const describeEndpoints: Describer = async (context, to) => {
  const { metadata, subsets = [] } = context.as<Endpoints>();
  to.name(metadata);
  to.labels('Labels', metadata?.labels);
  to.annotations('Annotations', metadata?.annotations);
  to.line(0, 'Subsets:');
  for (const { addresses = [], notReadyAddresses = [], ports = [] } of subsets) {
    to.line(1, `Addresses:\t${orNone(addresses.map((a) => a.ip).join(','))}`);
    to.line(1, `NotReadyAddresses:\t${orNone(notReadyAddresses.map((a) => a.ip).join(','))}`);
    if (ports.length > 0) {
      to.line(1, 'Ports:');
      to.line(2, 'Name\tPort\tProtocol');
      to.line(2, '----\t----\t--------');
      for (const port of ports) to.line(2, `${port.name || '<unset>'}\t${port.port}\t${port.protocol ?? 'TCP'}`);
    }
    to.line(0, '');
  }
  await context.writeEvents(to);
};

export const describeEndpointSlice: Describer = async (context, to) => {
  const { metadata, addressType, ports = [], endpoints } = context.as<EndpointSlice>();
  to.name(metadata);
  to.labels('Labels', metadata?.labels);
  to.annotations('Annotations', metadata?.annotations);
  to.line(0, `AddressType:\t${addressType}`);
  if (ports.length === 0) to.line(0, 'Ports: <unset>');
  else {
    to.line(0, 'Ports:');
    to.line(1, 'Name\tPort\tProtocol');
    to.line(1, '----\t----\t--------');
    for (const port of ports) to.line(1, `${port.name || '<unset>'}\t${orUnset(port.port)}\t${port.protocol ?? 'TCP'}`);
  }
  if (endpoints.length === 0) to.line(0, 'Endpoints: <none>');
  else to.line(0, 'Endpoints:');
  for (const endpoint of endpoints) {
    to.line(1, `- Addresses:\t${orNone(endpoint.addresses.join(', '))}`);
    to.line(2, 'Conditions:');
    to.line(3, `Ready:\t${orUnset(endpoint.conditions?.ready)}`);
    to.line(2, `Hostname:\t${orUnset(endpoint.hostname)}`);
    if (endpoint.targetRef) to.line(2, `TargetRef:\t${endpoint.targetRef.kind ?? ''}/${endpoint.targetRef.name ?? ''}`);
    to.line(2, `NodeName:\t${orUnset(endpoint.nodeName)}`);
    to.line(2, `Zone:\t${orUnset(endpoint.zone)}`);
  }
  await context.writeEvents(to);
};

export const describeIngress: Describer = async (context, to) => {
  const { metadata, spec, status } = context.as<Ingress>();
  to.line(0, `Name:\t${metadata?.name ?? ''}`);
  to.labels('Labels', metadata?.labels);
  to.line(0, `Namespace:\t${metadata?.namespace ?? ''}`);
  const addresses = (status?.loadBalancer?.ingress ?? []).map((i) => i.ip || (i.hostname ?? '')).filter(Boolean);
  to.line(0, `Address:\t${[...new Set(addresses)].sort(byCodePoint).join(',')}`);
  to.line(0, `Ingress Class:\t${spec?.ingressClassName ?? '<none>'}`);
  const byDefault = spec?.defaultBackend ? await backendText(context, spec.defaultBackend) : '<default>';
  to.line(0, `Default backend:\t${byDefault}`);
  if (spec?.tls?.length) to.line(0, 'TLS:');
  for (const { secretName, hosts = [] } of spec?.tls ?? [])
    to.line(1, secretName ? `${secretName} terminates ${hosts.join(',')}` : `SNI routes ${hosts.join(',')}`);
  to.line(0, 'Rules:\n  Host\tPath\tBackends');
  to.line(1, '----\t----\t--------');
  const rules = (spec?.rules ?? []).filter((r) => r.http);
  for (const { host, http } of rules) {
    to.line(1, `${host || '*'}\t`);
    for (const path of http?.paths ?? [])
      to.line(2, `\t${path.path ?? ''} \t${await backendText(context, path.backend)}`);
  }
  if (rules.length === 0) to.line(1, `*\t*\t${byDefault}`);
  to.annotations('Annotations', metadata?.annotations);
  await context.writeEvents(to);
};

async function backendText(context: DescribeContext, { service, resource }: IngressBackend): Promise<string> {
  if (resource) return `APIGroup: ${resource.apiGroup ?? '<none>'}, Kind: ${resource.kind}, Name: ${resource.name}`;
  if (!service) return '';
  const { number, name } = service.port ?? {};
  const text = `${service.name}:${number || (name ?? '')}`;
  try {
    const slices = await context.list(endpointSlices, context.namespace, {
      labelSelector: `${serviceLabel}=${service.name}`,
    });
    const found = await context.get(services, context.namespace, service.name);
    const port = found.spec?.ports?.findLast((p) =>
      number ? p.port === number : name !== undefined && p.name === name,
    );
    return `${text} (${endpointsText(slices, port?.name ?? '')})`;
  } catch (error) {
    if (error instanceof ApiError) return `${text} (<error: ${error.message}>)`;
    throw error;
  }
}

export const describeIngressClass: Describer = async (context, to) => {
  const { metadata, spec } = context.as<IngressClass>();
  to.line(0, `Name:\t${metadata?.name ?? ''}`);
  to.labels('Labels', metadata?.labels);
  to.annotations('Annotations', metadata?.annotations);
  to.line(0, `Controller:\t${spec?.controller ?? ''}`);
  if (spec?.parameters) {
    to.line(0, 'Parameters:');
    if (spec.parameters.apiGroup !== undefined) to.line(1, `APIGroup:\t${spec.parameters.apiGroup}`);
    to.line(1, `Kind:\t${spec.parameters.kind}`);
    to.line(1, `Name:\t${spec.parameters.name}`);
  }
  await context.writeEvents(to);
};
