/**
 * How many Pods of a namespace that match a selector are on each node, and in each place, kept up to date Pod by Pod:
 * spreading a large set of replicas would otherwise look at all of them for each new one.
 */
import type { Selector } from '../../machinery/labels.ts';
import { formatSelector, matchesSelector } from '../../machinery/labels.ts';
import type { NodeInfo } from './nodeInfo.ts';
import type { PodInfo } from './podInfo.ts';

/** So many selectors are kept counted; the one that was not asked for longest goes first. */
const mostCounted = 64;

export class AlikeCount {
  readonly namespace: string;
  readonly #selector: Selector;
  readonly #byNode = new Map<NodeInfo, number>();
  /** Sums by value of a node label, by label. */
  readonly #byPlace = new Map<string, Map<string, number>>();

  constructor(namespace: string, selector: Selector) {
    this.namespace = namespace;
    this.#selector = selector;
  }

  /** A Pod that is being deleted is not counted. */
  matches(pod: PodInfo): boolean {
    return (
      pod.namespace === this.namespace &&
      !pod.pod.metadata.deletionTimestamp &&
      matchesSelector(this.#selector, pod.labels)
    );
  }

  at(node: NodeInfo): number {
    return this.#byNode.get(node) ?? 0;
  }

  /** The nodes with such Pods, and how many they are. */
  get nodes(): Iterable<[NodeInfo, number]> {
    return this.#byNode;
  }

  inPlace(label: string, value: string): number {
    let sums = this.#byPlace.get(label);
    if (!sums) {
      sums = new Map();
      this.#byPlace.set(label, sums);
      for (const [node, count] of this.#byNode) raise(sums, node.labels[label], count);
    }
    return sums.get(value) ?? 0;
  }

  change(pod: PodInfo, node: NodeInfo, by: number): void {
    if (!this.matches(pod)) return;
    raise(this.#byNode, node, by);
    for (const [label, sums] of this.#byPlace) raise(sums, node.labels[label], by);
  }

  /** Places are counted anew when they are asked for. */
  forgetPlaces(): void {
    this.#byPlace.clear();
  }
}

function raise<K>(sums: Map<K, number>, key: K | undefined, by: number): void {
  if (key === undefined) return;
  const sum = (sums.get(key) ?? 0) + by;
  if (sum === 0) sums.delete(key);
  else sums.set(key, sum);
}

export class AlikeCounts {
  /** In the order in which they were asked for. */
  readonly #counts = new Map<string, AlikeCount>();

  /** `nodes`: where Pods are, for a selector that is new here. */
  of(namespace: string, selector: Selector, nodes: Iterable<NodeInfo>): AlikeCount {
    const key = selector === 'nothing' ? `${namespace}|nothing` : `${namespace}|=${formatSelector(selector)}`;
    let count = this.#counts.get(key);
    if (count) this.#counts.delete(key);
    else {
      count = new AlikeCount(namespace, selector);
      for (const node of nodes) for (const pod of node.pods.values()) count.change(pod, node, 1);
    }
    this.#counts.set(key, count);
    const [oldest] = this.#counts.keys();
    if (this.#counts.size > mostCounted && oldest !== undefined) this.#counts.delete(oldest);
    return count;
  }

  changed(pod: PodInfo, node: NodeInfo, by: 1 | -1): void {
    for (const count of this.#counts.values()) count.change(pod, node, by);
  }

  labelsChanged(): void {
    for (const count of this.#counts.values()) count.forgetPlaces();
  }
}
