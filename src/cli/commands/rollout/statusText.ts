/** How far a rollout is, in kubectl's words. */
import type { DaemonSet, Deployment, StatefulSet } from '../../../api/apps/v1.ts';
import type { JsonObject } from '../../kube/json.ts';
import { textAt } from '../../kube/json.ts';

export interface RolloutState {
  readonly text: string;
  readonly done: boolean;
}

/** Throws Error when the rollout has failed, or the kind has none that could be followed. */
export function rolloutState(object: JsonObject, revision: number): RolloutState {
  // A named seam: the server answers with the kind that was asked for.
  switch (textAt(object, 'kind')) {
    case 'Deployment':
      return deploymentState(object, revision);
    case 'DaemonSet':
      return daemonSetState(object);
    default:
      return statefulSetState(object);
  }
}

const waiting = (text: string): RolloutState => ({ text: `${text}\n`, done: false });
const done = (text: string): RolloutState => ({ text: `${text}\n`, done: true });

function deploymentState({ metadata, spec, status }: Deployment, revision: number): RolloutState {
  const name = JSON.stringify(metadata?.name ?? '');
  if (revision > 0) {
    const current = Number(metadata?.annotations?.['deployment.kubernetes.io/revision'] ?? 0);
    if (current !== revision)
      throw new Error(`desired revision (${revision}) is different from the running revision (${current})`);
  }
  if ((metadata?.generation ?? 0) > (status?.observedGeneration ?? 0))
    return waiting('Waiting for deployment spec update to be observed...');
  const progressing = status?.conditions?.find((condition) => condition.type === 'Progressing');
  if (progressing?.reason === 'ProgressDeadlineExceeded')
    throw new Error(`deployment ${name} exceeded its progress deadline`);
  const { replicas: wanted } = spec ?? {};
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status ?? {};
  const head = `Waiting for deployment ${name} rollout to finish:`;
  if (wanted !== undefined && updatedReplicas < wanted)
    return waiting(`${head} ${updatedReplicas} out of ${wanted} new replicas have been updated...`);
  if (replicas > updatedReplicas)
    return waiting(`${head} ${replicas - updatedReplicas} old replicas are pending termination...`);
  if (availableReplicas < updatedReplicas)
    return waiting(`${head} ${availableReplicas} of ${updatedReplicas} updated replicas are available...`);
  return done(`deployment ${name} successfully rolled out`);
}

function daemonSetState({ metadata, spec, status }: DaemonSet): RolloutState {
  const name = JSON.stringify(metadata?.name ?? '');
  if (spec?.updateStrategy?.type !== 'RollingUpdate')
    throw new Error('rollout status is only available for RollingUpdate strategy type');
  if ((metadata?.generation ?? 0) > (status?.observedGeneration ?? 0))
    return waiting('Waiting for daemon set spec update to be observed...');
  const { updatedNumberScheduled: updated = 0, desiredNumberScheduled: wanted = 0, numberAvailable = 0 } = status ?? {};
  const head = `Waiting for daemon set ${name} rollout to finish:`;
  if (updated < wanted) return waiting(`${head} ${updated} out of ${wanted} new pods have been updated...`);
  if (numberAvailable < wanted) return waiting(`${head} ${numberAvailable} of ${wanted} updated pods are available...`);
  return done(`daemon set ${name} successfully rolled out`);
}

function statefulSetState({ metadata, spec, status }: StatefulSet): RolloutState {
  const strategy = spec?.updateStrategy;
  if (strategy?.type !== 'RollingUpdate')
    throw new Error('rollout status is only available for RollingUpdate strategy type');
  const observed = status?.observedGeneration ?? 0;
  if (observed === 0 || (metadata?.generation ?? 0) > observed)
    return waiting('Waiting for statefulset spec update to be observed...');
  const { replicas: wanted } = spec ?? {};
  const { readyReplicas = 0, updatedReplicas = 0, currentReplicas = 0 } = status ?? {};
  const { updateRevision = '', currentRevision = '' } = status ?? {};
  if (wanted !== undefined && readyReplicas < wanted)
    return waiting(`Waiting for ${wanted - readyReplicas} pods to be ready...`);
  if (strategy.rollingUpdate) {
    const share = (wanted ?? 0) - (strategy.rollingUpdate.partition ?? 0);
    if (wanted !== undefined && strategy.rollingUpdate.partition !== undefined && updatedReplicas < share)
      return waiting(
        `Waiting for partitioned roll out to finish: ${updatedReplicas} out of ${share} new pods have been updated...`,
      );
    return done(`partitioned roll out complete: ${updatedReplicas} new pods have been updated...`);
  }
  if (updateRevision !== currentRevision)
    return waiting(
      `waiting for statefulset rolling update to complete ${updatedReplicas} pods at revision ${updateRevision}...`,
    );
  return done(`statefulset rolling update complete ${currentReplicas} pods at revision ${currentRevision}...`);
}
