/**
 * What a scheduling plugin is. For each Pod a plugin prepares once, with the whole cluster in view, and is then asked
 * node by node: may the Pod run there (filter), and how well (score)? All of it is synchronous.
 */
import type { Labels, Selector } from '../machinery/labels.ts';
import type { NodeInfo } from './cache/nodeInfo.ts';
import type { PodInfo } from './cache/podInfo.ts';
import type { Snapshot } from './cache/snapshot.ts';
import type { ClusterEvent, ClusterEventKind } from './clusterEvent.ts';
import type { Volumes } from './volumes.ts';

/** Why a node, or every node, is refused. */
export interface Rejection {
  /** Texts that users read in events. */
  readonly reasons: readonly string[];
  /** Whether the node stays refused even if other Pods were removed from it. */
  readonly unresolvable: boolean;
}

export const rejected = (...reasons: string[]): Rejection => ({ reasons, unresolvable: false });
export const unresolvable = (...reasons: string[]): Rejection => ({ reasons, unresolvable: true });

export interface NodeFilter {
  /** Undefined when the Pod may run on the node. */
  filter(node: NodeInfo): Rejection | undefined;
  /** Only nodes with these names can pass. */
  readonly only?: ReadonlySet<string>;
  /** Preemption asks "what if": keep what was prepared in step with a Pod that is added to, or taken from, a node. */
  podAdded?(pod: PodInfo, node: NodeInfo): void;
  podRemoved?(pod: PodInfo, node: NodeInfo): void;
}

export interface NodeScorer {
  /** Any number; more is better before normalize(). */
  score(node: NodeInfo): number;
  /** Brings the scores of all nodes into 0–100, in place. When absent they are there already. */
  normalize?(scores: Float64Array): void;
}

/** What plugins may know of the cluster. */
export interface SchedulingContext {
  readonly snapshot: Snapshot;
  /** The labels of a namespace. */
  readonly namespaceLabels: (name: string) => Labels | undefined;
  /** The selectors of the services and controllers that hold the Pod: what counts as its replicas. */
  readonly replicaSelectors: (pod: PodInfo) => readonly Selector[];
  /** Claims, volumes and classes. */
  readonly volumes: Volumes;
}

/** What a Pod takes on its node beside room, from the choice of the node until it is bound. */
export interface Reservation {
  /** Done before the Pod is bound. Rejects when the Pod cannot go there after all, or the signal says to stop. */
  beforeBinding(signal: AbortSignal): Promise<void>;
  /** The Pod is bound, or is not going to be: the reservation ends. */
  release(): void;
}

/** A plugin under upstream's name. */
export interface Plugin {
  readonly name: string;
  /** Undefined when the plugin has nothing to say about this Pod. A Rejection refuses all nodes. */
  prepareFilter?(pod: PodInfo, context: SchedulingContext): NodeFilter | Rejection | undefined;
  /** `nodes` are those that passed all filters. Undefined: the plugin scores nothing for this Pod. */
  prepareScore?(pod: PodInfo, nodes: readonly NodeInfo[], context: SchedulingContext): NodeScorer | undefined;
  readonly weight?: number;
  /** Undefined when there is nothing to reserve. The node has passed the plugin's filter. */
  reserve?(pod: PodInfo, node: NodeInfo, context: SchedulingContext): Reservation | undefined;
  /** Kinds of events after which a Pod that this plugin refused may fit. */
  readonly events?: readonly ClusterEventKind[];
  /** Whether this event may really help this Pod; when absent, any of `events` may. */
  helps?(pod: PodInfo, event: ClusterEvent): boolean;
}

export const maxScore = 100;

/** Scales scores so that the best is 100; reversed, so that 0 becomes 100. */
export function normalizeByMaximum(scores: Float64Array, reverse: boolean): void {
  let most = 0;
  for (const score of scores) if (score > most) most = score;
  for (let i = 0; i < scores.length; i++) {
    const scaled = most === 0 ? 0 : Math.floor((maxScore * (scores[i] ?? 0)) / most);
    scores[i] = reverse ? maxScore - scaled : scaled;
  }
}

export const isRejection = (prepared: NodeFilter | Rejection): prepared is Rejection => 'reasons' in prepared;
