/** The built-in resources of Kubernetes v1.33 that Peapod serves. Names as upstream's discovery gives them. */
import type * as apiregistration from '../api/apiregistration/v1.ts';
import type * as apiextensions from '../api/apiextensions/v1.ts';
import type * as apps from '../api/apps/v1.ts';
import type * as authentication from '../api/authentication/v1.ts';
import type * as authorization from '../api/authorization/v1.ts';
import type * as batch from '../api/batch/v1.ts';
import type * as certificates from '../api/certificates/v1.ts';
import type * as coordination from '../api/coordination/v1.ts';
import type * as core from '../api/core/v1.ts';
import type * as discovery from '../api/discovery/v1.ts';
import type * as eventsV1 from '../api/events/v1.ts';
import type * as metrics from '../api/metrics/v1beta1.ts';
import type * as networking from '../api/networking/v1.ts';
import type * as node from '../api/node/v1.ts';
import type * as policy from '../api/policy/v1.ts';
import type * as rbac from '../api/rbac/v1.ts';
import type * as scheduling from '../api/scheduling/v1.ts';
import type * as storage from '../api/storage/v1.ts';
import { defineResource } from './resource.ts';

const v1 = { group: '', version: 'v1', namespaced: true } as const;
const cluster = { namespaced: false } as const;
const all = { categories: ['all'] } as const;

export const pods = defineResource<core.Pod>({ ...v1, ...all, resource: 'pods', kind: 'Pod', shortNames: ['po'] });
export const podTemplates = defineResource<core.PodTemplate>({ ...v1, resource: 'podtemplates', kind: 'PodTemplate' });
export const replicationControllers = defineResource<core.ReplicationController>({
  ...v1,
  ...all,
  resource: 'replicationcontrollers',
  kind: 'ReplicationController',
  shortNames: ['rc'],
});
export const services = defineResource<core.Service>({
  ...v1,
  ...all,
  resource: 'services',
  kind: 'Service',
  shortNames: ['svc'],
});
export const endpoints = defineResource<core.Endpoints>({
  ...v1,
  resource: 'endpoints',
  kind: 'Endpoints',
  shortNames: ['ep'],
});
export const configMaps = defineResource<core.ConfigMap>({
  ...v1,
  resource: 'configmaps',
  kind: 'ConfigMap',
  shortNames: ['cm'],
});
export const secrets = defineResource<core.Secret>({ ...v1, resource: 'secrets', kind: 'Secret' });
export const serviceAccounts = defineResource<core.ServiceAccount>({
  ...v1,
  resource: 'serviceaccounts',
  kind: 'ServiceAccount',
  shortNames: ['sa'],
});
export const limitRanges = defineResource<core.LimitRange>({
  ...v1,
  resource: 'limitranges',
  kind: 'LimitRange',
  shortNames: ['limits'],
});
export const resourceQuotas = defineResource<core.ResourceQuota>({
  ...v1,
  resource: 'resourcequotas',
  kind: 'ResourceQuota',
  shortNames: ['quota'],
});
export const persistentVolumeClaims = defineResource<core.PersistentVolumeClaim>({
  ...v1,
  resource: 'persistentvolumeclaims',
  kind: 'PersistentVolumeClaim',
  shortNames: ['pvc'],
});
export const coreEvents = defineResource<core.Event>({ ...v1, resource: 'events', kind: 'Event', shortNames: ['ev'] });
export const bindings = defineResource<core.Binding>({ ...v1, resource: 'bindings', kind: 'Binding' });

export const namespaces = defineResource<core.Namespace>({
  ...v1,
  ...cluster,
  resource: 'namespaces',
  kind: 'Namespace',
  shortNames: ['ns'],
});
export const nodes = defineResource<core.Node>({
  ...v1,
  ...cluster,
  resource: 'nodes',
  kind: 'Node',
  shortNames: ['no'],
});
export const persistentVolumes = defineResource<core.PersistentVolume>({
  ...v1,
  ...cluster,
  resource: 'persistentvolumes',
  kind: 'PersistentVolume',
  shortNames: ['pv'],
});

