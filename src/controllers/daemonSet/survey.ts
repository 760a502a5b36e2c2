/** One look at a DaemonSet: which nodes there are for it, and which Pods they have. */
import type { DaemonSet } from '../../api/apps/v1.ts';
import type { Node, Pod } from '../../api/core/v1.ts';
import type { Stored } from '../../machinery/object.ts';
import { isPodAvailable } from '../../machinery/pod.ts';
import { revisionLabel } from '../revisions.ts';
import { scaled } from '../scaled.ts';
import type { Fit } from './daemonPod.ts';
import { fitOf, targetNode } from './daemonPod.ts';

export interface Place extends Fit {
  readonly node: string;
  /** The oldest first. */
  readonly pods: readonly Stored<Pod>[];
}

export interface Survey {
  readonly set: Stored<DaemonSet>;
  /** Of the present template. */
  readonly hash: string;
  readonly places: readonly Place[];
  /** Pods that wait for nodes that are gone. */
  readonly homeless: readonly Stored<Pod>[];
  readonly now: number;
}

const age = (pod: Stored<Pod>): number => Date.parse(pod.metadata.creationTimestamp);

export function survey(
  set: Stored<DaemonSet>,
  hash: string,
  nodes: readonly Stored<Node>[],
  pods: readonly Stored<Pod>[],
  now: number,
): Survey {
  const byNode = Map.groupBy(pods, (pod) => targetNode(pod) ?? '');
  const places = nodes.map((node): Place => {
    const { name } = node.metadata;
    const own = [...(byNode.get(name) ?? [])].sort((a, b) => age(a) - age(b));
    byNode.delete(name);
    return { node: name, pods: own, ...fitOf(set, node) };
  });
  const homeless = [...byNode.values()].flat().filter((pod) => !pod.spec?.nodeName && targetNode(pod) !== undefined);
  return { set, hash, places, homeless, now };
}

export const isUpToDate = (pod: Pod, hash: string): boolean => pod.metadata?.labels?.[revisionLabel] === hash;
export const isDying = (pod: Pod): boolean => pod.metadata?.deletionTimestamp !== undefined;
export const isAvailable = ({ set, now }: Survey, pod: Pod): boolean =>
  isPodAvailable(pod, set.spec?.minReadySeconds ?? 0, now);

/** How many nodes may be without an available Pod, or have a second one, during an update; percentages are rounded up. */
export function updateLimits({ set, places }: Survey): { maxUnavailable: number; maxSurge: number } {
  const { maxUnavailable = 1, maxSurge = 0 } = set.spec?.updateStrategy?.rollingUpdate ?? {};
  const wanted = places.filter(({ shouldRun }) => shouldRun).length;
  const surge = scaled(maxSurge, wanted, Math.ceil);
  const unavailable = scaled(maxUnavailable, wanted, Math.ceil);
  return { maxSurge: surge, maxUnavailable: surge === 0 ? Math.max(unavailable, 1) : unavailable };
}

export const allowsSurge = (looked: Survey): boolean =>
  (looked.set.spec?.updateStrategy?.type ?? 'RollingUpdate') === 'RollingUpdate' && updateLimits(looked).maxSurge > 0;
