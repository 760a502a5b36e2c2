/** The kinds that have something of their own to say. */
import type { KubeObject } from '../../machinery/object.ts';
import type { KindExplainer } from '../kind.ts';
import { budget } from './budget.ts';
import { claim, volume } from './claim.ts';
import { cronJob } from './cronJob.ts';
import { daemonSet } from './daemonSet.ts';
import { deployment } from './deployment.ts';
import { job } from './job.ts';
import { namespace } from './namespace.ts';
import { node } from './node.ts';
import { pod } from './pod.ts';
import { replicaSet, replicationController } from './replicaSet.ts';
import { service } from './service.ts';
import { statefulSet } from './statefulSet.ts';

// A named seam: each is only ever given objects that were read as its own resource.
const seam = <T extends KubeObject>(kind: KindExplainer<T>): KindExplainer<KubeObject> =>
  kind as unknown as KindExplainer<KubeObject>;

/** Causes first: what others rest on stands before them. */
export const kinds: readonly KindExplainer<KubeObject>[] = [
  seam(node),
  seam(namespace),
  seam(volume),
  seam(claim),
  seam(deployment),
  seam(statefulSet),
  seam(daemonSet),
  seam(cronJob),
  seam(job),
  seam(replicaSet),
  seam(replicationController),
  seam(pod),
  seam(service),
  seam(budget),
];
