import type { ReplicaSetStatus } from '../../api/apps/v1.ts';
import type { PodTemplateSpec } from '../../api/core/v1.ts';
import type { KubeObject } from '../../machinery/object.ts';

/** What ReplicaSet and ReplicationController have in common: a number of Pods from one template. */
export interface Replicated extends KubeObject {
  spec?: { replicas?: number; minReadySeconds?: number; template?: PodTemplateSpec };
  status?: ReplicaSetStatus;
}

/** 1 when nothing is said, as the API's default. */
export const wantedReplicas = (object: Replicated): number => object.spec?.replicas ?? 1;
