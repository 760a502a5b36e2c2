/** From a change of a Pod to the work queue of the controller that owns it, or that might adopt it. */
import type { Pod } from '../api/core/v1.ts';
import type { Informer } from '../client/informer.ts';
import type { WorkQueue } from '../client/workQueue.ts';
import { semanticEqual } from '../machinery/equal.ts';
import type { KubeObject, Stored } from '../machinery/object.ts';
import { keyOf } from '../machinery/object.ts';
import { controllerOf } from '../machinery/owner.ts';
import type { Resource } from '../machinery/resource.ts';
import type { Expectations } from './expectations.ts';
import { resolveController } from './ownership.ts';

export interface FollowPodsOptions<Owner extends KubeObject> {
  readonly pods: Informer<Pod>;
  readonly owners: Informer<Owner>;
  readonly resource: Resource<Owner>;
  readonly queue: WorkQueue;
  readonly expectations?: Expectations;
  /** Whether `owner` would adopt a Pod that nobody controls. */
  readonly matches: (owner: Stored<Owner>, pod: Stored<Pod>) => boolean;
}

export function followPods<Owner extends KubeObject>(options: FollowPodsOptions<Owner>): Disposable {
  const { pods, owners, resource, queue, expectations } = options;
  const ownerOf = (pod: Stored<Pod>): Stored<Owner> | undefined => resolveController(owners, resource, pod);
  const enqueue = (owner: Stored<Owner> | undefined): void => {
    if (owner) queue.add(keyOf(owner));
  };
  const enqueueAdopters = (pod: Stored<Pod>): void => {
    for (const owner of owners.list(pod.metadata.namespace)) if (options.matches(owner, pod)) enqueue(owner);
  };
  /** A Pod that is being deleted counts as deleted: its replacement need not wait for the end of its grace. */
  const deleted = (pod: Stored<Pod>): void => {
    const owner = ownerOf(pod);
    if (!owner) return;
    expectations?.deletionObserved(keyOf(owner), pod.metadata.uid);
    enqueue(owner);
  };

  return pods.addHandler({
    added(pod) {
      if (pod.metadata.deletionTimestamp) return deleted(pod);
      if (!controllerOf(pod)) return enqueueAdopters(pod);
      const owner = ownerOf(pod);
      if (!owner) return;
      expectations?.creationObserved(keyOf(owner));
      enqueue(owner);
    },
    updated(pod, old) {
      const ownerChanged = controllerOf(pod)?.uid !== controllerOf(old)?.uid;
      if (ownerChanged) enqueue(ownerOf(old));
      if (pod.metadata.deletionTimestamp) {
        deleted(pod);
        if (ownerChanged) deleted(old);
        return;
      }
      if (controllerOf(pod)) return enqueue(ownerOf(pod));
      if (ownerChanged || !semanticEqual(pod.metadata.labels, old.metadata.labels)) enqueueAdopters(pod);
    },
    deleted,
  });
}
