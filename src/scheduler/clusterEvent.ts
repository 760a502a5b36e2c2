/** What happened in the cluster that may let a Pod fit which did not fit before. */
import type { Node } from '../api/core/v1.ts';
import { semanticEqual } from '../machinery/equal.ts';
import type { Stored } from '../machinery/object.ts';
import type { NodeInfo } from './cache/nodeInfo.ts';
import type { PodInfo } from './cache/podInfo.ts';

export type NodeChange = 'added' | 'allocatable' | 'labels' | 'taints';

export type ClusterEvent =
  | { readonly kind: 'node'; readonly changes: ReadonlySet<NodeChange>; readonly node: NodeInfo }
  /** A Pod that has a node came, changed its labels, or went. */
  | { readonly kind: 'podAdded' | 'podLabels' | 'podDeleted'; readonly pod: PodInfo }
  /** A claim, a volume or a storage class came, changed, or went; `key` is the claim's, 'namespace/name'. */
  | { readonly kind: 'volume'; readonly key?: string };

export type ClusterEventKind = ClusterEvent['kind'];

/** What of a node's change matters to scheduling; empty for a mere heartbeat. */
export function nodeChanges(old: Stored<Node>, node: Stored<Node>): Set<NodeChange> {
  const changes = new Set<NodeChange>();
  if (!semanticEqual(old.status?.allocatable, node.status?.allocatable)) changes.add('allocatable');
  if (!semanticEqual(old.metadata.labels, node.metadata.labels)) changes.add('labels');
  const unschedulable = (n: Stored<Node>): boolean => n.spec?.unschedulable ?? false;
  if (!semanticEqual(old.spec?.taints, node.spec?.taints) || unschedulable(old) !== unschedulable(node))
    changes.add('taints');
  return changes;
}