const appsV1 = { group: 'apps', version: 'v1', namespaced: true } as const;
export const deployments = defineResource<apps.Deployment>({
  ...appsV1,
  ...all,
  resource: 'deployments',
  kind: 'Deployment',
  shortNames: ['deploy'],
});
export const replicaSets = defineResource<apps.ReplicaSet>({
  ...appsV1,
  ...all,
  resource: 'replicasets',
  kind: 'ReplicaSet',
  shortNames: ['rs'],
});
export const statefulSets = defineResource<apps.StatefulSet>({
  ...appsV1,
  ...all,
  resource: 'statefulsets',
  kind: 'StatefulSet',
  shortNames: ['sts'],
});
export const daemonSets = defineResource<apps.DaemonSet>({
  ...appsV1,
  ...all,
  resource: 'daemonsets',
  kind: 'DaemonSet',
  shortNames: ['ds'],
});
export const controllerRevisions = defineResource<apps.ControllerRevision>({
  ...appsV1,
  resource: 'controllerrevisions',
  kind: 'ControllerRevision',
});

const batchV1 = { group: 'batch', version: 'v1', namespaced: true } as const;
export const jobs = defineResource<batch.Job>({ ...batchV1, ...all, resource: 'jobs', kind: 'Job' });
export const cronJobs = defineResource<batch.CronJob>({
  ...batchV1,
  ...all,
  resource: 'cronjobs',
  kind: 'CronJob',
  shortNames: ['cj'],
});

const rbacV1 = { group: 'rbac.authorization.k8s.io', version: 'v1' } as const;
export const roles = defineResource<rbac.Role>({ ...rbacV1, namespaced: true, resource: 'roles', kind: 'Role' });
export const roleBindings = defineResource<rbac.RoleBinding>({
  ...rbacV1,
  namespaced: true,
  resource: 'rolebindings',
  kind: 'RoleBinding',
});
export const clusterRoles = defineResource<rbac.ClusterRole>({
  ...rbacV1,
  ...cluster,
  resource: 'clusterroles',
  kind: 'ClusterRole',
});
export const clusterRoleBindings = defineResource<rbac.ClusterRoleBinding>({
  ...rbacV1,
  ...cluster,
  resource: 'clusterrolebindings',
  kind: 'ClusterRoleBinding',
});

export const leases = defineResource<coordination.Lease>({
  group: 'coordination.k8s.io',
  version: 'v1',
  namespaced: true,
  resource: 'leases',
  kind: 'Lease',
});
export const events = defineResource<eventsV1.Event>({
  group: 'events.k8s.io',
  version: 'v1',
  namespaced: true,
  resource: 'events',
  kind: 'Event',
  shortNames: ['ev'],
});
export const endpointSlices = defineResource<discovery.EndpointSlice>({
  group: 'discovery.k8s.io',
  version: 'v1',
  namespaced: true,
  resource: 'endpointslices',
  kind: 'EndpointSlice',
});
export const podDisruptionBudgets = defineResource<policy.PodDisruptionBudget>({
  group: 'policy',
  version: 'v1',
  namespaced: true,
  resource: 'poddisruptionbudgets',
  kind: 'PodDisruptionBudget',
  shortNames: ['pdb'],
});

const networkingV1 = { group: 'networking.k8s.io', version: 'v1' } as const;
export const networkPolicies = defineResource<networking.NetworkPolicy>({
  ...networkingV1,
  namespaced: true,
  resource: 'networkpolicies',
  kind: 'NetworkPolicy',
  shortNames: ['netpol'],
});
export const ingresses = defineResource<networking.Ingress>({
  ...networkingV1,
  namespaced: true,
  resource: 'ingresses',
  kind: 'Ingress',
  shortNames: ['ing'],
});
export const ingressClasses = defineResource<networking.IngressClass>({
  ...networkingV1,
  ...cluster,
  resource: 'ingressclasses',
  kind: 'IngressClass',
});
export const runtimeClasses = defineResource<node.RuntimeClass>({
  group: 'node.k8s.io',
  version: 'v1',
  ...cluster,
  resource: 'runtimeclasses',
  kind: 'RuntimeClass',
});
export const customResourceDefinitions = defineResource<apiextensions.CustomResourceDefinition>({
  group: 'apiextensions.k8s.io',
  version: 'v1',
  ...cluster,
  categories: ['api-extensions'],
  resource: 'customresourcedefinitions',
  kind: 'CustomResourceDefinition',
  shortNames: ['crd', 'crds'],
});

