/** Every built-in resource, in the order in which discovery lists them. */
import type { Registration } from '../registration.ts';
import { apiServiceRegistration } from './apiregistration/apiServices.ts';
import { customResourceDefinitionRegistration } from '../customResources/definition/registration.ts';
import { certificateSigningRequestRegistration } from './certificates/certificateSigningRequests.ts';
import { leaseRegistration } from './cluster/leases.ts';
import { namespaceRegistration } from './cluster/namespaces.ts';
import { nodeRegistration } from './cluster/nodes.ts';
import { configMapRegistration } from './config/configMaps.ts';
import { secretRegistration } from './config/secrets.ts';
import { serviceAccountRegistration } from './config/serviceAccounts.ts';
import { coreEventRegistration } from './events/coreEvents.ts';
import { eventRegistration } from './events/events.ts';
import { nodeMetricsRegistration } from './metrics/nodeMetrics.ts';
import { podMetricsRegistration } from './metrics/podMetrics.ts';
import { endpointsRegistration } from './networking/endpoints.ts';
import { endpointSliceRegistration } from './networking/endpointSlices.ts';
import { defaultServiceRanges } from './networking/serviceAllocation.ts';
import type { ServiceRanges } from './networking/serviceAllocation.ts';
import { serviceRegistration } from './networking/services.ts';
import { ingressClassRegistration } from './networking/ingressClasses.ts';
import { ingressRegistration } from './networking/ingresses.ts';
import { networkPolicyRegistration } from './networking/networkPolicies.ts';
import { runtimeClassRegistration } from './node/runtimeClasses.ts';
import { bindingRegistration } from './pods/bindings.ts';
import { podRegistration } from './pods/registration.ts';
import { limitRangeRegistration } from './policy/limitRanges.ts';
import { podDisruptionBudgetRegistration } from './policy/podDisruptionBudgets.ts';
import { resourceQuotaRegistration } from './policy/resourceQuotas.ts';
import { clusterRoleBindingRegistration, roleBindingRegistration } from './rbac/bindings.ts';
import { clusterRoleRegistration, roleRegistration } from './rbac/roles.ts';
import {
  localSubjectAccessReviewRegistration,
  selfSubjectAccessReviewRegistration,
  selfSubjectRulesReviewRegistration,
  subjectAccessReviewRegistration,
} from './reviews/accessReviews.ts';
import { selfSubjectReviewRegistration, tokenReviewRegistration } from './reviews/tokenReviews.ts';
import { priorityClassRegistration } from './scheduling/priorityClasses.ts';
import { csiDriverRegistration } from './storage/csiDrivers.ts';
import { csiNodeRegistration } from './storage/csiNodes.ts';
import { csiStorageCapacityRegistration } from './storage/csiStorageCapacities.ts';
import { persistentVolumeClaimRegistration } from './storage/persistentVolumeClaims.ts';
import { persistentVolumeRegistration } from './storage/persistentVolumes.ts';
import { storageClassRegistration } from './storage/storageClasses.ts';
import { volumeAttachmentRegistration } from './storage/volumeAttachments.ts';
import { controllerRevisionRegistration } from './workloads/controllerRevisions.ts';
import { cronJobRegistration } from './workloads/cronJobs.ts';
import { daemonSetRegistration } from './workloads/daemonSets.ts';
import { deploymentRegistration } from './workloads/deployments.ts';
import { jobRegistration } from './workloads/jobs.ts';
import { podTemplateRegistration } from './workloads/podTemplates.ts';
import { replicaSetRegistration } from './workloads/replicaSets.ts';
import { replicationControllerRegistration } from './workloads/replicationControllers.ts';
import { statefulSetRegistration } from './workloads/statefulSets.ts';

export { defaultServiceRanges };
export type { ServiceRanges };

/** What the resources need to know of the cluster. Each call makes its own allocators: call it once a server. */
export interface ResourceDependencies {
  /** 10.96.0.0/16 and ports 30000 to 32767 when absent. */
  readonly serviceRanges?: ServiceRanges;
}

export function registrations({ serviceRanges = defaultServiceRanges }: ResourceDependencies = {}): Registration[] {
  return [
    bindingRegistration,
    configMapRegistration,
    endpointsRegistration,
    coreEventRegistration,
    limitRangeRegistration,
    namespaceRegistration,
    nodeRegistration,
    persistentVolumeClaimRegistration,
    persistentVolumeRegistration,
    podRegistration,
    podTemplateRegistration,
    replicationControllerRegistration,
    resourceQuotaRegistration,
    secretRegistration,
    serviceAccountRegistration,
    serviceRegistration(serviceRanges),
    controllerRevisionRegistration,
    daemonSetRegistration,
    deploymentRegistration,
    replicaSetRegistration,
    statefulSetRegistration,
    eventRegistration,
    selfSubjectReviewRegistration,
    tokenReviewRegistration,
    localSubjectAccessReviewRegistration,
    selfSubjectAccessReviewRegistration,
    selfSubjectRulesReviewRegistration,
    subjectAccessReviewRegistration,
    cronJobRegistration,
    jobRegistration,
    certificateSigningRequestRegistration,
    ingressClassRegistration,
    ingressRegistration,
    networkPolicyRegistration,
    podDisruptionBudgetRegistration,
    clusterRoleBindingRegistration,
    clusterRoleRegistration,
    roleBindingRegistration,
    roleRegistration,
    csiDriverRegistration,
    csiNodeRegistration,
    csiStorageCapacityRegistration,
    storageClassRegistration,
    volumeAttachmentRegistration,
    leaseRegistration,
    runtimeClassRegistration,
    endpointSliceRegistration,
    priorityClassRegistration,
    apiServiceRegistration,
    nodeMetricsRegistration,
    podMetricsRegistration,
    customResourceDefinitionRegistration,
  ];
}
