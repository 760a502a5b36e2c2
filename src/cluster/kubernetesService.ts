/** The Services that every cluster has: `kubernetes`, under which Pods find the API server, and `kube-dns`. */
import type { Client } from '../client/client.ts';
import { isNotFound } from '../machinery/apiError.ts';
import { splitKey, type KubeObject } from '../machinery/object.ts';
import type { Resource } from '../machinery/resource.ts';
import { endpoints, endpointSlices, services } from '../machinery/resources.ts';
import { dnsService, dnsServiceOffset } from '../network/dns/dnsService.ts';
import { serviceAddress } from './serviceAddress.ts';

export interface ApiEndpoint {
  /** Where the API server can be reached by Pods. */
  readonly address: string;
  readonly port: number;
  readonly serviceCIDR: string;
}

/** Creates what is missing and moves the Service's endpoints to today's address. Idempotent. */
export async function ensureKubernetesService(
  client: Client,
  { address, port, serviceCIDR }: ApiEndpoint,
): Promise<void> {
  const metadata = {
    name: 'kubernetes',
    namespace: 'default',
    labels: { component: 'apiserver', provider: 'kubernetes' },
  };
  await createOnce(client, services, {
    metadata,
    spec: {
      type: 'ClusterIP',
      clusterIP: serviceAddress(serviceCIDR),
      sessionAffinity: 'None',
      ports: [{ name: 'https', protocol: 'TCP', port: 443, targetPort: port }],
    },
  });
  const { name, namespace } = metadata;
  await replace(client, endpoints, {
    metadata: { name, namespace, labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
    subsets: [{ addresses: [{ ip: address }], ports: [{ name: 'https', port, protocol: 'TCP' }] }],
  });
  await replace(client, endpointSlices, {
    metadata: { name, namespace, labels: { 'kubernetes.io/service-name': name } },
    addressType: 'IPv4',
    endpoints: [{ addresses: [address], conditions: { ready: true } }],
    ports: [{ name: 'https', port, protocol: 'TCP' }],
  });
}

/** Where Pods ask for names. It has no endpoints: each node answers itself. Idempotent. */
export async function ensureDnsService(client: Client, serviceCIDR: string): Promise<void> {
  const { namespace = '', name } = splitKey(dnsService);
  const labels = { 'k8s-app': 'kube-dns', 'kubernetes.io/cluster-service': 'true', 'kubernetes.io/name': 'CoreDNS' };
  await createOnce(client, services, {
    metadata: { name, namespace, labels },
    spec: {
      type: 'ClusterIP',
      clusterIP: serviceAddress(serviceCIDR, dnsServiceOffset),
      ports: [
        { name: 'dns', protocol: 'UDP', port: 53, targetPort: 53 },
        { name: 'dns-tcp', protocol: 'TCP', port: 53, targetPort: 53 },
      ],
    },
  });
}

/** Asks first: a second Service of the same address would be refused for its address, not for its name. */
async function createOnce<T extends KubeObject>(client: Client, resource: Resource<T>, object: T): Promise<boolean> {
  const { name = '', namespace } = object.metadata ?? {};
  try {
    await client.resource(resource).get(name, namespace);
    return false;
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  await client.resource(resource).create(object);
  return true;
}

/** Ours alone to write, so the last word counts. */
async function replace<T extends KubeObject>(client: Client, resource: Resource<T>, object: T): Promise<void> {
  if (await createOnce(client, resource, object)) return;
  const { name = '', namespace } = object.metadata ?? {};
  const { resourceVersion } = (await client.resource(resource).get(name, namespace)).metadata;
  await client.resource(resource).update({ ...object, metadata: { ...object.metadata, resourceVersion } });
}
