import type { Pod } from '../api/core/v1.ts';
import type { Informer } from '../client/informer.ts';
import type { Stored } from '../machinery/object.ts';

const index = 'node';

export function indexByNode(pods: Informer<Pod>): void {
  pods.addIndex(index, (pod) => (pod.spec?.nodeName ? [pod.spec.nodeName] : []));
}

/** indexByNode() must have been called. */
export const podsOn = (pods: Informer<Pod>, node: string): readonly Stored<Pod>[] => pods.byIndex(index, node);
