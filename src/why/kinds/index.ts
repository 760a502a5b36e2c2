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

/** Causes first: what others rest on stands before them. */
export const kinds: readonly KindExplainer<KubeObject>[] = [
  node,
  namespace,
  volume,
  claim,
  deployment,
  statefulSet,
  daemonSet,
  cronJob,
  job,
  replicaSet,
  replicationController,
  pod,
  service,
  budget,
];