export const priorityClasses = defineResource<scheduling.PriorityClass>({
  group: 'scheduling.k8s.io',
  version: 'v1',
  ...cluster,
  resource: 'priorityclasses',
  kind: 'PriorityClass',
  shortNames: ['pc'],
});

const storageV1 = { group: 'storage.k8s.io', version: 'v1', ...cluster } as const;
export const storageClasses = defineResource<storage.StorageClass>({
  ...storageV1,
  resource: 'storageclasses',
  kind: 'StorageClass',
  shortNames: ['sc'],
});
export const volumeAttachments = defineResource<storage.VolumeAttachment>({
  ...storageV1,
  resource: 'volumeattachments',
  kind: 'VolumeAttachment',
});
export const csiDrivers = defineResource<storage.CSIDriver>({
  ...storageV1,
  resource: 'csidrivers',
  kind: 'CSIDriver',
});
export const csiNodes = defineResource<storage.CSINode>({ ...storageV1, resource: 'csinodes', kind: 'CSINode' });
export const csiStorageCapacities = defineResource<storage.CSIStorageCapacity>({
  ...storageV1,
  namespaced: true,
  resource: 'csistoragecapacities',
  kind: 'CSIStorageCapacity',
});

export const certificateSigningRequests = defineResource<certificates.CertificateSigningRequest>({
  group: 'certificates.k8s.io',
  version: 'v1',
  ...cluster,
  resource: 'certificatesigningrequests',
  kind: 'CertificateSigningRequest',
  shortNames: ['csr'],
});

const authenticationV1 = { group: 'authentication.k8s.io', version: 'v1', ...cluster } as const;
export const tokenReviews = defineResource<authentication.TokenReview>({
  ...authenticationV1,
  resource: 'tokenreviews',
  kind: 'TokenReview',
});
export const selfSubjectReviews = defineResource<authentication.SelfSubjectReview>({
  ...authenticationV1,
  resource: 'selfsubjectreviews',
  kind: 'SelfSubjectReview',
});

const authorizationV1 = { group: 'authorization.k8s.io', version: 'v1' } as const;
export const subjectAccessReviews = defineResource<authorization.SubjectAccessReview>({
  ...authorizationV1,
  ...cluster,
  resource: 'subjectaccessreviews',
  kind: 'SubjectAccessReview',
});
export const selfSubjectAccessReviews = defineResource<authorization.SelfSubjectAccessReview>({
  ...authorizationV1,
  ...cluster,
  resource: 'selfsubjectaccessreviews',
  kind: 'SelfSubjectAccessReview',
});
export const localSubjectAccessReviews = defineResource<authorization.LocalSubjectAccessReview>({
  ...authorizationV1,
  namespaced: true,
  resource: 'localsubjectaccessreviews',
  kind: 'LocalSubjectAccessReview',
});
export const selfSubjectRulesReviews = defineResource<authorization.SelfSubjectRulesReview>({
  ...authorizationV1,
  ...cluster,
  resource: 'selfsubjectrulesreviews',
  kind: 'SelfSubjectRulesReview',
});

const metricsV1beta1 = { group: 'metrics.k8s.io', version: 'v1beta1' } as const;
/** As upstream's discovery has them: without a singular, so that `pod` and `node` mean the objects themselves. */
export const podMetrics = {
  ...defineResource<metrics.PodMetrics>({ ...metricsV1beta1, namespaced: true, resource: 'pods', kind: 'PodMetrics' }),
  singular: '',
};
export const nodeMetrics = {
  ...defineResource<metrics.NodeMetrics>({ ...metricsV1beta1, ...cluster, resource: 'nodes', kind: 'NodeMetrics' }),
  singular: '',
};

export const apiServices = defineResource<apiregistration.APIService>({
  group: 'apiregistration.k8s.io',
  version: 'v1',
  ...cluster,
  resource: 'apiservices',
  kind: 'APIService',
  categories: ['api-extensions'],
});
