/** From a change of a Service or a Pod to the keys of the Services whose endpoints may differ now. */
import type { Pod, Service } from '../../api/core/v1.ts';
import type { Informer } from '../../client/informer.ts';
import type { WorkQueue } from '../../client/workQueue.ts';
import { semanticEqual } from '../../machinery/equal.ts';
import { matchesSelector, selectorFromSet } from '../../machinery/labels.ts';
import type { Stored } from '../../machinery/object.ts';
import { keyOf } from '../../machinery/object.ts';
import { sameEndpoint, selectsPods } from './endpointPods.ts';

/** Work for a Pod grows with the Services of its namespace, never with the cluster. */
export function followServices(services: Informer<Service>, pods: Informer<Pod>, queue: WorkQueue): Disposable {
  using stack = new DisposableStack();
  const add = (service: Stored<Service>): void => queue.add(keyOf(service));
  const addSelecting = (...states: readonly Stored<Pod>[]): void => {
    for (const service of services.list(states[0]?.metadata.namespace)) {
      if (!selectsPods(service)) continue;
      const selector = selectorFromSet(service.spec?.selector);
      if (states.some((pod) => matchesSelector(selector, pod.metadata.labels))) add(service);
    }
  };
  stack.use(
    services.addHandler({
      added: add,
      updated(service, old) {
        if (!semanticEqual(service.spec, old.spec) || !semanticEqual(service.metadata.labels, old.metadata.labels))
          add(service);
      },
      deleted: add,
    }),
  );
  stack.use(
    pods.addHandler({
      added: (pod) => addSelecting(pod),
      updated(pod, old) {
        if (!semanticEqual(pod.metadata.labels, old.metadata.labels)) addSelecting(pod, old);
        else if (!sameEndpoint(pod, old)) addSelecting(pod);
      },
      deleted: (pod) => addSelecting(pod),
    }),
  );
  return stack.move();
}

/** The Pods that a Service selects. */
export function selectedPods(service: Stored<Service>, pods: Informer<Pod>): Stored<Pod>[] {
  const selector = selectorFromSet(service.spec?.selector);
  return pods.list(service.metadata.namespace).filter((pod) => matchesSelector(selector, pod.metadata.labels));
}
