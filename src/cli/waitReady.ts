/** Waits, by watching, until what was applied does its work. */
import type { Deployment, ReplicaSet } from '../api/apps/v1.ts';
import type { Client } from '../client/client.ts';
import type { KubeObject, Stored } from '../machinery/object.ts';
import { isPodReady } from '../machinery/pod.ts';
import { deployments, pods, replicaSets } from '../machinery/resources.ts';
import type { Applied } from './apply.ts';

/** Kinds that can be waited for, and when each is ready. */
const readiness: Readonly<Record<string, (object: KubeObject) => boolean>> = {
  [deployments.kind]: (object: Deployment) =>
    (object.status?.observedGeneration ?? 0) >= (object.metadata?.generation ?? 0) &&
    (object.status?.updatedReplicas ?? 0) === (object.spec?.replicas ?? 1) &&
    (object.status?.availableReplicas ?? 0) === (object.spec?.replicas ?? 1) &&
    (object.status?.replicas ?? 0) === (object.spec?.replicas ?? 1),
  [replicaSets.kind]: (object: ReplicaSet) => (object.status?.readyReplicas ?? 0) === (object.spec?.replicas ?? 1),
  [pods.kind]: isPodReady,
};

/** Whether it does its work already; kinds without readiness always do. */
export const isReady = ({ resource, object }: Applied): boolean => readiness[resource.kind]?.(object) ?? true;

/** Resolves with the ready object, or with undefined when `signal` aborted first. */
export async function waitReady(
  client: Client,
  applied: Applied,
  signal: AbortSignal,
): Promise<Stored<KubeObject> | undefined> {
  const { name, namespace } = applied.object.metadata;
  const watch = client.resource(applied.resource).watch(namespace, { fieldSelector: `metadata.name=${name}` }, signal);
  for await (const event of watch) {
    if (event.type !== 'BOOKMARK' && isReady({ ...applied, object: event.object })) return event.object;
  }
  return undefined;
}
