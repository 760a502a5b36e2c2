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

/** Resolves with the ready object, at once for kinds that have no readiness; with undefined when `signal` aborted first. */
export async function waitReady(client: Client, applied: Applied, signal: AbortSignal): Promise<Stored<KubeObject> | undefined> {
  const isReady = readiness[applied.resource.kind];
  if (!isReady || isReady(applied.object)) return applied.object;
  const { name, namespace } = applied.object.metadata;
  const watch = client.resource(applied.resource).watch(namespace, { fieldSelector: `metadata.name=${name}` }, signal);
  for await (const event of watch) {
    if (event.type !== 'BOOKMARK' && isReady(event.object)) return event.object;
  }
  return undefined;
}
