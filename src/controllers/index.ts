/** Every controller there is: what the control plane runs. */
import { bootstrapSigner } from './bootstrapSigner.ts';
import { certificateApprover } from './certificates/approver.ts';
import { certificateCleaner } from './certificates/cleaner.ts';
import { certificateSigner, type SignCertificate } from './certificates/signer.ts';
import { clusterRoleAggregationController } from './clusterRoleAggregation.ts';
import type { Controller } from './controller.ts';
import { cronJobController } from './cronJob.ts';
import { daemonSetController } from './daemonSet.ts';
import { deploymentController } from './deployment.ts';
import { disruptionController } from './disruption.ts';
import { endpointsController } from './endpoints.ts';
import { endpointSliceController } from './endpointSlice.ts';
import { garbageCollector } from './garbageCollector.ts';
import { jobController } from './job.ts';
import { localPathProvisioner } from './localPathProvisioner.ts';
import { namespaceController } from './namespace.ts';
import { nodeIpamController, type NodeIpamOptions } from './nodeIpam.ts';
import { nodeLifecycleController, type NodeLifecycleOptions } from './nodeLifecycle.ts';
import { persistentVolumeBinder } from './persistentVolumeBinder.ts';
import { podGarbageCollector } from './podGarbageCollector.ts';
import { replicaSetController } from './replicaSet.ts';
import { replicationControllerController } from './replicationController.ts';
import { resourceQuotaController } from './resourceQuota.ts';
import { rootCaCertPublisher } from './rootCaCertPublisher.ts';
import { serviceAccountController } from './serviceAccount.ts';
import { claimProtectionController, volumeProtectionController } from './storageProtection.ts';
import { statefulSetController } from './statefulSet.ts';
import { serviceLoadBalancerController } from './serviceLoadBalancer.ts';
import { taintEvictionController } from './taintEviction.ts';
import { tokenCleaner } from './tokenCleaner.ts';
import { ttlAfterFinishedController } from './ttlAfterFinished.ts';

export interface ControllersOptions {
  /** PEM certificates that sign the API server's own: published to every namespace. */
  readonly rootCa: string;
  /** From where nodes get their blocks of Pod addresses; without it they get none. */
  readonly nodeBlocks?: NodeIpamOptions;
  readonly nodeLifecycle?: NodeLifecycleOptions;
  /** Signs certificates with the cluster's authority; without it nobody gets one. */
  readonly signCertificate?: SignCertificate;
}

export function createControllers(options: ControllersOptions): readonly Controller[] {
  return [
    namespaceController,
    serviceAccountController,
    rootCaCertPublisher(options.rootCa),
    resourceQuotaController,
    replicaSetController,
    replicationControllerController,
    deploymentController,
    endpointsController,
    endpointSliceController,
    serviceLoadBalancerController,
    statefulSetController,
    daemonSetController,
    jobController,
    cronJobController,
    ttlAfterFinishedController,
    persistentVolumeBinder,
    localPathProvisioner,
    claimProtectionController,
    volumeProtectionController,
    clusterRoleAggregationController,
    disruptionController,
    garbageCollector,
    nodeLifecycleController(options.nodeLifecycle),
    ...(options.nodeBlocks ? [nodeIpamController(options.nodeBlocks)] : []),
    taintEvictionController,
    certificateApprover,
    ...(options.signCertificate ? [certificateSigner(options.signCertificate)] : []),
    certificateCleaner,
    bootstrapSigner,
    tokenCleaner,
    podGarbageCollector(),
  ];
}

export { startControllers } from './startControllers.ts';
