/** Which Pods are replicas of one another: by the selectors of the services and controllers that hold them. */
import type { InformerFactory } from '../client/informer.ts';
import { matchesSelector, selectorFrom, selectorFromSet } from '../machinery/labels.ts';
import type { Selector } from '../machinery/labels.ts';
import { replicaSets, replicationControllers, services, statefulSets } from '../machinery/resources.ts';
import type { PodInfo } from './cache/podInfo.ts';

/** Answers the selectors that hold a Pod. The informers need not have synced: spreading is a wish, not a demand. */
export function replicaSelectors(informers: InformerFactory): (pod: PodInfo) => readonly Selector[] {
  const serviceInformer = informers.for(services);
  const controllers = { ReplicaSet: informers.for(replicaSets), StatefulSet: informers.for(statefulSets) };
  const replicationControllerInformer = informers.for(replicationControllers);
  return (pod) => {
    const found: Selector[] = [];
    for (const service of serviceInformer.list(pod.namespace)) {
      const selector = service.spec?.selector;
      if (selector && Object.keys(selector).length > 0 && matchesSelector(selectorFromSet(selector), pod.labels))
        found.push(selectorFromSet(selector));
    }
    const owner = pod.pod.metadata.ownerReferences?.find((reference) => reference.controller);
    const key = `${pod.namespace}/${owner?.name ?? ''}`;
    if (owner?.kind === 'ReplicaSet' || owner?.kind === 'StatefulSet') {
      const selector = controllers[owner.kind].get(key)?.spec?.selector;
      if (selector) found.push(selectorFrom(selector));
    } else if (owner?.kind === 'ReplicationController') {
      const selector = replicationControllerInformer.get(key)?.spec?.selector;
      if (selector) found.push(selectorFromSet(selector));
    }
    return found;
  };
}
