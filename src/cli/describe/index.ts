/** Which file describes a kind; each is loaded when an object of the kind is described. */
import type { Resource } from '../../machinery/resource.ts';
import type { JsonObject } from '../kube/json.ts';
import type { KubeConnection } from '../kube/kubeConnection.ts';
import { DescribeContext, type Describer } from './contract.ts';
import { Description } from './description.ts';

const workloads = () => import('./workloads.ts');
const services = () => import('./services.ts');
const storage = () => import('./storage.ts');
const policy = () => import('./policy.ts');
const config = () => import('./config.ts');
const rbac = () => import('./rbac.ts');

const describers: Readonly<Record<string, () => Promise<Describer>>> = {
  Pod: async () => (await import('./pod.ts')).describePod,
  Node: async () => (await import('./node.ts')).describeNode,
  Namespace: async () => (await policy()).describeNamespace,
  ResourceQuota: async () => (await policy()).describeResourceQuota,
  LimitRange: async () => (await policy()).describeLimitRange,
  ConfigMap: async () => (await config()).describeConfigMap,
  Secret: async () => (await config()).describeSecret,
  ServiceAccount: async () => (await config()).describeServiceAccount,
  Service: async () => (await services()).describeService,
  Endpoints: async () => (await services()).describeEndpoints,
  PersistentVolume: async () => (await storage()).describePersistentVolume,
  PersistentVolumeClaim: async () => (await storage()).describePersistentVolumeClaim,
  ReplicationController: async () => (await workloads()).describeReplicationController,
  'Deployment.apps': async () => (await workloads()).describeDeployment,
  'ReplicaSet.apps': async () => (await workloads()).describeReplicaSet,
  'StatefulSet.apps': async () => (await workloads()).describeStatefulSet,
  'DaemonSet.apps': async () => (await workloads()).describeDaemonSet,
  'Job.batch': async () => (await workloads()).describeJob,
  'CronJob.batch': async () => (await workloads()).describeCronJob,
  'EndpointSlice.discovery.k8s.io': async () => (await services()).describeEndpointSlice,
  'Ingress.networking.k8s.io': async () => (await services()).describeIngress,
  'IngressClass.networking.k8s.io': async () => (await services()).describeIngressClass,
  'NetworkPolicy.networking.k8s.io': async () => (await import('./networkPolicy.ts')).describeNetworkPolicy,
  'StorageClass.storage.k8s.io': async () => (await storage()).describeStorageClass,
  'CSINode.storage.k8s.io': async () => (await storage()).describeCSINode,
  'PodDisruptionBudget.policy': async () => (await policy()).describePodDisruptionBudget,
  'PriorityClass.scheduling.k8s.io': async () => (await policy()).describePriorityClass,
  'Role.rbac.authorization.k8s.io': async () => (await rbac()).describeRole,
  'ClusterRole.rbac.authorization.k8s.io': async () => (await rbac()).describeRole,
  'RoleBinding.rbac.authorization.k8s.io': async () => (await rbac()).describeBinding,
  'ClusterRoleBinding.rbac.authorization.k8s.io': async () => (await rbac()).describeBinding,
};

/** The text that `describe` prints of one object. */
export async function describe(
  connection: KubeConnection,
  resource: Resource,
  object: JsonObject,
  options: { readonly showEvents: boolean; readonly chunkSize: number },
): Promise<string> {
  const load = describers[resource.group === '' ? resource.kind : `${resource.kind}.${resource.group}`];
  const describer = load ? await load() : (await import('./generic.ts')).describeGeneric;
  const to = new Description();
  await describer(new DescribeContext(connection, resource, object, options.showEvents, options.chunkSize), to);
  return to.text();
}
